"""Which report is this page?

Decided here only. The first rule that holds:

1. the same portal and URL key;
2. the same portal and 索引号, and the old address is gone or the text is the same;
3. the same portal, title and body (of 200 characters or more), the old address proven gone.

Whether an old address is gone is a fact from outside: where neither this run
nor the caller knows it, the answer is :class:`NeedsProbe`.
"""

from __future__ import annotations

import base64
import hashlib
from enum import Enum
from typing import TYPE_CHECKING

from govreports.records import Level, Outcome, Problem
from govreports.store.jobs import NeedsProbe
from govreports.store.rows import report_age

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.fingerprint import TextPrint
    from govreports.store.jobs import SaveReport
    from govreports.store.rows import ReportRow, UrlRow, VersionRow
    from govreports.store.work import WorkingSet

# Shorter texts repeat from year to year (请见附件, 另行公布): they identify nothing.
LEAST_TEXT = 200
_ID_LENGTH = 10


class Standing(Enum):
    """What is known about an old address."""

    GONE = "gone"
    ALIVE = "alive"
    UNKNOWN = "unknown"


def report_id(portal: str, url_key: str) -> str:
    """Return the id of the report first met there: ``<portal>-<10 characters>``.

    Base 32 of SHA-256, lower-case: the same in every database.
    """
    digest = hashlib.sha256(f"{portal}\n{url_key}".encode()).digest()
    return f"{portal}-{base64.b32encode(digest).decode('ascii')[:_ID_LENGTH].lower()}"


def identify(work: WorkingSet, job: SaveReport) -> ReportRow | NeedsProbe | None:
    """Return the report that the page is, or ``None`` for a new one."""
    known = work.urls.get((job.portal, job.url_key))
    if known is not None:
        return work.reports[known["report_id"]]
    text = work.text_print(job.report)
    numbered = work.with_index(job.portal, job.report.index_number)
    same_text = [row for row in numbered if text.length and row["text_hash"] == text.hash]
    if same_text:
        return _most_recent(same_text)
    found = _moved(work, job, numbered)
    if found is None and text.length >= LEAST_TEXT:
        found = _moved(work, job, work.with_text(job.portal, text))
    return found


def standing(url: UrlRow, job: SaveReport) -> Standing:
    """Say whether an old address still holds its page, as far as is known.

    A probe of just now weighs more than what the store remembers. An address
    that redirected to this page holds no page of its own any more.
    """
    key = url["url_key"]
    if key in job.gone:
        return Standing.GONE
    if key in job.alive:
        return Standing.ALIVE
    if url["gone_at"] is not None or any(key == old for _, old in job.redirected):
        return Standing.GONE
    # Runs count up: a later run that saw the page is as good a witness.
    return Standing.ALIVE if url["last_seen_run"] >= job.run_id else Standing.UNKNOWN


def index_conflicts(
    work: WorkingSet, job: SaveReport, head: ReportRow, outcome: Outcome
) -> tuple[Problem, ...]:
    """Warn of another live page with the same 索引号: once a pair, when its later one is read."""
    others = _conflicting(work, job, head["report_id"])
    if outcome is Outcome.UNCHANGED:
        others = [row for row in others if report_age(row) < report_age(head)]
    return tuple(_index_conflict(work, job, row) for row in others)


def _index_conflict(work: WorkingSet, job: SaveReport, other: ReportRow) -> Problem:
    # One that is not gone, where there is one.
    address = min(work.urls_of[other["report_id"]], key=lambda url: url["gone_at"] is not None)
    return Problem(
        code="index_conflict",
        level=Level.WARNING,
        url=job.report.url,
        found=f"索引号 {job.report.index_number} stands on {address['url']} too, with another text",
        expected="one 索引号 for one report",
        remedy="both are kept, as two reports; the portal's editors can tell which number is right",
    )


def addresses_differ(work: WorkingSet, job: SaveReport, latest: VersionRow) -> tuple[Problem, ...]:
    """Warn of a report that stands at two addresses which say different things in one run.

    By its address each page is the same report, so every run adds two versions.
    """
    other = work.urls.get((job.portal, latest["url_key"]))
    if other is None or other["url_key"] == job.url_key:
        return ()
    if standing(other, job) is not Standing.ALIVE:
        return ()
    problem = Problem(
        code="addresses_differ",
        level=Level.WARNING,
        url=job.report.url,
        found=f"another text than at {other['url']}, which once held the same report",
        expected="one text at all addresses of a report",
        remedy="both texts are kept as versions of one report; see which page the portal means",
    )
    return (problem,)


def _conflicting(work: WorkingSet, job: SaveReport, mine: str) -> list[ReportRow]:
    """Return other reports with the page's 索引号 and another text that are not gone."""
    text = work.text_print(job.report)
    return [
        row
        for row in work.with_index(job.portal, job.report.index_number)
        if row["report_id"] != mine and _differs(row, text) and row["report_id"] in work.open
    ]


def _differs(row: ReportRow, text: TextPrint) -> bool:
    return not text.length or row["text_hash"] != text.hash


def _moved(
    work: WorkingSet, job: SaveReport, candidates: Iterable[ReportRow]
) -> ReportRow | NeedsProbe | None:
    """Return the candidate whose addresses are all gone, or ask for the ones in doubt."""
    gone: list[ReportRow] = []
    doubtful: list[UrlRow] = []
    for row in candidates:
        standings = [(standing(url, job), url) for url in work.urls_of[row["report_id"]]]
        if any(one is Standing.ALIVE for one, _ in standings):
            continue
        unknown = [url for one, url in standings if one is Standing.UNKNOWN]
        doubtful += unknown
        if not unknown:
            gone.append(row)
    if gone:
        return _most_recent(gone)
    return NeedsProbe(tuple((url["url"], url["url_key"]) for url in doubtful)) if doubtful else None


def _most_recent(rows: Iterable[ReportRow]) -> ReportRow:
    return max(rows, key=lambda row: (row["last_seen_at"], row["report_id"]))
