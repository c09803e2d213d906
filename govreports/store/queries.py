"""What the store holds, for feeds, exports, commands and people."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select, tuple_

from govreports.gaps import Stated
from govreports.records import Level, Problem
from govreports.store import models
from govreports.store.answers import (
    Address,
    ColumnSeen,
    Counts,
    Entry,
    Interval,
    Known,
    Run,
    Version,
)
from govreports.store.engine import reading
from govreports.store.listings import Missing, missing
from govreports.store.lookups import is_latest, urls_by_key
from govreports.store.rows import attachment_of, report_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, Select, Subquery, Table

    from govreports.records import Attachment

    _Any = tuple[Any, ...]

# Rows in memory at a time while many are streamed: bodies are 20 KB on the average.
_PORTION = 200


class Queries:
    """Reads a database of govreports.

    Every method raises :class:`govreports.store.errors.StoreError` where the
    database does not answer. Those that yield hold a read transaction until
    they are through.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the engine of a migrated database."""
        self.engine = engine

    def known(self, portal: str, keys: Sequence[str]) -> dict[str, Known]:
        """Return what is known of these URL keys; those never met are left out."""
        names = _names(Known)
        with reading(self.engine, "looking pages up") as connection:
            rows: Iterable[Mapping[str, Any]] = urls_by_key(connection, portal, keys)
            return {row["url_key"]: Known(**{name: row[name] for name in names}) for row in rows}

    def missing(self, run_id: int, portal: str, column: str) -> list[Missing]:
        """Return what has left a column: see :func:`govreports.store.listings.missing`."""
        with reading(self.engine, "looking for what left a column") as connection:
            return missing(connection, run_id, portal, column)

    def latest(self, portal: str | None = None) -> Iterator[Entry]:
        """Yield every report in its latest version, by report id."""
        return self._entries(_of_portal(_entries().where(is_latest(models.versions)), portal))

    def all_versions(self, portal: str | None = None) -> Iterator[Entry]:
        """Yield every version of every report, by report id and version."""
        return self._entries(_of_portal(_entries(), portal))

    def report(self, report_id: str) -> Entry | None:
        """Return a report in its latest version, or ``None`` where there is none."""
        query = _entries().where(
            is_latest(models.versions), models.reports.c.report_id == report_id
        )
        return next(self._entries(query), None)

    def versions(self, report_id: str) -> list[Version]:
        """Return a report's versions, the first one first."""
        table = models.versions
        query = select(table).where(table.c.report_id == report_id).order_by(table.c.version)
        with reading(self.engine, "reading versions") as connection:
            rows = connection.execute(query).all()
            files = _attachments(connection, rows)
        return [_version(row, files) for row in rows]

    def presence(self, report_id: str) -> list[Interval]:
        """Return a report's intervals of presence, the first one first."""
        table = models.presence
        query = select(*_columns(table, Interval)).where(table.c.report_id == report_id)
        return [Interval(*row) for row in self._all(query.order_by(table.c.presence_id))]

    def urls(self, report_id: str) -> list[Address]:
        """Return a report's addresses over time, the first one first."""
        table = models.report_urls
        query = select(*_columns(table, Address)).where(table.c.report_id == report_id)
        query = query.order_by(table.c.first_seen_at, table.c.url_key)
        return [Address(*row) for row in self._all(query)]

    def runs(self, portal: str | None = None, *, most: int = 20) -> list[Run]:
        """Return the latest runs, the newest first."""
        table = models.runs
        query = select(*_columns(table, Run)).order_by(table.c.run_id.desc()).limit(most)
        if portal is not None:
            query = query.where(table.c.portal == portal)
        return [Run(*row) for row in self._all(query)]

    def problems(self, run_id: int) -> list[Problem]:
        """Return what a run's ledger names, in its order."""
        table = models.problems
        query = select(*_columns(table, Problem)).where(table.c.run_id == run_id)
        rows = self._all(query.order_by(table.c.problem_id))
        return [Problem(row[0], Level(row[1]), *row[2:]) for row in rows]

    def listings(self, run_id: int) -> list[ColumnSeen]:
        """Return what a run saw of each column."""
        table = models.listings
        query = select(*_columns(table, ColumnSeen)).where(table.c.run_id == run_id)
        return [ColumnSeen(*row) for row in self._all(query.order_by(table.c.column))]

    def document_numbers(self, portal: str | None = None) -> list[Stated]:
        """Return every report's 发文字号 in its latest version, for those that state one."""
        table = models.versions
        query = select(table.c.portal, table.c.report_id, table.c.document_number).where(
            is_latest(table), table.c.document_number.is_not(None)
        )
        return [Stated(*row) for row in self._all(_of_portal(query, portal))]

    def counts(self) -> dict[str, Counts]:
        """Return how much there is of each portal."""
        reports, last = models.reports, _last_presence()
        query = (
            select(
                reports.c.portal,
                func.count(),
                func.sum(reports.c.version),
                func.sum(case((and_(last.c.unlisted_at.is_not(None), _open(last)), 1), else_=0)),
                func.sum(case((_open(last), 0), else_=1)),
            )
            .join(last, last.c.report_id == reports.c.report_id)
            .group_by(reports.c.portal)
            .order_by(reports.c.portal)
        )
        return {row[0]: Counts(*map(int, row[1:])) for row in self._all(query)}

    def _all(self, query: Select[*_Any]) -> Sequence[Row[*_Any]]:
        with reading(self.engine, "reading") as connection:
            return connection.execute(query).all()

    def _entries(self, query: Select[*_Any]) -> Iterator[Entry]:
        table = models.versions
        query = query.order_by(table.c.report_id, table.c.version)
        query = query.execution_options(yield_per=_PORTION)
        with (
            reading(self.engine, "reading reports") as connection,
            # Also where the caller stops half-way.
            closing(connection.execute(query)) as rows,
        ):
            for portion in rows.partitions():
                files = _attachments(connection, portion)
                yield from (_entry(row, files) for row in portion)


