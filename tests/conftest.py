"""Fixtures of the whole tree: databases, crawls."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from tests.crawling import Crawler
from tests.databases import empty_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=4, help="kills of tests/crashes")
    parser.addoption("--outages", type=int, default=2, help="outages of tests/crashes")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each engine."""
    with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store at today's schema, to be copied."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    engine = open_database(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def crawler(tmp_path: Path, sqlite_template: Path) -> Crawler:
    """Crawls into an empty SQLite store, which has its schema as nearly every crawl's has."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "govreports.db")
    return Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")


@pytest.fixture
def any_crawler(tmp_path: Path, database_url: str) -> Crawler:
    """Crawls into an empty store of each engine."""
    return Crawler(tmp_path / "data", database_url)
