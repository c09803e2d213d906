"""Where the archive holds records, and the bodies of those that came unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from govreports.archive.errors import ArchiveError
from govreports.archive.reader import read_exchange
from govreports.store import models
from govreports.store.lookups import portions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from govreports.records import Exchange

holding = models.captures.alias("holding")
"""`captures` once more: the records that revisits refer to."""


class Place(NamedTuple):
    """A record: its id, the archive's file and the (compressed) offset in it.

    ``body_at`` are file and offset of the record that holds its body, where
    that is another one.
    """

    id: str
    file: str
    offset: int
    body_at: tuple[str, int] | None = None

    def read(self, archive: Path) -> Exchange:
        """Return the exchange from the archive in that folder.

        Raises :class:`ArchiveError` where it cannot be read, or another record
        lies there.
        """
        exchange = read_exchange(archive, self.file, self.offset, self.body_at)
        if exchange.id != self.id:
            found = f"holds {exchange.id} at {self.offset}, expected {self.id}"
            message = f"archive {archive / self.file}: {found}"
            raise ArchiveError(message)
        return exchange


def is_held() -> ColumnElement[bool]:
    """Return the condition that joins :data:`holding` to the revisits in `captures`."""
    return holding.c.id == models.captures.c.refers_to


def places(connection: Connection, ids: Iterable[str]) -> dict[str, Place]:
    """Return the places of the records that the store knows, by id."""
    table = models.captures
    query = with_places(select(table.c.id))
    return {
        row.id: place_of(row.id, row)
        for some in portions(set(ids))
        for row in connection.execute(query.where(table.c.id.in_(some)))
    }


def with_places(query: Select[Any]) -> Select[Any]:
    """Return a query over `captures` with what :func:`place_of` needs."""
    table = models.captures
    own = (table.c.warc_file, table.c.warc_offset)
    held = (holding.c.warc_file.label("held_file"), holding.c.warc_offset.label("held_offset"))
    return query.outerjoin(holding, is_held()).add_columns(*own, *held)


def place_of(record: str, row: Row[Any]) -> Place:
    """Return a record's place from a row of :func:`with_places`."""
    body_at = (row.held_file, row.held_offset) if row.held_file else None
    return Place(record, row.warc_file, row.warc_offset, body_at)
