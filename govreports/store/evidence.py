"""Which records of the archive show what portals published: for handing them on."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import or_, select, union

from govreports.archive.copying import Wanted
from govreports.store import models
from govreports.store.engine import reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Engine, Select, Subquery

_PORTION = 1000


class Page(NamedTuple):
    """A version's page: where and when it was met, what it is called."""

    report_id: str
    version: int
    url: str
    fetched_at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records of some reports with all their versions, of a portal, or all that there are.

    A report's are its pages, their further parts and its attachments; a
    portal's also its lists and whatever else came. Those that revisits refer
    to are always among them. Raises ``StoreError`` where the database does not answer.
    """

    engine: Engine
    portal: str | None = None
    report_ids: Sequence[str] = ()

    def records(self) -> Iterator[Wanted]:
        """Yield the records in the archive's order, each once."""
        table = models.captures
        columns = (table.c.id, table.c.warc_file, table.c.warc_offset, table.c.warc_length)
        query = select(*columns).order_by(table.c.warc_file, table.c.warc_offset)
        with reading(self.engine, "looking for records") as connection:
            chosen = self._chosen(self._parts() if self.report_ids else [])
            query = query if chosen is None else query.where(chosen)
            streamed = query.execution_options(yield_per=_PORTION)
            # Also where the caller stops half-way.
            with closing(connection.execute(streamed)) as rows:
                for row in rows:
                    yield Wanted(*row)

    def pages(self) -> Iterator[Page]:
        """Yield the versions' pages, by report id and version."""
        versions, captures = models.versions, models.captures
        query = select(
            versions.c.report_id,
            versions.c.version,
            captures.c.url,
            captures.c.fetched_at,
            versions.c.title,
        ).join(captures, captures.c.id == versions.c.capture_id)
        query = self._narrow(query).order_by(versions.c.report_id, versions.c.version)
        with reading(self.engine, "looking for pages") as connection:
            streamed = query.execution_options(yield_per=_PORTION)
            with closing(connection.execute(streamed)) as rows:
                for row in rows:
                    yield Page(*row)

    def _narrow(self, query: Select[Any]) -> Select[Any]:
        table = models.versions
        if self.report_ids:
            return query.where(table.c.report_id.in_(self.report_ids))
        return query.where(table.c.portal == self.portal) if self.portal else query

    def _parts(self) -> list[str]:
        table = models.versions
        with reading(self.engine, "looking for parts") as connection:
            rows = connection.scalars(self._narrow(select(table.c.part_capture_ids)))
            return sorted({part for parts in rows for part in parts})

    def _chosen(self, parts: Sequence[str]) -> ColumnElement[bool] | None:
        table = models.captures
        if not self.report_ids and not self.portal:
            return None
        own = _of_reports(self.report_ids) if self.report_ids else _of_portal(self.portal)
        listed = select(own.c.id)
        direct = or_(table.c.id.in_(listed), table.c.id.in_(parts))
        held = select(table.c.refers_to).where(table.c.refers_to.is_not(None), direct)
        return or_(direct, table.c.id.in_(held))


def _of_portal(portal: str | None) -> Subquery:
    table = models.captures
    return select(table.c.id).where(table.c.portal == portal).subquery()


def _of_reports(report_ids: Sequence[str]) -> Subquery:
    """Select the captures of the reports' pages and attachments."""
    versions, attachments, files = models.versions, models.attachments, models.files
    pages = select(versions.c.capture_id.label("id")).where(versions.c.report_id.in_(report_ids))
    linked = (
        select(files.c.capture_id.label("id"))
        .join(attachments, attachments.c.sha256 == files.c.sha256)
        .where(attachments.c.report_id.in_(report_ids))
    )
    return union(pages, linked).subquery()
