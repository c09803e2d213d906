"""What must be the same in the store of a disturbed crawl and in that of an undisturbed one.

Everything that a user can see, row for row; times, and the numbers that runs and answers were
given, aside. The address that a replica is served under is told by its portal's home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from govreports.store import models
from govreports.store.engine import open_database, reading
from govreports.store.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, Table

HOME = "http://portal.test/"
Rows = list[tuple[Any, ...]]
# Of the answers that something was read from; the bytes that matter stand beside them.
_ANSWERS = {"capture_id", "part_capture_ids", "last_capture_id"}
_RUNS = {"run_id", "last_seen_run", "first_listed_run", "last_listed_run"}
_NUMBERS = {"presence_id", "listing_page_id"}
# How often somebody looked, and what was new to the last of the runs: a killed run looked too.
_LOOKS = {"looks", "watched_days", *models.COLUMN_COUNTS}
_WHOLE = (
    models.reports,
    models.report_urls,
    models.versions,
    models.attachments,
    models.files,
    models.file_addresses,
)


def holds(database_url: str, address: str) -> dict[str, Rows]:
    """Return what a store holds, by table; ``address`` is where its portal was served."""
    engine = open_database(database_url)
    try:
        with reading(engine, "comparing") as connection:
            found = dict(_tables(connection))
    finally:
        engine.dispose()
    return {name: [_told(row, address) for row in rows] for name, rows in found.items()}


def differences(one: dict[str, Rows], other: dict[str, Rows]) -> list[str]:
    """Say which rows only one of the stores has."""
    words = []
    for name in one.keys() | other.keys():
        first, second = one.get(name, []), other.get(name, [])
        words += [f"{name}: only disturbed: {row}" for row in first if row not in second]
        words += [f"{name}: only undisturbed: {row}" for row in second if row not in first]
        if not words and len(first) != len(second):
            words.append(f"{name}: {len(first)} rows disturbed, {len(second)} undisturbed")
    return words


def _tables(connection: Connection) -> Iterator[tuple[str, Rows]]:
    last = connection.scalar(select(func.max(models.runs.c.run_id)))
    for table in _WHOLE:
        yield table.name, _all(connection, table)
    yield "presence", _all(connection, models.presence, ordered=True)
    members = models.memberships
    yield (
        "memberships",
        _rows(
            connection,
            select(
                members.c.portal,
                members.c.column,
                members.c.url_key,
                members.c.last_listed_run == last,
            ),
        ),
    )
    for table in (models.listings, models.listing_pages):
        yield table.name, _rows(connection, select(*_kept(table)).where(table.c.run_id == last))
    runs, problems = models.runs, models.problems
    yield "runs", _rows(connection, select(runs.c.verdict).where(runs.c.run_id == last))
    yield "problems", _rows(connection, select(problems.c.code).where(problems.c.run_id == last))


def _all(connection: Connection, table: Table, *, ordered: bool = False) -> Rows:
    rows = connection.execute(select(*_kept(table)).order_by(*table.primary_key.columns)).all()
    plain = [tuple(map(_plain, row)) for row in rows]
    return plain if ordered else sorted(plain, key=repr)


def _kept(table: Table) -> list[Any]:
    """Return the columns that matter; of a time only whether there is one."""
    left_out = _ANSWERS | _RUNS | _NUMBERS | _LOOKS
    return [_seen(column) for column in table.c if column.name not in left_out]


def _seen(column: Column[Any]) -> Any:
    return column.is_not(None) if isinstance(column.type, UtcDateTime) else column


def _rows(connection: Connection, query: Any) -> Rows:
    return sorted((tuple(map(_plain, row)) for row in connection.execute(query)), key=repr)


def _plain(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, dict) else value


def _told(row: tuple[Any, ...], address: str) -> tuple[Any, ...]:
    return tuple(_homely(value, address) for value in row)


def _homely(value: Any, address: str) -> Any:
    if isinstance(value, str):
        return value.replace(address, HOME)
    if isinstance(value, list | tuple):
        return tuple(_homely(one, address) for one in value)
    return value
