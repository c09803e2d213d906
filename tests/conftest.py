"""Fixtures of the whole tree: databases, crawls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    """Crawls into an empty SQLite store."""
    folder = tmp_path / "data"
    return Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")


@pytest.fixture
def any_crawler(tmp_path: Path, database_url: str) -> Crawler:
    """Crawls into an empty store of each engine."""
    return Crawler(tmp_path / "data", database_url)
