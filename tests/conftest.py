"""Fixtures of the whole tree: databases, crawls."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.crawling import Crawler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRES = os.environ.get(
    "GOVREPORTS_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=4, help="kills of tests/crashes")
    parser.addoption("--outages", type=int, default=2, help="outages of tests/crashes")


@contextmanager
def empty_database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database of that engine, dropped afterwards."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'govreports.db'}"
        return
    name = f"govreports_test_{uuid4().hex[:12]}"
    options = {"connect_timeout": 3}
    admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args=options)
    try:
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    except OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL cannot be reached (GOVREPORTS_TEST_POSTGRES): {error.orig}")
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each engine, dropped afterwards."""
    with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    """Crawls into an empty SQLite store."""
    folder = tmp_path / "data"
    return Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")


@pytest.fixture
def any_crawler(tmp_path: Path, database_url: str) -> Crawler:
    """Crawls into an empty store of each engine."""
    return Crawler(tmp_path / "data", database_url)
