"""A report's addresses over time: when each was seen, what was read there, whether it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store import models, rechecks

if TYPE_CHECKING:
    from datetime import datetime

    from govreports.store.desk import Desk
    from govreports.store.jobs import SaveReport, Settle
    from govreports.store.rows import ReportRow, UrlChanges, UrlRow
    from govreports.store.work import WorkingSet


def visit(work: WorkingSet, job: SaveReport, head: ReportRow, desk: Desk) -> UrlRow:
    """Note that the page was read at its address, reached through those that redirect to it."""
    for url in work.urls_of[head["report_id"]]:
        if url["url_key"] in job.gone and url["gone_at"] is None:
            url["gone_at"] = desk.now
            work.changes.touch(models.report_urls, url)
    page = _address(work, job, head, desk.now, (job.report.url, job.url_key))
    page["url"] = job.report.url
    page["etag"], page["last_modified"] = job.etag, job.last_modified
    page["payload_sha256"] = job.payload_sha256
    page["reader_version"] = desk.reader_version
    page["fetched_at"] = job.report.fetched_at or desk.now
    page["last_capture_id"] = job.capture_id
    see(work, head, page, job.run_id, desk.now)
    for address in job.redirected:
        hop = _address(work, job, head, desk.now, address)
        if hop["report_id"] == head["report_id"]:
            see(work, head, hop, job.run_id, desk.now)
            look(hop, job, desk, changed=False)
    return page


def look(url: UrlRow, job: SaveReport, desk: Desk, *, changed: bool) -> None:
    """Note that a page was read, and until when it need not be asked for."""
    rechecks.look(url, job, desk.now, job.report.published_on, changed=changed)


def settle(job: Settle, url: UrlRow) -> None:
    """Note what came of asking for a page that had not changed."""
    if job.payload_sha256 is not None and job.indexed:
        url["last_capture_id"] = job.capture_id
    # A 304 brings nothing new; and another crawl may have stored a newer page meanwhile.
    if job.payload_sha256 is not None and job.payload_sha256 == url["payload_sha256"]:
        url["etag"], url["last_modified"] = job.etag, job.last_modified


def see(work: WorkingSet, head: ReportRow, url: UrlRow, run_id: int, now: datetime) -> None:
    """Note that an address of the report answers."""
    url["last_seen_at"] = head["last_seen_at"] = now
    # Two crawls at once must not take each other's sightings away.
    url["last_seen_run"] = max(url["last_seen_run"], run_id)
    url["gone_at"] = None
    work.changes.touch(models.report_urls, url)
    work.changes.touch(models.reports, head)


def move(work: WorkingSet, page: UrlRow, run_id: int, alive: frozenset[str] = frozenset()) -> None:
    """Let the latest version stand at the page just met, unless its own address answers too.

    ``alive`` are addresses that were probed just now. The first of several
    live addresses that a run meets is the one that stays.
    """
    row = work.latest_named(page["report_id"])
    if (row["url"], row["url_key"]) == (page["url"], page["url_key"]):
        return
    own = work.address(page["portal"], row["url_key"])
    answers = own["last_seen_run"] >= run_id or own["url_key"] in alive
    if own is not page and own["gone_at"] is None and answers:
        return
    row = work.latest(page["report_id"])
    row["url"], row["url_key"] = page["url"], page["url_key"]
    work.changes.touch(models.versions, row)


def _address(
    work: WorkingSet, job: SaveReport, head: ReportRow, now: datetime, address: tuple[str, str]
) -> UrlRow:
    """Return the address's row; a new one belongs to the report."""
    url, key = address
    known = work.urls.get((job.portal, key))
    if known is not None:
        return known
    row: UrlRow = {
        "portal": job.portal,
        "url_key": key,
        "url": url,
        "report_id": head["report_id"],
        "first_seen_at": now,
        "last_seen_at": now,
        "last_seen_run": job.run_id,
        "gone_at": None,
        "etag": None,
        "last_modified": None,
        "payload_sha256": None,
        "reader_version": None,
        "fetched_at": None,
        "last_capture_id": None,
        "looks": 0,
        "looked_at": None,
        "recheck_at": None,
        "listed_as": None,
        **_record(work, head),
    }
    work.add_url(row)
    return row


def _record(work: WorkingSet, head: ReportRow) -> UrlChanges:
    """Return how often the report has changed elsewhere: a page that moves keeps its record."""
    watched = max(
        ((url["watched_days"], url["changes"]) for url in work.urls_of[head["report_id"]]),
        default=(0.0, 0),
    )
    return {"changes": watched[1], "watched_days": watched[0]}
