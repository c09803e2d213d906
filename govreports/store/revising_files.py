"""Lets files, and the versions that they belong to, say what today's reader reads in them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import or_, select, tuple_, update

from govreports.store import models
from govreports.store.engine import reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Row

    from govreports.store.pending_files import PendingFile


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a reader reads in a file, as `files` has it."""

    text_state: str
    media_type: str
    text: str | None
    macros: bool


class RereadFile(NamedTuple):
    """A file of the archive, and what today's reader reads in it."""

    pending: PendingFile
    reading: FileReading


@dataclass(frozen=True, slots=True)
class FileRevision:
    """A file that was read again: the states of its text, and whether anything differs."""

    sha256: str
    before: str
    after: str
    changed: bool


class FileReviser:
    """Writes files that were read again, a batch in one transaction."""

    def __init__(self, engine: Engine, reader_version: str, *, dry_run: bool = False) -> None:
        """Take the database and the name of today's reader; a dry run writes nothing."""
        self._engine = engine
        self.reader_version = reader_version
        self._dry_run = dry_run

    def revise(self, portal: str, batch: Sequence[RereadFile], now: datetime) -> list[FileRevision]:
        """Note today's reader, revise what differs, and return what became of each.

        A version whose attachment states something else is revised with it. Left
        out are files that a crawl has read by today's reader meanwhile.
        """
        if self._dry_run:
            with reading(self._engine, "comparing files") as connection:
                return [one for one, _ in self._compared(connection, batch)]
        with writing(self._engine, "revising files", [portal]) as connection:
            compared = list(self._compared(connection, batch))
            for revision, read in compared:
                self._write(connection, revision, read, now)
        return [revision for revision, _ in compared]

    def _compared(
        self, connection: Connection, batch: Sequence[RereadFile]
    ) -> Iterable[tuple[FileRevision, FileReading]]:
        files = models.files
        for pending, read in batch:
            query = select(files).where(files.c.sha256 == pending.sha256)
            row = connection.execute(query).one()
            if row.reader_version != self.reader_version:
                changed = _as_read(row) != read
                yield FileRevision(pending.sha256, row.text_state, read.text_state, changed), read

    def _write(
        self, connection: Connection, revision: FileRevision, read: FileReading, now: datetime
    ) -> None:
        values: dict[str, Any] = {"reader_version": self.reader_version}
        if revision.changed:
            values |= asdict(read) | {"read_at": now}
            _restate_attachments(connection, revision, read, now)
        files = models.files
        connection.execute(update(files).where(files.c.sha256 == revision.sha256).values(values))


def _as_read(row: Row[Any]) -> FileReading:
    return FileReading(row.text_state, row.media_type, row.text, macros=row.macros)


def _restate_attachments(
    connection: Connection, revision: FileRevision, read: FileReading, now: datetime
) -> None:
    table, versions = models.attachments, models.versions
    # One that was last asked for in vain says so, whatever its known bytes hold.
    follows = table.c.text_state == revision.before
    of_file = table.c.sha256 == revision.sha256
    differs = or_(
        follows & (read.text_state != revision.before), table.c.media_type != read.media_type
    )
    named = select(table.c.report_id, table.c.version).where(of_file, differs)
    key = tuple_(versions.c.report_id, versions.c.version)
    connection.execute(update(versions).where(key.in_(named)).values(revised_at=now))
    connection.execute(update(table).where(of_file).values(media_type=read.media_type))
    connection.execute(update(table).where(of_file, follows).values(text_state=read.text_state))
