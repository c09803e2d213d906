"""Versions with what the store adds to them, streamed a portion at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import case, func, select

from govreports.store import models
from govreports.store.answers import Entry
from govreports.store.lookups import are_versions
from govreports.store.rows import attachment_of, report_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import (
        ColumnElement,
        Connection,
        FromClause,
        Row,
        ScalarSelect,
        Select,
        Subquery,
    )

    from govreports.records import Attachment

# Rows in memory at a time while many are streamed: bodies are 20 KB on the average.
PORTION = 200

AnyRow: TypeAlias = tuple[Any, ...]
Files: TypeAlias = "dict[tuple[str, int], list[Attachment]]"
"""Attachments by report id and version."""

_STORE_ADDS = tuple(field.name for field in fields(Entry))[1:]


def select_entries() -> Select[*AnyRow]:
    """Return the query for every version of every report, by report id and version."""
    reports, versions, last = models.reports, models.versions, models.presence.alias("last")
    return (
        select(
            versions,
            reports.c.first_seen_at,
            reports.c.last_seen_at,
            last.c.gone_at.label("removed_at"),
            case((is_open(last), last.c.unlisted_at)).label("unlisted_at"),
        )
        .join(reports, reports.c.report_id == versions.c.report_id)
        .join(last, last.c.presence_id == _last_of_report())
        .order_by(versions.c.report_id, versions.c.version)
    )


def of_portal(query: Select[*AnyRow], portal: str | None) -> Select[*AnyRow]:
    """Narrow a query over versions to a portal's, if one is named."""
    return query if portal is None else query.where(models.versions.c.portal == portal)


def last_presence() -> Subquery:
    """Return each report's last interval of presence."""
    table = models.presence
    last = select(func.max(table.c.presence_id)).group_by(table.c.report_id)
    return select(table).where(table.c.presence_id.in_(last)).subquery("last_presence")


def _last_of_report() -> ScalarSelect[int]:
    # Looked up row by row: a table of all, joined, would make SQLite sort bodies by report id.
    table = models.presence
    last = select(func.max(table.c.presence_id)).where(
        table.c.report_id == models.reports.c.report_id
    )
    return last.correlate(models.reports).scalar_subquery()


def is_open(last: FromClause) -> ColumnElement[bool]:
    """Return the condition that a report is still on its portal."""
    return last.c.gone_at.is_(None)


def attachments_of(connection: Connection, rows: Sequence[Row[*AnyRow]]) -> Files:
    """Return the attachments of these rows of `versions`, in the pages' order."""
    table = models.attachments
    found: Files = defaultdict(list)
    wanted = [(row.report_id, row.version) for row in rows]
    if wanted:
        query = select(table).where(are_versions(table, wanted))
        for row in connection.execute(query.order_by(table.c.position)):
            found[row.report_id, row.version].append(attachment_of(row._asdict()))
    return found


def entry_of(values: dict[str, Any], files: Files) -> Entry:
    """Return the entry that a row of :func:`select_entries` holds."""
    report = report_of(values, files[values["report_id"], values["version"]])
    return Entry(report, *(values[name] for name in _STORE_ADDS))
