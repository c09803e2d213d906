"""Safe copies of a whole database, also from one engine to the other."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Integer, func, insert, select

from govreports.store import models
from govreports.store.engine import is_sqlite, open_database, reading, sqlite_file, writing
from govreports.store.errors import StoreError, shown
from govreports.store.migrations import upgrade
from govreports.store.sqlite_copy import backup_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

# Rows in memory at a time: versions bring bodies of 20 KB on the average.
_PORTION = 500


def backup(engine: Engine, target: Path) -> None:
    """Copy the database into a new SQLite file, while others may read and write it.

    Raises :class:`StoreError` where the file is there already, or cannot be made.
    """
    if target.exists():
        message = f"{target}: is there already; name another file for the backup"
        raise StoreError(message)
    if is_sqlite(engine):
        backup_file(sqlite_file(engine), target)
        return
    partial = target.with_name(f"{target.name}.copying")
    with _disposed(open_database(f"sqlite:///{partial}")) as copied:
        copy(engine, copied)
        backup_file(partial, target)
    for leftover in partial.parent.glob(f"{partial.name}*"):
        leftover.unlink()


def copy(source: Engine, target: Engine) -> dict[str, int]:
    """Copy every row into an empty database of either kind; return the rows of each table.

    Both are brought to today's schema first. What is copied is one state of
    the source, and it arrives whole or not at all. Raises :class:`StoreError`
    where the target holds rows already, or the counts differ afterwards.
    """
    upgrade(source)
    upgrade(target)
    with (
        reading(source, "copying the database") as there,
        writing(target, "copying the database") as here,
    ):
        _refuse_filled(target, here)
        counts = {table.name: _copy_table(table, there, here) for table in _tables()}
        for table in _tables():
            _check_count(table, counts[table.name], here)
            _restart_sequence(table, here)
    return counts


def _tables() -> list[Table]:
    return models.metadata.sorted_tables


@contextmanager
def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _refuse_filled(target: Engine, connection: Connection) -> None:
    filled = [table.name for table in _tables() if _count(table, connection)]
    if filled:
        message = (
            f"{shown(target)}: holds rows already ({', '.join(filled)}); "
            "copy into an empty database"
        )
        raise StoreError(message)


def _copy_table(table: Table, there: Connection, here: Connection) -> int:
    count = 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_PORTION)
    with closing(there.execute(query)) as rows:
        for portion in rows.partitions():
            here.execute(insert(table), [row._asdict() for row in portion])
            count += len(portion)
    return count


def _check_count(table: Table, expected: int, connection: Connection) -> None:
    found = _count(table, connection)
    if found != expected:
        message = f"{table.name}: {expected} rows were copied and {found} arrived; nothing was kept"
        raise StoreError(message)


def _count(table: Table, connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def _restart_sequence(table: Table, connection: Connection) -> None:
    """Let PostgreSQL count on from the copied numbers; SQLite does so by itself."""
    number = table.autoincrement_column
    if is_sqlite(connection) or number is None or not isinstance(number.type, Integer):
        return
    sequence = func.pg_get_serial_sequence(table.name, number.name)
    highest = select(func.max(number)).scalar_subquery()
    connection.execute(select(func.setval(sequence, highest)).where(highest.is_not(None)))
