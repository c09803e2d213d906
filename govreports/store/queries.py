"""What the store holds, for feeds, exports, commands and people."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select

from govreports.gaps import Stated
from govreports.records import Level, Problem
from govreports.store import decisions, models
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
from govreports.store.entries import (
    PORTION,
    attachments_of,
    entry_of,
    is_open,
    last_presence,
    of_portal,
    select_entries,
)
from govreports.store.files import known_addresses, known_file
from govreports.store.listings import Missing, missing
from govreports.store.lookups import is_latest, latest_attachments, urls_by_key
from govreports.store.provenance import provenance_of, with_provenance
from govreports.store.rechecks import Watched
from govreports.store.rows import report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Column, Engine, Row, Select, Table

    from govreports.records import Attachment
    from govreports.store.answers import Decision
    from govreports.store.entries import AnyRow, Files
    from govreports.store.files import KnownAddress, KnownFile
    from govreports.store.provenance import Provenance


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
        names = _names(Known)[:-1]
        with reading(self.engine, "looking pages up") as connection:
            rows: list[Mapping[str, Any]] = list(urls_by_key(connection, portal, keys))
            files: defaultdict[str, list[Attachment]] = defaultdict(list)
            for report_id, file in latest_attachments(connection, {r["report_id"] for r in rows}):
                files[report_id].append(file)
        return {
            row["url_key"]: Known(
                **{name: row[name] for name in names}, attachments=tuple(files[row["report_id"]])
            )
            for row in rows
        }

    def known_addresses(self, portal: str, keys: Sequence[str]) -> dict[str, KnownAddress]:
        """Return which files these addresses last served, by their file keys."""
        return known_addresses(self.engine, portal, keys)

    def known_file(self, sha256: str) -> KnownFile | None:
        """Return what is known of a file's bytes, `None` for those never met."""
        return known_file(self.engine, sha256)

    def watched(self, portal: str, column: str) -> Watched:
        """Return how often the pages that the column has listed have changed, in how many days."""
        members, urls = models.memberships, models.report_urls
        same = and_(members.c.portal == urls.c.portal, members.c.url_key == urls.c.url_key)
        query = select(func.sum(urls.c.changes), func.sum(urls.c.watched_days)).join(members, same)
        listed = query.where(members.c.portal == portal, members.c.column == column)
        (row,) = self._all(listed)
        return Watched(int(row[0] or 0), float(row[1] or 0))

    def missing(self, run_id: int, portal: str, column: str) -> list[Missing]:
        """Return what has left a column: see :func:`govreports.store.listings.missing`."""
        with reading(self.engine, "looking for what left a column") as connection:
            return missing(connection, run_id, portal, column)

    def latest(self, portal: str | None = None) -> Iterator[Entry]:
        """Yield every report in its latest version, by report id."""
        return self._entries(of_portal(select_entries().where(is_latest(models.versions)), portal))

    def all_versions(self, portal: str | None = None) -> Iterator[Entry]:
        """Yield every version of every report, by report id and version."""
        return self._entries(of_portal(select_entries(), portal))

    def report(self, report_id: str) -> Entry | None:
        """Return a report in its latest version, or ``None`` where there is none."""
        query = select_entries().where(
            is_latest(models.versions), models.reports.c.report_id == report_id
        )
        return next(self._entries(query), None)

    def versions(self, report_id: str) -> list[Version]:
        """Return a report's versions, the first one first."""
        table = models.versions
        query = select(table).where(table.c.report_id == report_id).order_by(table.c.version)
        with reading(self.engine, "reading versions") as connection:
            rows = connection.execute(query).all()
            files = attachments_of(connection, rows)
        return [_version(row, files) for row in rows]

    def provenance(self, report_id: str) -> list[Provenance]:
        """Return where each of a report's versions was read from, the first one first."""
        table = models.versions
        query = with_provenance(select(table))
        rows = self._all(query.where(table.c.report_id == report_id).order_by(table.c.version))
        return [provenance_of(row._asdict()) for row in rows]

    def report_ids(self) -> list[str]:
        """Return every report's id."""
        return [row.report_id for row in self._all(select(models.reports.c.report_id))]

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

    def decisions(self, report_id: str) -> list[Decision]:
        """Return what people decided about a report by hand, the first decision first."""
        with reading(self.engine, "reading decisions") as connection:
            return decisions.concerning(connection, report_id)

    def trace(self, report_id: str) -> list[Decision]:
        """Return what leads from an id to today's: :func:`govreports.store.decisions.trace`."""
        with reading(self.engine, "looking for a report") as connection:
            return decisions.trace(connection, report_id)

    def trace_version(self, report_id: str, version: int) -> tuple[str, int] | None:
        """Return a version's key of today: :func:`govreports.store.decisions.trace_version`."""
        with reading(self.engine, "looking for a version") as connection:
            return decisions.trace_version(connection, report_id, version)

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
        return [Stated(*row) for row in self._all(of_portal(query, portal))]

    def counts(self) -> dict[str, Counts]:
        """Return how much there is of each portal."""
        reports, last = models.reports, last_presence()
        query = (
            select(
                reports.c.portal,
                func.count(),
                func.sum(reports.c.version),
                func.sum(case((and_(last.c.unlisted_at.is_not(None), is_open(last)), 1), else_=0)),
                func.sum(case((is_open(last), 0), else_=1)),
            )
            .join(last, last.c.report_id == reports.c.report_id)
            .group_by(reports.c.portal)
            .order_by(reports.c.portal)
        )
        return {row[0]: Counts(*map(int, row[1:])) for row in self._all(query)}

    def _all(self, query: Select[*AnyRow]) -> Sequence[Row[*AnyRow]]:
        with reading(self.engine, "reading") as connection:
            return connection.execute(query).all()

    def _entries(self, query: Select[*AnyRow]) -> Iterator[Entry]:
        query = query.execution_options(yield_per=PORTION)
        with (
            reading(self.engine, "reading reports") as connection,
            # Also where the caller stops half-way.
            closing(connection.execute(query)) as rows,
        ):
            for portion in rows.partitions():
                files = attachments_of(connection, portion)
                yield from (entry_of(row._asdict(), files) for row in portion)


def _names(record: type[Any]) -> list[str]:
    return [field.name for field in fields(record)]


def _columns(table: Table, record: type[Any]) -> list[Column[Any]]:
    return [table.c[name] for name in _names(record)]


def _version(row: Row[*AnyRow], files: Files) -> Version:
    values = row._asdict()
    report = report_of(values, files[row.report_id, row.version])
    return Version(report, *(values[name] for name in _names(Version)[1:]))
