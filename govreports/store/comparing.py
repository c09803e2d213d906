"""Do versions still say what today's reader reads in their bytes? Asks only; writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sqlalchemy import select

from govreports.store import models
from govreports.store.entries import attachments_of
from govreports.store.known_files import with_known_files
from govreports.store.lookups import are_versions, is_latest
from govreports.store.restating import changed_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Select

    from govreports.records import Attachment, Report
    from govreports.store.entries import AnyRow
    from govreports.store.pending import Pending
    from govreports.store.rows import VersionRow


class Reread(NamedTuple):
    """What today's reader reads in a version's bytes; ``text`` is the print of its text."""

    pending: Pending
    report: Report
    text: tuple[str, int]


class Same(NamedTuple):
    """A version that says what today's reader reads in its bytes.

    ``page`` is the URL key and the ``payload_sha256`` of a report's latest version.
    """

    report_id: str
    version: int
    capture_id: str
    page: tuple[str, str] | None


class Differing(NamedTuple):
    """A version that says something else, and the fields that differ."""

    reread: Reread
    fields: tuple[str, ...]


Compared: TypeAlias = Same | Differing


def compare(
    connection: Connection, batch: Sequence[Reread], reader_version: str
) -> Iterator[Compared]:
    """Compare what was read again to what the versions say; ``reader_version`` is today's.

    Left out are versions that were read from other bytes meanwhile, or by
    today's reader: a crawl was quicker.
    """
    found = connection.execute(_versions([reread.pending.key for reread in batch])).all()
    files = attachments_of(connection, found)
    rows = {(row.report_id, row.version): row._asdict() for row in found}
    for reread in batch:
        row = rows.get(reread.pending.key)
        if row is not None and is_as_read(row, reread.pending, reader_version):
            yield _compared(row, files[reread.pending.key], reread)


def is_as_read(row: VersionRow, pending: Pending, reader_version: str) -> bool:
    """Whether a version still stands on the bytes that were read again, and on another reader."""
    same_bytes = row["capture_id"] == pending.capture_id
    return bool(same_bytes and row["reader_version"] != reader_version)


def _versions(keys: list[tuple[str, int]]) -> Select[*AnyRow]:
    table, reports = models.versions, models.reports
    query = select(table, reports.c.report_id.is_not(None).label("latest"))
    return query.outerjoin(reports, is_latest(table)).where(are_versions(table, keys))


def _compared(row: VersionRow, files: list[Attachment], reread: Reread) -> Compared:
    fields = changed_fields(row, files, with_known_files(reread.report, files))
    if fields or (row["text_hash"], row["text_length"]) != reread.text:
        return Differing(reread, fields)
    page = (row["url_key"], row["payload_sha256"]) if row["latest"] else None
    return Same(row["report_id"], row["version"], row["capture_id"], page)
