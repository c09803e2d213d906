"""Presence of reports that people merge or split: intervals put together, cut, or gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store.jobs import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from govreports.store.rows import PresenceRow, UrlRow

REPLACED = "replaced"
"""Why an interval ended: another report stands at the address."""


def together(one: Sequence[PresenceRow], other: Sequence[PresenceRow]) -> list[PresenceRow]:
    """Return when either of two reports could be found."""
    found: list[PresenceRow] = []
    for interval in sorted((*one, *other), key=lambda row: row["appeared_at"]):
        last = found[-1] if found else None
        if last and (last["gone_at"] is None or interval["appeared_at"] <= last["gone_at"]):
            found[-1] = _both(last, interval)
        else:
            found.append(interval.copy())
    return found


def within(
    intervals: Sequence[PresenceRow], begin: datetime, end: datetime | None, reason: str
) -> list[PresenceRow]:
    """Return the intervals from one moment on and, where there is an end, up to it.

    The one that would last longer ends there, for that reason.
    """
    found: list[PresenceRow] = []
    for interval in intervals:
        piece = interval.copy()
        piece["appeared_at"] = max(interval["appeared_at"], begin)
        if end is not None and (piece["gone_at"] is None or piece["gone_at"] > end):
            piece["gone_at"], piece["reason"] = end, reason
            if piece["unlisted_at"] and piece["unlisted_at"] > end:
                piece["unlisted_at"] = None
        if piece["gone_at"] is None or piece["appeared_at"] <= piece["gone_at"]:
            found.append(piece)
    return found


def gone_since(urls: Sequence[UrlRow]) -> datetime | None:
    """Return since when a report is gone by its addresses: all of them, the last one then."""
    moments = [url["gone_at"] for url in urls]
    return max(moment for moment in moments if moment) if moments and all(moments) else None


def gone_on_with(
    saved: Sequence[PresenceRow],
    shared: tuple[PresenceRow, PresenceRow],
    urls: Sequence[UrlRow],
    decided_at: datetime,
) -> list[PresenceRow]:
    """Return a report's intervals of before a decision, with what was seen of it since.

    ``shared`` is the last interval of what it was one with meanwhile, as the
    decision left it and as it is now; ``urls`` are its own addresses as they stand now.
    """
    left, now = shared
    *earlier, last = (row.copy() for row in saved)
    gone_at = gone_since(urls)
    if last["gone_at"] is not None:
        seen = [url["last_seen_at"] for url in urls if url["gone_at"] is None]
        back = [moment for moment in seen if moment > decided_at]
        return [*earlier, last, *_opened(last, back)]
    if gone_at is not None:
        last["gone_at"], last["reason"] = gone_at, str(Verdict.GONE)
    elif now["unlisted_at"] != left["unlisted_at"]:
        last["unlisted_at"] = now["unlisted_at"]
    return [*earlier, last]


def _opened(last: PresenceRow, back: list[datetime]) -> list[PresenceRow]:
    if not back:
        return []
    begin = last.copy()
    begin["appeared_at"] = min(back)
    begin["unlisted_at"] = begin["gone_at"] = begin["reason"] = None
    return [begin]


def _both(one: PresenceRow, other: PresenceRow) -> PresenceRow:
    """Return two overlapping intervals as one, which ends as the longer one does."""
    both = (other if _ends_later(other, one) else one).copy()
    both["appeared_at"] = one["appeared_at"]
    if one["gone_at"] is None and other["gone_at"] is None:
        unlisted = [row["unlisted_at"] for row in (one, other)]
        # One that stands in a listing is listed, whatever the other one does.
        both["unlisted_at"] = max(filter(None, unlisted)) if all(unlisted) else None
    return both


def _ends_later(one: PresenceRow, other: PresenceRow) -> bool:
    if one["gone_at"] is None or other["gone_at"] is None:
        return one["gone_at"] is None
    return one["gone_at"] > other["gone_at"]
