"""When a run is not what the portal's earlier runs let expect. Pure: numbers in, findings out."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from govreports.portal_rules import COUNTS, ERROR_RATE
from govreports.records import Level, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govreports.records import Report

COVERED = "covered/"
"""Prefix of the counts of reports that state a field."""
EVERY = f"{COVERED}title"
"""A report without a title is none: this counts all of them."""
FIELDS = ("index_number", "document_number", "publisher", "issued_on", "published_on", "body")

# Below these a half is chance, not a finding.
_FEWEST_ROWS = 4
_FEWEST_REPORTS = 10
_FALL = 0.5
# A run's errors that each cost an article.
_LOST = ("page_not_fetched", "page_unreadable", "page_sent_home", "reader_failed", "store_failed")


def covered(report: Report) -> Iterator[str]:
    """Yield the counts that a new or changed report adds to; an empty value is not covered."""
    yield EVERY
    yield from (f"{COVERED}{field}" for field in FIELDS if getattr(report, field))


def usual_rows(rows: int, before: Sequence[int]) -> int | None:
    """Return how many rows a listing usually has, where it shows less than half of them now.

    ``before`` are the rows of its last complete runs. ``None`` where all is
    well, or where there is no history to judge by.
    """
    usual = int(median(before)) if before else 0
    return usual if usual >= _FEWEST_ROWS and rows < usual * _FALL else None


def fields_lost(
    now: Mapping[str, int], before: Mapping[str, int]
) -> Iterator[tuple[str, float, float]]:
    """Yield each field that most reports stated before and few do now, with both shares.

    Both are counts by :data:`COVERED` and the field's name; an absent or empty
    value is not counted there.
    """
    if min(now.get(EVERY, 0), before.get(EVERY, 0)) < _FEWEST_REPORTS:
        return
    for field in FIELDS:
        share = now.get(f"{COVERED}{field}", 0) / now[EVERY]
        usual = before.get(f"{COVERED}{field}", 0) / before[EVERY]
        if usual >= _FALL and share < usual * _FALL:
            yield field, share, usual


def shown(counts: Mapping[str, int], *, partial: bool) -> dict[str, float]:
    """Return what a run shows by its counts, by the names that a portal's rules have.

    A run that leaves rows out on purpose shows nothing of how many there are.
    """
    reports = sum(counts.get(outcome, 0) for outcome in Outcome)
    lost = sum(counts.get(f"{Level.ERROR}/{code}", 0) for code in _LOST)
    rate = {ERROR_RATE: lost / (lost + reports)} if lost + reports else {}
    if partial:
        return rate
    numbers = {name: float(counts.get(name, 0)) for name in COUNTS}
    return {**numbers, "reports": float(reports), **rate}
