"""All rows of one report, as far as another report may come to hold them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sqlalchemy import delete, insert, select, update

from govreports.store import lookups, models
from govreports.store.rows import url_age

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from govreports.store.rows import PresenceRow, ReportRow, UrlRow, VersionRow

    Details: TypeAlias = dict[Table, list[dict[str, Any]]]

Key: TypeAlias = tuple[str, int]
"""Report id and version."""


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version with the rows of other tables that belong to it: attachments."""

    row: VersionRow
    details: Details

    @property
    def key(self) -> Key:
        """Under which it is held now."""
        return self.row["report_id"], self.row["version"]

    @property
    def created_at(self) -> datetime:
        """When it was stored."""
        created: datetime = self.row["created_at"]
        return created


@dataclass(frozen=True, slots=True)
class Holding:
    """What a report holds, or is to hold: versions in order, addresses, presence in order."""

    report_id: str
    portal: str
    last_seen_at: datetime
    versions: list[HeldVersion]
    urls: list[UrlRow]
    presence: list[PresenceRow]

    @property
    def keys(self) -> list[str]:
        """The URL keys of its addresses."""
        return [url["url_key"] for url in self.urls]


def in_order(one: Iterable[HeldVersion], other: Iterable[HeldVersion]) -> list[HeldVersion]:
    """Return the versions of two reports by age; those of one report stay as they follow."""
    return list(merge(one, other, key=lambda version: version.created_at))


def read(connection: Connection, report_id: str) -> Holding | None:
    """Return what a report holds, or ``None`` where there is none of that id."""
    head = next(lookups.reports_by_id(connection, [report_id]), None)
    if head is None:
        return None
    urls = sorted(lookups.urls_of(connection, [report_id]), key=url_age)
    versions = _versions(connection, report_id)
    presence = _presence(connection, report_id)
    return Holding(report_id, head["portal"], head["last_seen_at"], versions, urls, presence)


def write(connection: Connection, held: Collection[Holding], after: Sequence[Holding]) -> list[Key]:
    """Let reports hold what they are to hold; return the versions' keys in the order of `after`.

    Reports that hold nothing any more lose their row in `reports`; no version,
    address or interval is lost: what is taken away is written again, under
    its new key, in the same transaction.
    """
    before = [one.report_id for one in held]
    for table in (*_details(), models.versions, models.presence):
        connection.execute(delete(table).where(table.c.report_id.in_(before)))
    for one in after:
        _write_head(connection, one, known=one.report_id in before)
        _write_urls(connection, one)
    _delete_heads(connection, set(before) - {one.report_id for one in after})
    keys = [_write_version(connection, one, place) for one in after for place in _places(one)]
    for one in after:
        rows = [{**row, "report_id": one.report_id} for row in one.presence]
        connection.execute(insert(models.presence), rows)
    return keys


def _places(one: Holding) -> range:
    return range(1, len(one.versions) + 1)


def _write_version(connection: Connection, holder: Holding, number: int) -> Key:
    version = holder.versions[number - 1]
    key = {"report_id": holder.report_id, "version": number}
    connection.execute(insert(models.versions), [{**version.row, **key}])
    for table, rows in version.details.items():
        if rows:
            connection.execute(insert(table), [{**row, **key} for row in rows])
    return holder.report_id, number


def _write_head(connection: Connection, holder: Holding, *, known: bool) -> None:
    first, last = holder.versions[0], holder.versions[-1]
    row: ReportRow = {
        "report_id": holder.report_id,
        "portal": holder.portal,
        "first_seen_at": first.created_at,
        "last_seen_at": holder.last_seen_at,
        "version": len(holder.versions),
        "index_number": last.row["index_number"],
        "text_hash": last.row["text_hash"],
        "text_length": last.row["text_length"],
    }
    table = models.reports
    if known:
        mine = table.c.report_id == holder.report_id
        connection.execute(update(table).where(mine).values(**row))
    else:
        connection.execute(insert(table), [row])


def _write_urls(connection: Connection, holder: Holding) -> None:
    table = models.report_urls
    mine = (table.c.portal == holder.portal) & table.c.url_key.in_(holder.keys)
    connection.execute(update(table).where(mine).values(report_id=holder.report_id))


def _delete_heads(connection: Connection, ids: set[str]) -> None:
    table = models.reports
    connection.execute(delete(table).where(table.c.report_id.in_(ids)))


def _versions(connection: Connection, report_id: str) -> list[HeldVersion]:
    table = models.versions
    query = select(table).where(table.c.report_id == report_id).order_by(table.c.version)
    rows = [row._asdict() for row in connection.execute(query)]
    details = {one: _of_report(connection, one, report_id) for one in _details()}
    return [
        HeldVersion(
            row,
            {
                one: [detail for detail in found if detail["version"] == row["version"]]
                for one, found in details.items()
            },
        )
        for row in rows
    ]


def _presence(connection: Connection, report_id: str) -> list[PresenceRow]:
    rows = _of_report(connection, models.presence, report_id)
    rows.sort(key=lambda row: int(row.pop("presence_id")))
    return [cast("PresenceRow", row) for row in rows]


def _of_report(connection: Connection, table: Table, report_id: str) -> list[dict[str, Any]]:
    query = select(table).where(table.c.report_id == report_id)
    return [row._asdict() for row in connection.execute(query.order_by(*table.primary_key))]


@lru_cache(maxsize=1)
def _details() -> tuple[Table, ...]:
    """Return the tables whose rows belong to a version."""
    return tuple(
        table
        for table in models.metadata.sorted_tables
        if any(key.column.table is models.versions for key in table.foreign_keys)
    )
