from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from govreports.store.queries import Queries
from tests.crawling import ROOT
from tests.databases import empty_database

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of its own, as the environment names it."""
    folder = tmp_path / "data"
    monkeypatch.setenv("GOVREPORTS_DATA_DIR", str(folder))
    monkeypatch.setenv("GOVREPORTS_DATABASE_URL", f"sqlite:///{folder / 'govreports.db'}")
    monkeypatch.chdir(ROOT)
    # Settings are read when their module is imported, once a process.
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(folder))
    monkeypatch.setattr(
        "govreports.settings.GOVREPORTS_DATABASE_URL", f"sqlite:///{folder / 'govreports.db'}"
    )
    return folder


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


def test_portals_lists_the_five_and_says_that_nobody_has_looked_yet() -> None:
    code, said = run("portals")
    assert code == 0
    for name in PORTALS:
        assert name in said
    # A portal that somebody added may have been seen.
    assert said.count("not yet") >= len(PORTALS)


def test_a_probe_reads_three_reports_and_stores_nothing(data: Path) -> None:
    portal = PORTALS["leping"](20)
    with serve([portal]) as addresses:
        code, said = run("probe", "leping", "--base-url", addresses["leping"])
    assert code == 0, said
    assert "3 read" in said
    assert portal.entries[portal.listed[0]].article.title[:20] in said
    assert not (data / "govreports.db").exists()
    assert not list(data.rglob("*.warc*"))
    articles = {portal.path(key) for key in portal.keys}
    assert sum(hit.target in articles for hit in portal.log()) == 3


def test_a_probe_of_an_unknown_portal_names_the_remedy(data: Path) -> None:
    del data
    code, said = run("probe", "atlantis")
    assert code == 1
    assert "govreports portals" in said


def test_crawl_without_a_portal_names_the_remedy(data: Path) -> None:
    del data
    code, said = run("crawl")
    assert code == 1
    assert "--all" in said


def test_db_upgrade_makes_the_schema_once(data: Path) -> None:
    data.mkdir()
    code, said = run("db", "upgrade")
    assert (code, "applied" in said) == (0, True)
    code, said = run("db", "upgrade")
    assert (code, "up to date" in said) == (0, True)


def test_db_backup_writes_a_whole_copy(data: Path) -> None:
    data.mkdir()
    run("db", "upgrade")
    code, said = run("db", "backup")
    assert code == 0, said
    (copy,) = (data / "backups").glob("*.db")
    database = sqlite3.connect(copy)
    assert database.execute("SELECT count(*) FROM reports").fetchone() == (0,)
    database.close()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_db_copy_takes_the_store_to_another_engine(data: Path, tmp_path: Path, engine: str) -> None:
    data.mkdir()
    run("db", "upgrade")
    target = tmp_path / "target"
    target.mkdir()
    with empty_database(engine, target) as url:
        code, said = run("db", "copy", url)
        assert code == 0, said
        other = open_database(url)
        assert upgrade(other) == []
        assert Queries(other).counts() == {}
        other.dispose()


def test_a_store_that_cannot_be_opened_is_one_line_and_exit_1(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data / "a-folder.db"
    folder.mkdir(parents=True)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", f"sqlite:///{folder}")
    code, said = run("db", "upgrade")
    assert code == 1
    assert str(folder) in said.replace("\n", "")


def test_wrong_usage_exits_2() -> None:
    assert run("db", "upgrade", "--nonsense")[0] == 2
