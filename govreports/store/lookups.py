"""The queries by which a batch reads what it may touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import and_, select, tuple_

from govreports.store import models
from govreports.store.rows import attachment_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Table

    from govreports.records import Attachment
    from govreports.store.jobs import SaveListing
    from govreports.store.rows import MemberRow, PresenceRow, ReportRow, UrlRow, VersionRow

# SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535.
_MOST_AT_ONCE = 1000


def urls_by_key(connection: Connection, portal: str, keys: Collection[str]) -> Iterator[UrlRow]:
    """Yield a portal's addresses with these URL keys."""
    table = models.report_urls
    for some in portions(keys):
        query = select(table).where(table.c.portal == portal, table.c.url_key.in_(some))
        for row in _rows(connection, query):
            yield cast("UrlRow", row)


def urls_of(connection: Connection, ids: Collection[str]) -> Iterator[UrlRow]:
    """Yield all addresses of these reports."""
    table = models.report_urls
    for some in portions(ids):
        for row in _rows(connection, select(table).where(table.c.report_id.in_(some))):
            yield cast("UrlRow", row)


def reports_by_id(connection: Connection, ids: Collection[str]) -> Iterator[ReportRow]:
    """Yield the reports with these ids."""
    for some in portions(ids):
        yield from _reports(connection, models.reports.c.report_id.in_(some))


def reports_alike(
    connection: Connection, portal: str, numbers: Collection[str], texts: Collection[str]
) -> Iterator[ReportRow]:
    """Yield a portal's reports with one of these 索引号, then those with one of these texts."""
    # Two plain queries use the two indexes; an OR would make PostgreSQL weigh a table scan.
    table = models.reports
    for column, wanted in ((table.c.index_number, numbers), (table.c.text_hash, texts)):
        for some in portions(wanted):
            yield from _reports(connection, and_(table.c.portal == portal, column.in_(some)))


def open_intervals(connection: Connection, ids: Collection[str]) -> Iterator[PresenceRow]:
    """Yield the open interval of presence of each of these reports that has one."""
    table = models.presence
    for some in portions(ids):
        query = select(table).where(table.c.report_id.in_(some), table.c.gone_at.is_(None))
        for row in _rows(connection, query):
            yield cast("PresenceRow", row)


def latest_versions(
    connection: Connection, ids: Collection[str], *, whole: bool
) -> Iterator[VersionRow]:
    """Yield the latest version of each report, without its body unless it is wanted whole."""
    table = models.versions
    columns = [column for column in table.c if whole or column.name != "body"]
    lacking: VersionRow = {} if whole else {"body": None}
    for some in portions(ids):
        query = select(*columns).join(models.reports, is_latest(table))
        for row in _rows(connection, query.where(models.reports.c.report_id.in_(some))):
            yield lacking | row


def latest_attachments(
    connection: Connection, ids: Collection[str]
) -> Iterator[tuple[str, Attachment]]:
    """Yield (report id, attachment) of each report's latest version, in the page's order."""
    table = models.attachments
    for some in portions(ids):
        query = select(table).join(models.reports, is_latest(table))
        query = query.where(models.reports.c.report_id.in_(some))
        for row in _rows(connection, query.order_by(table.c.report_id, table.c.position)):
            yield row["report_id"], attachment_of(row)


def members(connection: Connection, page: SaveListing) -> Iterator[MemberRow]:
    """Yield which rows of a list page its column has listed before."""
    table = models.memberships
    of_column = and_(table.c.portal == page.portal, table.c.column == page.column)
    for some in portions(page.keys):
        for row in _rows(connection, select(table).where(of_column, table.c.url_key.in_(some))):
            yield cast("MemberRow", row)


def is_latest(table: Table) -> ColumnElement[bool]:
    """Return the condition that joins `versions` or `attachments` to its report's latest."""
    reports = models.reports
    return and_(table.c.report_id == reports.c.report_id, table.c.version == reports.c.version)


def are_versions(table: Table, keys: Sequence[tuple[str, int]]) -> ColumnElement[bool]:
    """Return the condition that rows of `versions` or `attachments` are of these versions.

    ``keys`` are report ids with version numbers.
    """
    # By pairs alone SQLite would read the whole table.
    of_reports = table.c.report_id.in_(sorted({report_id for report_id, _ in keys}))
    return and_(of_reports, tuple_(table.c.report_id, table.c.version).in_(keys))


def _reports(connection: Connection, found: ColumnElement[bool]) -> Iterator[ReportRow]:
    for row in _rows(connection, select(models.reports).where(found)):
        yield cast("ReportRow", row)


def _rows(connection: Connection, query: Select[Any]) -> Iterator[dict[str, Any]]:
    for row in connection.execute(query):
        yield row._asdict()


def portions(values: Collection[str]) -> Iterator[list[str]]:
    """Yield the values, sorted, so many at a time that one statement takes them."""
    # Sorted: the same statements for the same batch, whatever the sets' order.
    ordered = sorted(values)
    for start in range(0, len(ordered), _MOST_AT_ONCE):
        yield ordered[start : start + _MOST_AT_ONCE]
