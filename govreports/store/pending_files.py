"""Attachments that another reader than today's has read, a portion at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from govreports.store import models
from govreports.store.engine import reading
from govreports.store.places import place_of, with_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine, Row, Select

    from govreports.store.places import Place

# Files known at a time; their texts stay in the database.
PORTION = 500


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A file to be read again, by the SHA-256 of its bytes.

    ``place`` is the first record that held them, ``url`` where it was fetched
    by a crawl of ``portal``.
    """

    portal: str
    sha256: str
    url: str
    place: Place


def count_files(engine: Engine, portal: str, reader_version: str) -> int:
    """Return how many of a portal's files that reader has not read."""
    query = _unread(portal, reader_version).with_only_columns(func.count())
    with reading(engine, "counting files") as connection:
        return connection.execute(query).scalar_one()


def pending_files(engine: Engine, portal: str, reader_version: str) -> Iterator[list[PendingFile]]:
    """Yield the files that a portal was the first to serve and that this reader has not read.

    Between two portions no transaction is held, so that what was read may be written.
    """
    files = models.files
    query = with_places(_unread(portal, reader_version)).order_by(files.c.sha256).limit(PORTION)
    found = _portion(engine, query)
    while found:
        yield sorted(found, key=lambda one: (one.place.file, one.place.offset))
        last = max(one.sha256 for one in found)
        found = _portion(engine, query.where(files.c.sha256 > last))


def _portion(engine: Engine, query: Select[Any]) -> list[PendingFile]:
    with reading(engine, "looking for files to read again") as connection:
        return [_pending(row) for row in connection.execute(query)]


def _pending(row: Row[Any]) -> PendingFile:
    return PendingFile(row.portal, row.sha256, row.url, place_of(row.capture_id, row))


def _unread(portal: str, reader_version: str) -> Select[Any]:
    files, captures = models.files, models.captures
    query = select(files.c.sha256, files.c.capture_id, captures.c.portal, captures.c.url)
    query = query.join(captures, captures.c.id == files.c.capture_id)
    return query.where(captures.c.portal == portal, files.c.reader_version != reader_version)
