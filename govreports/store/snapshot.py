"""One state of the whole store, read row by row: for exports."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from govreports.store import models
from govreports.store.engine import reading
from govreports.store.entries import (
    PORTION,
    AnyRow,
    attachments_of,
    entry_of,
    of_portal,
    select_entries,
)
from govreports.store.lookups import is_latest
from govreports.store.migrations import current_revision
from govreports.store.provenance import provenance_of, with_provenance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine, Join, Select

    from govreports.store.answers import Entry
    from govreports.store.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which versions are asked for: the latest of each report or all, of one portal or of all."""

    every_version: bool = False
    portal: str | None = None

    def of(self, query: Select[*AnyRow]) -> Select[*AnyRow]:
        """Narrow a query over `versions` joined with `reports`."""
        query = query if self.every_version else query.where(is_latest(models.versions))
        return of_portal(query, self.portal)


class Snapshot:
    """What the store held at one moment, however long it is read and whatever crawls write."""

    def __init__(self, connection: Connection, chosen: Chosen) -> None:
        """Take a connection in a read transaction; see :func:`snapshot`."""
        self._connection = connection
        self._chosen = chosen

    def revision(self) -> str | None:
        """Return the revision of the database's schema."""
        return current_revision(self._connection)

    def count(self) -> int:
        """Return how many versions there are to read."""
        query = select(func.count()).select_from(_versions())
        return self._connection.scalar(self._chosen.of(query)) or 0

    def longest_body(self) -> int:
        """Return how many characters the longest body has."""
        query = select(func.max(func.length(models.versions.c.body))).select_from(_versions())
        return self._connection.scalar(self._chosen.of(query)) or 0

    def bodies_longer_than(self, characters: int) -> Iterator[str]:
        """Yield the bodies of more characters than that, in no order."""
        body = models.versions.c.body
        query = select(body).select_from(_versions()).where(func.length(body) > characters)
        query = self._chosen.of(query).execution_options(yield_per=PORTION)
        with closing(self._connection.execute(query)) as rows:
            for row in rows:
                yield row.body

    def rows(self) -> Iterator[tuple[Entry, Provenance]]:
        """Yield the versions with where they were read from, by report id and version."""
        query = with_provenance(self._chosen.of(select_entries()))
        query = query.execution_options(yield_per=PORTION)
        # Also where the caller stops half-way.
        with closing(self._connection.execute(query)) as rows:
            for portion in rows.partitions():
                files = attachments_of(self._connection, portion)
                for row in portion:
                    values = row._asdict()
                    yield entry_of(values, files), provenance_of(values)


def _versions() -> Join:
    versions, reports = models.versions, models.reports
    return versions.join(reports, reports.c.report_id == versions.c.report_id)


@contextmanager
def snapshot(engine: Engine, chosen: Chosen) -> Iterator[Snapshot]:
    """Open one state of the database for reading.

    Raises :class:`govreports.store.errors.StoreError` where the database does
    not answer, also while rows are read.
    """
    with reading(engine, "reading reports") as connection:
        yield Snapshot(connection, chosen)
