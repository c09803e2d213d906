"""Lets versions say what today's reader reads in their bytes; adds none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from govreports.store import lookups, models
from govreports.store.changes import Changes
from govreports.store.comparing import Same, is_as_read
from govreports.store.engine import writing
from govreports.store.entries import attachments_of
from govreports.store.known_files import with_known_files
from govreports.store.restating import changed_fields, restate
from govreports.store.rows import attachment_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Update

    from govreports.records import Attachment, Report
    from govreports.store.comparing import Compared, Reread
    from govreports.store.rows import ReportRow, VersionRow


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

    def revise(self, portal: str, batch: Sequence[Compared], now: datetime) -> list[Revision]:
        """Note today's reader, revise in place what differs, and return what changed.

        Left out are versions that a crawl has changed since they were compared.
        """
        same = [one for one in batch if isinstance(one, Same)]
        differing = [one for one in batch if not isinstance(one, Same)]
        revisions = [Revision(one.report_id, one.version, ()) for one in same]
        if self._dry_run or not batch:
            return revisions + [Revision(*one.reread.pending.key, one.fields) for one in differing]
        with writing(self._engine, "revising versions", [portal]) as connection:
            doing = _Batch(connection, self.reader_version, now)
            doing.note(portal, same)
            return revisions + doing.restate([one.reread for one in differing])


class _Batch:
    def __init__(self, connection: Connection, reader_version: str, now: datetime) -> None:
        self._connection = connection
        self._reader_version = reader_version
        self._now = now

    def note(self, portal: str, same: Sequence[Same]) -> None:
        """Note that today's reader has read these; their bodies stay in the database."""
        self._note(_of_version(), [_version_key(one) for one in same])
        self._note(_of_page(), [_page_key(portal, *one.page) for one in same if one.page])

    def _note(self, change: Update, keys: list[dict[str, Any]]) -> None:
        values = [{**key, "reader_version": self._reader_version} for key in keys]
        if values:
            self._connection.execute(change, values)

    def restate(self, batch: Sequence[Reread]) -> list[Revision]:
        """Compare once more, now that nobody else writes, and let versions say what was read."""
        table = models.versions
        keys = [reread.pending.key for reread in batch]
        query = select(table).where(lookups.are_versions(table, keys))
        found = self._connection.execute(query).all() if keys else []
        files = attachments_of(self._connection, found)
        rows = {(row.report_id, row.version): row._asdict() for row in found}
        ids = {row.report_id for row in found}
        heads = {row["report_id"]: row for row in lookups.reports_by_id(self._connection, ids)}
        doing = _Restatement(heads, self._reader_version, self._now)
        revisions = [
            doing.one(rows[key], files[key], reread)
            for key, reread in zip(keys, batch, strict=True)
            if key in rows and is_as_read(rows[key], reread.pending, self._reader_version)
        ]
        doing.changes.write(self._connection)
        self._note(_of_page(), doing.read_pages)
        return revisions


class _Restatement:
    """Rows that change because a better reader reads their bytes."""

    def __init__(self, heads: dict[str, ReportRow], reader_version: str, now: datetime) -> None:
        self.changes = Changes()
        self.read_pages: list[dict[str, Any]] = []
        self._heads = heads
        self._reader_version = reader_version
        self._now = now

    def one(self, row: VersionRow, files: list[Attachment], reread: Reread) -> Revision:
        report = with_known_files(reread.report, files)
        changed = changed_fields(row, files, report)
        if changed:
            self._restate(row, report, files, reread.text)
        row["text_hash"], row["text_length"] = reread.text
        row["reader_version"] = self._reader_version
        self.changes.touch(models.versions, row)
        head = self._heads[row["report_id"]]
        if row["version"] == head["version"]:
            self._move_head(head, row)
        return Revision(row["report_id"], row["version"], changed)

    def _restate(
        self, row: VersionRow, report: Report, files: list[Attachment], text: tuple[str, int]
    ) -> None:
        restate(row, report, text, self._now)
        if report.attachments != tuple(files):
            key = {"report_id": row["report_id"], "version": row["version"]}
            self.changes.clear(models.attachments, key)
            added = attachment_rows(row["report_id"], row["version"], report)
            self.changes.add(models.attachments, *added)

    def _move_head(self, head: ReportRow, row: VersionRow) -> None:
        self.read_pages.append(_page_key(row["portal"], row["url_key"], row["payload_sha256"]))
        if any(head[name] != row[name] for name in ("index_number", "text_hash", "text_length")):
            head["index_number"] = row["index_number"]
            head["text_hash"], head["text_length"] = row["text_hash"], row["text_length"]
            self.changes.touch(models.reports, head)


# -- Who read a version or a page; a page's address follows, so that crawls ask conditionally.


def _version_key(one: Same) -> dict[str, Any]:
    return {"of_report": one.report_id, "of_version": one.version, "of_capture": one.capture_id}


def _page_key(portal: str, url_key: str, payload: str) -> dict[str, Any]:
    return {"of_portal": portal, "of_key": url_key, "of_payload": payload}


@lru_cache(maxsize=1)
def _of_version() -> Update:
    table = models.versions
    return update(table).where(
        table.c.report_id == bindparam("of_report"),
        table.c.version == bindparam("of_version"),
        table.c.capture_id == bindparam("of_capture"),
    )


@lru_cache(maxsize=1)
def _of_page() -> Update:
    table = models.report_urls
    return update(table).where(
        table.c.portal == bindparam("of_portal"),
        table.c.url_key == bindparam("of_key"),
        table.c.payload_sha256 == bindparam("of_payload"),
    )
