"""Databases at today's schema, quickly: each engine migrates once, tests get copies."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from tests.conftest import empty_database
from tests.store.portal import Crawl

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with empty_database("postgresql", tmp_path_factory.mktemp("postgres")) as address:
        _migrate(address)
        yield address


def _migrate(address: str) -> None:
    engine = open_database(address)
    upgrade(engine)
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database at today's schema, without rows."""
    file = tmp_path / "store.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of each engine at today's schema, without rows."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
    else:
        yield from _postgres_copy(request.getfixturevalue("postgres_template"))


def _postgres_copy(template: str) -> Iterator[str]:
    name = f"{make_url(template).database}_copy"
    admin = create_engine(make_url(template).set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            source = make_url(template).database
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'))
        yield make_url(template).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()


@pytest.fixture
def crawl(migrated_url: str, tmp_path: Path) -> Iterator[Crawl]:
    """A crawl of the little portal, in its first run, on each engine."""
    crawl = Crawl(migrated_url, tmp_path / "archive")
    crawl.run()
    yield crawl
    crawl.store.close()
