"""When is a known page asked for again? Decided here only.

Pages change as a Poisson process does: each at a rate of its own, of which
little is known at first, so that the rate of its column stands in for it (the
mean of a Gamma posterior whose prior is the column's). The window is the time
in which a page changes with a chance of one in ten; young pages get a shorter
one. What it is computed from stands beside the address in `report_urls`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import log
from typing import TYPE_CHECKING
from zlib import crc32

from govreports.values.dates import CHINA

if TYPE_CHECKING:
    from datetime import date

    from govreports.records import Row
    from govreports.store.answers import Known
    from govreports.store.jobs import SaveReport, Settle
    from govreports.store.rows import UrlRow

CHANCE = 0.1
LEAST = timedelta(days=1)
MOST = timedelta(days=60)
# Where nothing is known of a column: a page a year changes once.
_FIRST_CHANGES = 1.0
_FIRST_DAYS = 365.0
# After so many days a page's own record weighs as much as its column's.
_PRIOR_DAYS = 120.0
# A page of n days is asked for again after n/4 days at the latest.
_YOUTH = 4
# Pages of one first crawl must not all come due in one night.
_SPREAD = 0.25
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watched:
    """How often one page, or all of a column, has changed in how many days under our eyes."""

    changes: int = 0
    days: float = 0.0


UNWATCHED = Watched()


def rate(page: Watched, column: Watched) -> float:
    """Return the changes a day that are to be expected of a page."""
    neighbours = (column.changes + _FIRST_CHANGES) / (column.days + _FIRST_DAYS)
    return (page.changes + neighbours * _PRIOR_DAYS) / (page.days + _PRIOR_DAYS)


def window(page: Watched, column: Watched, age: timedelta) -> timedelta:
    """Return how long a page of that age, counted from its publication, need not be asked for."""
    patience = timedelta(days=-log(1 - CHANCE) / rate(page, column))
    return max(LEAST, min(patience, age / _YOUTH, MOST))


def is_due(known: Known, now: datetime, row: Row | None = None) -> bool:
    """Whether a page that a listing shows, in this row, is to be asked for."""
    # One that was gone is back; one without a window was never read at this address.
    if known.gone_at is not None or known.recheck_at is None or known.recheck_at <= now:
        return True
    # A list that shows another title or date tells of a change by itself.
    return None not in {row, known.listed_as} and listed_as(row) != known.listed_as


def listed_as(row: Row | None) -> str | None:
    """Return what a listing's row says of its page: title and date, a line each."""
    return None if row is None else f"{row.title}\n{row.date or ''}"


def look(
    url: UrlRow,
    job: SaveReport | Settle,
    now: datetime,
    published_on: date | None,
    *,
    changed: bool,
) -> None:
    """Note that a page was asked for and has answered, and until when that is enough."""
    if url["looked_at"] is not None:
        span = max(0.0, (now - url["looked_at"]) / _DAY)
        # The change came somewhere in the span: in its middle, to the first order
        # (Cho and Garcia-Molina, Estimating Frequency of Change, 2003).
        url["watched_days"] += span / 2 if changed else span
    url["looks"] += 1
    url["changes"] += changed
    url["looked_at"] = now
    url["listed_as"] = listed_as(job.row) or url["listed_as"]
    page = Watched(url["changes"], url["watched_days"])
    longest = window(page, job.neighbours, _age(url, now, published_on))
    url["recheck_at"] = now + max(LEAST, longest * _share(url["url_key"]))


def _age(url: UrlRow, now: datetime, published_on: date | None) -> timedelta:
    if published_on is None:
        return now - url["first_seen_at"]
    return now - datetime.combine(published_on, time(), CHINA).astimezone(UTC)


def _share(url_key: str) -> float:
    return 1 - _SPREAD * (crc32(url_key.encode()) % 1000) / 1000
