"""Databases at today's schema, quickly: each engine migrates once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from govreports.store import models
from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from tests.databases import empty_database
from tests.store.portal import Crawl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture(scope="session")
def migrated_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with empty_database("postgresql", tmp_path_factory.mktemp("postgres")) as address:
        engine = open_database(address)
        upgrade(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database at today's schema, without rows."""
    file = tmp_path / "store.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(migrated_postgres: Engine) -> str:
    """The session's PostgreSQL database, without rows: a new one costs a hundred times as much."""
    with migrated_postgres.begin() as connection:
        # Of so few rows, TRUNCATE would take thirty times as long.
        for table in reversed(models.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text("SELECT setval(seqrelid, 1, false) FROM pg_sequence"))
    return migrated_postgres.url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest) -> str:
    """A database of each engine at today's schema, without rows."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def crawl(migrated_url: str, tmp_path: Path) -> Iterator[Crawl]:
    """A crawl of the little portal, in its first run, on each engine."""
    crawl = Crawl(migrated_url, tmp_path / "archive")
    crawl.run()
    yield crawl
    crawl.store.close()
