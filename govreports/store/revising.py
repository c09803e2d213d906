"""Lets versions say what today's reader reads in their bytes; adds none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select, tuple_, update

from govreports.store import lookups, models
from govreports.store.changes import Changes
from govreports.store.engine import reading, writing
from govreports.store.entries import attachments_of
from govreports.store.known_files import with_known_files
from govreports.store.restating import changed_fields, restate
from govreports.store.rows import attachment_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from govreports.records import Attachment, Report
    from govreports.store.pending import Pending
    from govreports.store.rows import ReportRow, VersionRow


class Reread(NamedTuple):
    """What today's reader reads in a version's bytes; ``text`` is the print of its text."""

    pending: Pending
    report: Report
    text: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Revision:
    """A version that was read again, and the fields that it now states otherwise."""

    report_id: str
    version: int
    fields: tuple[str, ...]


class Reviser:
    """Writes what was read again, a batch in one transaction."""

    def __init__(self, engine: Engine, reader_version: str, *, dry_run: bool = False) -> None:
        """Take the database and the name of today's reader; a dry run writes nothing."""
        self._engine = engine
        self.reader_version = reader_version
        self._dry_run = dry_run

    def revise(self, portal: str, batch: Sequence[Reread], now: datetime) -> list[Revision]:
        """Revise a portal's versions in place and return what changed.

        Left out are versions that were read from other bytes meanwhile, or by
        today's reader: a crawl was quicker.
        """
        if self._dry_run:
            with reading(self._engine, "comparing versions") as connection:
                return _Batch(connection, self.reader_version, now).do(batch)
        with writing(self._engine, "revising versions", [portal]) as connection:
            doing = _Batch(connection, self.reader_version, now)
            revisions = doing.do(batch)
            doing.write()
        return revisions


class _Batch:
    def __init__(self, connection: Connection, reader_version: str, now: datetime) -> None:
        self._connection = connection
        self._reader_version = reader_version
        self._now = now
        self._changes = Changes()
        self._read_pages: list[dict[str, Any]] = []

    def do(self, batch: Sequence[Reread]) -> list[Revision]:
        table = models.versions
        keys = [reread.pending.key for reread in batch]
        query = select(table).where(tuple_(table.c.report_id, table.c.version).in_(keys))
        found = self._connection.execute(query).all()
        files = attachments_of(self._connection, found)
        rows = {(row.report_id, row.version): row._asdict() for row in found}
        ids = {report_id for report_id, _ in keys}
        heads = {row["report_id"]: row for row in lookups.reports_by_id(self._connection, ids)}
        return [
            self._one(rows[key], heads[key[0]], files[key], reread)
            for key, reread in zip(keys, batch, strict=True)
            if self._is_as_read(rows[key], reread.pending)
        ]

    def write(self) -> None:
        """Write the changes; the pages' addresses follow, so that crawls ask conditionally."""
        self._changes.write(self._connection)
        table = models.report_urls
        for page in self._read_pages:
            of_page = [table.c[name] == value for name, value in page.items()]
            change = update(table).where(*of_page)
            self._connection.execute(change.values(reader_version=self._reader_version))

    def _is_as_read(self, row: VersionRow, pending: Pending) -> bool:
        same_bytes = row["capture_id"] == pending.capture_id
        return bool(same_bytes and row["reader_version"] != self._reader_version)

    def _one(
        self, row: VersionRow, head: ReportRow, files: list[Attachment], reread: Reread
    ) -> Revision:
        report = with_known_files(reread.report, files)
        changed = changed_fields(row, files, report)
        if changed:
            self._restate(row, report, files, reread.text)
        row["reader_version"] = self._reader_version
        self._changes.touch(models.versions, row)
        if row["version"] == head["version"]:
            self._move_head(head, row)
        return Revision(row["report_id"], row["version"], changed)

    def _restate(
        self, row: VersionRow, report: Report, files: list[Attachment], text: tuple[str, int]
    ) -> None:
        restate(row, report, text, self._now)
        if report.attachments != tuple(files):
            key = {"report_id": row["report_id"], "version": row["version"]}
            self._changes.clear(models.attachments, key)
            added = attachment_rows(row["report_id"], row["version"], report)
            self._changes.add(models.attachments, *added)

    def _move_head(self, head: ReportRow, row: VersionRow) -> None:
        names = ("portal", "url_key", "payload_sha256")
        self._read_pages.append({name: row[name] for name in names})
        if any(head[name] != row[name] for name in ("index_number", "text_hash", "text_length")):
            head["index_number"] = row["index_number"]
            head["text_hash"], head["text_length"] = row["text_hash"], row["text_length"]
            self._changes.touch(models.reports, head)