_Files = dict[tuple[str, int], list["Attachment"]]


def _names(record: type[Any]) -> list[str]:
    return [field.name for field in fields(record)]


def _columns(table: Table, record: type[Any]) -> list[Column[Any]]:
    return [table.c[name] for name in _names(record)]


def _last_presence() -> Subquery:
    table = models.presence
    last = select(func.max(table.c.presence_id)).group_by(table.c.report_id)
    return select(table).where(table.c.presence_id.in_(last)).subquery("last_presence")


def _open(last: Subquery) -> ColumnElement[bool]:
    return last.c.gone_at.is_(None)


def _entries() -> Select[*_Any]:
    reports, versions, last = models.reports, models.versions, _last_presence()
    return (
        select(
            versions,
            reports.c.first_seen_at,
            reports.c.last_seen_at,
            last.c.gone_at.label("removed_at"),
            case((_open(last), last.c.unlisted_at)).label("unlisted_at"),
        )
        .join(reports, reports.c.report_id == versions.c.report_id)
        .join(last, last.c.report_id == versions.c.report_id)
    )


def _of_portal(query: Select[*_Any], portal: str | None) -> Select[*_Any]:
    return query if portal is None else query.where(models.versions.c.portal == portal)


def _attachments(connection: Connection, rows: Sequence[Row[*_Any]]) -> _Files:
    table = models.attachments
    found: _Files = defaultdict(list)
    wanted = [(row.report_id, row.version) for row in rows]
    if wanted:
        query = select(table).where(tuple_(table.c.report_id, table.c.version).in_(wanted))
        for row in connection.execute(query.order_by(table.c.position)):
            found[row.report_id, row.version].append(attachment_of(row._asdict()))
    return found


def _entry(row: Row[*_Any], files: _Files) -> Entry:
    values = row._asdict()
    report = report_of(values, files[row.report_id, row.version])
    return Entry(report, *(values[name] for name in _names(Entry)[1:]))


def _version(row: Row[*_Any], files: _Files) -> Version:
    values = row._asdict()
    report = report_of(values, files[row.report_id, row.version])
    return Version(report, *(values[name] for name in _names(Version)[1:]))
