from __future__ import annotations

import sqlite3
import subprocess
import sys

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InvalidRequestError,
    OperationalError,
    SQLAlchemyError,
)

from govreports.store.errors import (
    DatabaseAwayError,
    DatabaseLockedError,
    DatabaseUnavailableError,
    RefusedError,
    SchemaNewerError,
    StoreError,
    UnknownUrlError,
    is_databases_own,
    shown,
    store_error,
)

WHERE = make_url("postgresql+psycopg://crawler:secret@db.example/reports")


def driver(words: str) -> Exception:
    return sqlite3.OperationalError(words)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OperationalError("S", {}, driver("database is locked")), DatabaseLockedError),
        (OperationalError("S", {}, driver("database table is locked")), DatabaseLockedError),
        (
            OperationalError("S", {}, driver("canceling statement due to lock timeout")),
            DatabaseLockedError,
        ),
        (OperationalError("S", {}, driver("disk I/O error")), DatabaseUnavailableError),
        (DatabaseError("S", {}, driver("file is not a database")), StoreError),
        (IntegrityError("S", {}, driver("UNIQUE constraint failed")), StoreError),
        (InvalidRequestError("odd"), StoreError),
    ],
)
def test_error_is_of_the_kind_that_says_what_to_do(
    error: SQLAlchemyError, kind: type[StoreError]
) -> None:
    assert type(store_error(error, WHERE, "storing pages")) is kind


def server(sqlstate: str | None) -> Exception:
    """An error as psycopg raises it; without a state where no connection came about."""
    error = psycopg.OperationalError("the server's words")
    error.sqlstate = sqlstate
    return error


@pytest.mark.parametrize(
    ("sqlstate", "kind"),
    [
        (None, DatabaseAwayError),
        ("08006", DatabaseAwayError),
        ("40P01", DatabaseAwayError),
        ("57P01", DatabaseAwayError),
        ("57P03", DatabaseAwayError),
        ("53300", DatabaseAwayError),
        ("53100", DatabaseUnavailableError),
        ("57014", DatabaseUnavailableError),
    ],
)
def test_what_a_server_may_get_over_is_told_from_what_it_may_not(
    sqlstate: str | None, kind: type[StoreError]
) -> None:
    error = OperationalError("S", {}, server(sqlstate))
    assert type(store_error(error, WHERE, "storing pages")) is kind
    assert is_databases_own(error)


def test_a_broken_connection_is_the_databases_own_trouble_by_any_name() -> None:
    closed = psycopg.InterfaceError("the connection is closed")
    error = InterfaceError("S", {}, closed, connection_invalidated=True)
    assert type(store_error(error, WHERE, "storing pages")) is DatabaseAwayError
    assert is_databases_own(error)


def test_a_value_that_cannot_be_stored_is_no_trouble_of_the_database() -> None:
    assert not is_databases_own(IntegrityError("S", {}, driver("UNIQUE constraint failed")))
    assert not is_databases_own(ValueError("odd"))


@pytest.mark.parametrize("words", ["database is locked", "disk I/O error", "odd"])
def test_message_says_what_where_and_what_to_do_in_one_line(words: str) -> None:
    message = str(store_error(OperationalError("S", {}, driver(words)), WHERE, "storing pages"))
    assert "db.example/reports" in message
    assert "storing pages" in message
    assert "; " in message
    assert "\n" not in message
    assert "secret" not in message


def test_message_names_the_cause_without_the_statement_and_its_values() -> None:
    error = DatabaseError("INSERT INTO versions", {"body": "长文"}, driver("malformed\n image"))
    message = str(store_error(error, WHERE, "storing pages"))
    assert "malformed image" in message
    assert "INSERT" not in message
    assert "长文" not in message


def test_password_is_never_shown() -> None:
    assert shown(WHERE) == "postgresql+psycopg://crawler:***@db.example/reports"


@pytest.mark.parametrize(
    "kind", [DatabaseLockedError, DatabaseUnavailableError, SchemaNewerError, RefusedError]
)
def test_every_error_of_the_store_is_a_store_error(kind: type[StoreError]) -> None:
    assert issubclass(kind, StoreError)
    assert issubclass(UnknownUrlError, RefusedError)


def test_a_store_in_a_file_needs_no_driver_of_a_server() -> None:
    """It would take memory and time at every start, in every process that reads pages."""
    program = "import sys, govreports.cli.export, govreports.reparsing; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE)
    assert b"sqlite3" in loaded.stdout.split()
    assert b"psycopg" not in loaded.stdout.split()
