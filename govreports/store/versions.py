"""Is what a page says a new version of its report?

Decided here only. A new version exists only where ``content_hash`` differs
from the latest version's, and not through our own progress: where the reader
has changed since, the earlier bytes are read again with today's reader
before the two are compared. Progress, and a header field that was empty
before on an otherwise equal page, *revise* the version in place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.fingerprint import only_filled, with_hash
from govreports.records import Outcome, Problem, Stored
from govreports.store import addresses, identity, models, presence, rechecks
from govreports.store.errors import UnknownUrlError
from govreports.store.jobs import NeedsProbe
from govreports.store.known_files import with_known_files
from govreports.store.restating import changed_fields, restate
from govreports.store.rows import list_row, report_of, stated_row

if TYPE_CHECKING:
    from govreports.records import Report
    from govreports.store.desk import Desk
    from govreports.store.jobs import SaveReport, Settle
    from govreports.store.rows import ReportRow, UrlRow, VersionRow
    from govreports.store.work import WorkingSet


def save(work: WorkingSet, job: SaveReport, desk: Desk) -> Stored | NeedsProbe:
    """Store what a page says: a new report, a new version, or the one that is there."""
    found = identity.identify(work, job)
    if isinstance(found, NeedsProbe):
        return found
    head = found or _new_report(work, job, desk)
    page = addresses.visit(work, job, head, desk)
    if found is None:
        _add_version(work, job, head, job.report, desk)
        stored = _stored(job.report, head, Outcome.NEW)
    else:
        stored = _next(work, job, head, desk)
        addresses.move(work, page, job.run_id, job.alive)
    addresses.look(page, job, desk, changed=stored.outcome is Outcome.CHANGED)
    presence.seen(work, head["report_id"], desk.now, listed=job.report.column is not None)
    conflicts = identity.index_conflicts(work, job, head, stored.outcome)
    return replace(stored, problems=stored.problems + conflicts) if conflicts else stored


def settle(work: WorkingSet, job: Settle, desk: Desk) -> Stored:
    """Note that a known page came unchanged, or need not be asked for, and return its report.

    Raises :class:`UnknownUrlError` where the store has never held the page.
    """
    url = work.urls.get((job.portal, job.url_key))
    if url is None:
        message = (
            f"{job.url}: to be settled as unchanged, but not in the store; fetch it with full=1"
        )
        raise UnknownUrlError(message)
    head = work.reports[url["report_id"]]
    outcome = _refile(work, head, job, desk)
    if job.capture_id is not None:
        published_on = work.latest_named(url["report_id"])["published_on"]
        addresses.settle(job, url)
        changed = outcome is Outcome.CHANGED
        rechecks.look(url, job, desk.now, published_on, changed=changed)
    addresses.see(work, head, url, job.run_id, desk.now)
    if url["payload_sha256"] is not None:
        addresses.move(work, url, job.run_id)
    presence.seen(work, head["report_id"], desk.now, listed=job.column is not None)
    return Stored(_settled_report(work, job, url, desk), head["report_id"], outcome)


# -- The page's report


def _new_report(work: WorkingSet, job: SaveReport, desk: Desk) -> ReportRow:
    text = work.text_print(job.report)
    row: ReportRow = {
        "report_id": identity.report_id(job.portal, job.url_key),
        "portal": job.portal,
        "first_seen_at": desk.now,
        "last_seen_at": desk.now,
        "version": 0,
        "index_number": job.report.index_number,
        "text_hash": text.hash,
        "text_length": text.length,
    }
    work.add_report(row)
    return row


def _settled_report(work: WorkingSet, job: Settle, url: UrlRow, desk: Desk) -> Report:
    report_id = url["report_id"]
    if job.want_report:
        report = report_of(work.latest(report_id), work.attachments(report_id))
    else:
        report = report_of({**work.latest_named(report_id), "body": None})
    # An address that only redirects is not the page's own.
    page = url["url"] if url["payload_sha256"] else report.url
    asked_at = desk.now if job.capture_id is not None else url["looked_at"]
    return replace(report, url=page, fetched_at=asked_at)


def _refile(work: WorkingSet, head: ReportRow, job: Settle, desk: Desk) -> Outcome:
    """Let a report whose page has not changed say what its attachments are now."""
    if job.files is None:
        return Outcome.SKIPPED if job.capture_id is None else Outcome.UNCHANGED
    row = work.latest(head["report_id"])
    old = report_of(row, work.attachments(head["report_id"]))
    new = with_hash(replace(old, attachments=job.files))
    if new.attachments == old.attachments:
        return Outcome.UNCHANGED
    if new.content_hash == old.content_hash or only_filled(old, new):
        _restate(work, row, new, desk)
        filled = new.content_hash != old.content_hash
        return Outcome.REVISED if filled else Outcome.UNCHANGED
    head["version"] += 1
    changed = {**row, "version": head["version"], "content_hash": new.content_hash}
    changed |= {"fetched_at": desk.now, "created_at": desk.now, "revised_at": None}
    work.add_version(changed, new)
    work.changes.touch(models.reports, head)
    return Outcome.CHANGED


# -- The page's version


def _next(work: WorkingSet, job: SaveReport, head: ReportRow, desk: Desk) -> Stored:
    row = work.latest(head["report_id"])
    attachments = work.attachments(head["report_id"])
    new = with_known_files(job.report, attachments)
    old = report_of(row, attachments)
    if new.content_hash == old.content_hash:
        outcome = _same(work, job, head, new, desk)
        return _stored(new, head, outcome)
    if only_filled(old, new):
        _revise(work, job, head, new, desk)
        return _stored(new, head, Outcome.REVISED)
    return _different(work, job, head, new, desk)


def _same(work: WorkingSet, job: SaveReport, head: ReportRow, new: Report, desk: Desk) -> Outcome:
    """Bring fields outside of the normal form (topic, source, metadata …) up to date.

    A revision only where the reader is another one: else it was the portal
    that changed them, and nothing that makes a version.
    """
    row = work.latest(head["report_id"])
    read_anew = row["reader_version"] != desk.reader_version
    differs = _stated_otherwise(work, row, new)
    if differs:
        _revise(work, job, head, new, desk)
    elif read_anew:
        row.update(_provenance(job, desk))
        work.changes.touch(models.versions, row)
    return Outcome.REVISED if differs and read_anew else Outcome.UNCHANGED


def _different(
    work: WorkingSet, job: SaveReport, head: ReportRow, new: Report, desk: Desk
) -> Stored:
    row = work.latest(head["report_id"])
    problems: tuple[Problem, ...] = ()
    if row["reader_version"] != desk.reader_version:
        today = desk.reread(row)
        if isinstance(today, Problem):
            problems = (today,)
        else:
            today = with_known_files(today, work.attachments(head["report_id"]))
            if today.content_hash == new.content_hash or only_filled(today, new):
                _revise(work, job, head, new, desk)
                return _stored(new, head, Outcome.REVISED)
            _read_better(work, row, today, desk)
    problems += identity.addresses_differ(work, job, row)
    _add_version(work, job, head, new, desk)
    return replace(_stored(new, head, Outcome.CHANGED), problems=problems)


def _add_version(
    work: WorkingSet, job: SaveReport, head: ReportRow, report: Report, desk: Desk
) -> None:
    text = work.text_print(report)
    head["version"] += 1
    row: VersionRow = {
        **stated_row(report),
        "report_id": head["report_id"],
        "version": head["version"],
        "portal": job.portal,
        "fetched_at": report.fetched_at or desk.now,
        "text_hash": text.hash,
        "text_length": text.length,
        "url_key": job.url_key,
        **_provenance(job, desk),
        "created_at": desk.now,
        "revised_at": None,
    }
    work.add_version(row, report)
    work.move_head(head, report.index_number, text)


def _revise(work: WorkingSet, job: SaveReport, head: ReportRow, new: Report, desk: Desk) -> None:
    """Let the latest version say what the page says now, as read from the page's bytes."""
    row = work.latest(head["report_id"])
    _restate(work, row, new, desk)
    row.update(_provenance(job, desk))
    work.move_head(head, new.index_number, work.text_print(new))


def _read_better(work: WorkingSet, row: VersionRow, today: Report, desk: Desk) -> None:
    """Let an earlier version say what today's reader reads in its own bytes."""
    if _stated_otherwise(work, row, today):
        _restate(work, row, today, desk)
    row["reader_version"] = desk.reader_version
    work.changes.touch(models.versions, row)


def _restate(work: WorkingSet, row: VersionRow, report: Report, desk: Desk) -> None:
    if report.attachments != work.attachments(row["report_id"]):
        work.replace_attachments(row, report)
    restate(row, report, work.text_print(report), desk.now)
    work.changes.touch(models.versions, row)


def _stated_otherwise(work: WorkingSet, row: VersionRow, report: Report) -> bool:
    return bool(changed_fields(row, work.attachments(row["report_id"]), report))


def _provenance(job: SaveReport, desk: Desk) -> VersionRow:
    return {
        "capture_id": job.capture_id,
        "part_capture_ids": list(job.parts),
        "list_row": list_row(job.row),
        "payload_sha256": job.payload_sha256,
        "reader_version": desk.reader_version,
    }


def _stored(report: Report, head: ReportRow, outcome: Outcome) -> Stored:
    return Stored(replace(report, version=head["version"]), head["report_id"], outcome)
