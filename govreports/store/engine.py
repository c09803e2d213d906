"""Opens databases, and transactions in them, the same way on SQLite and PostgreSQL."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from govreports.store.errors import DatabaseUnavailableError, shown, store_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import URL, Connection, Engine

# A batch takes milliseconds, a migration of a large file seconds: 30 s means something is stuck.
BUSY_TIMEOUT_S = 30.0
_WRITING = "govreports_writing"
# First half of PostgreSQL's two-part advisory lock keys: tells ours from other programs'.
_LOCK_SPACE = 0x676F76
_DRIVERS = ("sqlite", "postgresql+psycopg")


def open_database(url: str) -> Engine:
    """Return an engine for the database; it is reached, and for SQLite created, at first use.

    SQLite runs in WAL mode with foreign keys on; ``?timeout=SECONDS`` in its
    URL replaces :data:`BUSY_TIMEOUT_S`. Raises
    :class:`DatabaseUnavailableError` for an address of another kind, or a
    folder that cannot be made.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address)
    return create_engine(
        address,
        json_serializer=_json,
        connect_args={"connect_timeout": 10},
        # Between two uses the server may have been started anew, which breaks idle connections.
        pool_pre_ping=True,
    )


def is_sqlite(where: Engine | Connection) -> bool:
    """Whether the database is SQLite."""
    return where.dialect.name == "sqlite"


def sqlite_file(engine: Engine) -> Path:
    """Return the file of a SQLite database."""
    return Path(engine.url.database or "")


@contextmanager
def reading(engine: Engine, doing: str) -> Iterator[Connection]:
    """Open a read transaction, which sees one state of the database; ``doing`` is for errors.

    Raises :class:`StoreError` in place of SQLAlchemy's errors.
    """
    with (
        _own_errors(engine, doing),
        engine.connect() as connection,
        _snapshot(connection).begin(),
    ):
        yield connection


def _snapshot(connection: Connection) -> Connection:
    # SQLite's readers see one state anyway; PostgreSQL's only from this level on.
    if is_sqlite(connection):
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ")


@contextmanager
def writing(engine: Engine, doing: str, portals: Iterable[str] = ()) -> Iterator[Connection]:
    """Open a write transaction that no other writer of these portals is in.

    What is read inside it stays true until the commit: on SQLite it begins
    with ``BEGIN IMMEDIATE`` (one writer a file), on PostgreSQL it holds an
    advisory lock a portal. Raises :class:`StoreError` in place of
    SQLAlchemy's errors; nothing is kept then.
    """
    with (
        _own_errors(engine, doing),
        engine.connect() as connection,
        connection.execution_options(**{_WRITING: True}).begin(),
    ):
        lock(connection, *portals)
        yield connection


@contextmanager
def rebuilding(engine: Engine, doing: str) -> Iterator[Connection]:
    """Open a write transaction in which tables may be rebuilt.

    SQLite's foreign keys are off in it (they cannot be switched inside of a
    transaction): a rebuild drops the old table, which would take the rows that
    point to it along. Raises :class:`StoreError` in place of SQLAlchemy's errors.
    """
    with (
        _own_errors(engine, doing),
        engine.connect() as connection,
        _foreign_keys_off(connection),
        connection.execution_options(**{_WRITING: True}).begin(),
    ):
        yield connection


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def lock(connection: Connection, *names: str) -> None:
    """Hold PostgreSQL's advisory locks of these names until the transaction ends.

    Always taken in the same order, so that two processes never wait for each
    other. SQLite's writers are alone anyway.
    """
    if is_sqlite(connection):
        return
    for key in sorted(_lock_key(name) for name in names):
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:space, :key)"), {"space": _LOCK_SPACE, "key": key}
        )


def _lock_key(name: str) -> int:
    # Python's own hash() differs from process to process.
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)


@contextmanager
def _own_errors(engine: Engine, doing: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise store_error(error, engine, doing) from error


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        driver = address.drivername
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise _not_an_address(url) from error
    if driver not in _DRIVERS:
        raise _not_an_address(shown_url(address))
    return address


def shown_url(address: URL) -> str:
    """Return the address without its password."""
    return address.render_as_string(hide_password=True)


def _not_an_address(found: str) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(
        f"{found}: no address of a database; write sqlite:///PATH or "
        "postgresql+psycopg://USER@HOST/NAME in GOVREPORTS_DATABASE_URL"
    )


def _open_sqlite(address: URL) -> Engine:
    if address.database in {None, "", ":memory:"}:
        message = f"{address}: a database in memory keeps nothing; write sqlite:///PATH"
        raise DatabaseUnavailableError(message)
    _make_folder(Path(address.database or ""), address)
    timeout = float(str(address.query.get("timeout", BUSY_TIMEOUT_S)))
    engine = create_engine(address, json_serializer=_json, connect_args={"timeout": timeout})
    event.listen(engine, "connect", partial(_prepare, timeout))
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(file: Path, address: URL) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{shown(address)}: its folder cannot be made ({error.strerror or error})"
        raise DatabaseUnavailableError(message) from error


def _prepare(timeout: float, connection: sqlite3.Connection, _record: object) -> None:
    # None keeps the driver from opening transactions by itself; _begin does it. Otherwise a
    # SELECT before the first INSERT would stand outside of the transaction.
    connection.isolation_level = None
    _use_wal(connection, timeout)
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode NORMAL never corrupts; only the last commits before a power cut may be lost,
    # and their pages lie in the archive.
    connection.execute("PRAGMA synchronous = NORMAL")


def _use_wal(connection: sqlite3.Connection, timeout: float) -> None:
    # Two processes that turn a fresh file to WAL at once: the second gets "locked" at once,
    # because SQLite asks no busy handler while it changes the mode.
    deadline = time.monotonic() + timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    writing_now = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing_now else "BEGIN")


_json = partial(json.dumps, ensure_ascii=False)
