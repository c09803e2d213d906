"""Since when, and until when, could a report be found on its portal?

Decided here only. Presence is kept as intervals: a report that is back after
it was gone, or that stands in a listing again after it had left all of them,
begins a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store import models
from govreports.store.errors import UnknownUrlError
from govreports.store.jobs import Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from govreports.store.jobs import MarkPresence
    from govreports.store.rows import PresenceRow
    from govreports.store.work import WorkingSet


def seen(work: WorkingSet, report_id: str, now: datetime, *, listed: bool) -> None:
    """Note that the page is there; ``listed`` where a listing led to it."""
    interval = work.open.get(report_id)
    if interval is not None:
        if not (listed and interval["unlisted_at"]):
            return
        _end(work, interval, interval["unlisted_at"], Verdict.UNLISTED)
    work.add_interval(
        {
            "report_id": report_id,
            "appeared_at": now,
            "unlisted_at": None,
            "gone_at": None,
            "reason": None,
        }
    )


def mark(work: WorkingSet, job: MarkPresence, now: datetime) -> None:
    """Keep the verdict on a page that left its listing.

    A report is gone when the last of its addresses is. Raises
    :class:`UnknownUrlError` for a page that the store does not hold, and
    :class:`ValueError` for a verdict that is none.
    """
    url = work.urls.get((job.portal, job.url_key))
    if url is None:
        message = f"{job.portal}: {job.url_key} is no report's address; nothing was marked"
        raise UnknownUrlError(message)
    if Verdict(job.verdict) is Verdict.UNLISTED:
        _unlist(work, url["report_id"], now)
        return
    if url["gone_at"] is None:
        url["gone_at"] = now
        work.changes.touch(models.report_urls, url)
    end_if_gone(work, url["report_id"], now)


def end_if_gone(work: WorkingSet, report_id: str, now: datetime) -> None:
    """End the open interval of a report none of whose addresses is left."""
    interval = work.open.get(report_id)
    if interval is None or any(url["gone_at"] is None for url in work.urls_of[report_id]):
        return
    _end(work, interval, now, Verdict.GONE)


def _unlist(work: WorkingSet, report_id: str, now: datetime) -> None:
    interval = work.open.get(report_id)
    if interval is not None and interval["unlisted_at"] is None:
        interval["unlisted_at"] = now
        work.changes.touch(models.presence, interval)


def _end(work: WorkingSet, interval: PresenceRow, at: datetime | None, reason: Verdict) -> None:
    interval["gone_at"] = at
    interval["reason"] = str(reason)
    work.changes.touch(models.presence, interval)
    del work.open[interval["report_id"]]
