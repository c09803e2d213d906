"""Empty databases of each engine."""

from __future__ import annotations

import atexit
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRES = make_url(
    os.environ.get(
        "GOVREPORTS_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
    )
)
_ALONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_EMPTIED = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
_idle: list[URL] = []


@contextmanager
def empty_database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database of that engine, which nobody else uses meanwhile."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'govreports.db'}"
        return
    url = _idle.pop() if _idle else _created()
    yield url.render_as_string(hide_password=False)
    # To make and to drop one takes ten times as long.
    _execute(url, _ALONE, *_EMPTIED)
    _idle.append(url)


def _created() -> URL:
    """Make a PostgreSQL database that is dropped when this process ends."""
    name = f"govreports_test_{uuid4().hex[:12]}"
    try:
        _execute(POSTGRES, f'CREATE DATABASE "{name}"')
    except OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL cannot be reached (GOVREPORTS_TEST_POSTGRES): {error.orig}")
    atexit.register(_execute, POSTGRES, f'DROP DATABASE "{name}" WITH (FORCE)')
    # The server outlives every test, so that none has to wait for its disk.
    _execute(POSTGRES, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    return POSTGRES.set(database=name)


def _execute(url: URL, *statements: str) -> None:
    options = {"connect_timeout": 3}
    engine = create_engine(
        url, isolation_level="AUTOCOMMIT", poolclass=NullPool, connect_args=options
    )
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
