"""Scrapyd runs portals from a deployed egg, into the store that its environment names.

Scrapyd lives in an environment of its own, which knows govreports' dependencies and not
govreports: `make test-scrapyd`.
"""

from __future__ import annotations

import sqlite3
import subprocess
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.migrations import HEAD
from tests.crawling import ROOT, Crawled, Crawler, assert_complete
from tests.scrapyd.server import PROGRAMS, Job, Scrapyd, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.replica.portal import ReplicaPortal

pytestmark = pytest.mark.long

# Two list pages.
ARTICLES = 20
LEPING = (ROOT / "spiders" / "leping.py").read_text("utf-8")


@pytest.fixture(scope="module")
def replica() -> Iterator[tuple[ReplicaPortal, str]]:
    portal = PORTALS["jinshui"](ARTICLES)
    with serve([portal]) as addresses:
        yield portal, addresses["jinshui"]


@dataclass(frozen=True)
class Crawls:
    """Two jobs of one portal, one after the other, and how many versions there were after each."""

    first: Job
    second: Job
    versions: tuple[int, int]


@pytest.fixture(scope="module")
def crawls(server: Scrapyd, data: Crawler, replica: tuple[ReplicaPortal, str]) -> Crawls:
    _, address = replica
    first = server.run("jinshui", {"base_url": address})
    before = counted(data, "versions")
    second = server.run("jinshui", {"base_url": address, "_version": "1"})
    return Crawls(first, second, (before, counted(data, "versions")))


def counted(crawler: Crawler, table: str) -> int:
    with sqlite3.connect(crawler.folder / "govreports.db") as database:
        (number,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    database.close()
    return int(number)


def elsewhere(folder: Path) -> dict[str, str]:
    return {"GOVREPORTS_DATA_DIR": str(folder)}


def test_the_environment_knows_no_govreports_but_the_eggs(server: Scrapyd) -> None:
    code = "import importlib.util as u; print(u.find_spec('govreports'), u.find_spec('spiders'))"
    done = subprocess.run(
        [str(PROGRAMS / "python"), "-c", code],
        cwd=server.folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["None", "None"]


def test_every_portal_is_listed(server: Scrapyd) -> None:
    files = (ROOT / "spiders").glob("*.py")
    names = {file.stem for file in files} - {"__init__"}
    assert set(server.ask("listspiders", project="govreports")["spiders"]) == {*names, "portal"}


def test_a_job_stores_every_report_of_the_portal(
    crawls: Crawls, data: Crawler, replica: tuple[ReplicaPortal, str]
) -> None:
    portal, address = replica
    assert "Spider closed (finished)" in crawls.first.log
    assert "jinshui: ok" in crawls.first.log
    assert_complete(Crawled(0, crawls.first.rows, crawls.first.log), portal, address)
    with data.store() as store:
        assert store.counts()["jinshui"].reports == ARTICLES


def test_the_list_was_read_to_its_declared_total(crawls: Crawls) -> None:
    assert f"rows {ARTICLES}" in crawls.first.log
    assert f"declared {ARTICLES}" in crawls.first.log


def test_the_schema_was_made_from_the_egg(crawls: Crawls, data: Crawler) -> None:
    assert crawls.versions[0] == ARTICLES
    with sqlite3.connect(data.folder / "govreports.db") as database:
        found = database.execute("SELECT version_num FROM alembic_version").fetchall()
    database.close()
    assert found == [(HEAD,)]


def test_a_second_job_adds_no_version(crawls: Crawls) -> None:
    assert f"unchanged {ARTICLES}" in crawls.second.log
    assert "jinshui: ok" in crawls.second.log
    assert crawls.versions == (ARTICLES, ARTICLES)
    assert len(crawls.second.rows) == ARTICLES


def test_everything_lies_in_the_data_directory_and_nothing_in_scrapyds(
    crawls: Crawls, data: Crawler, server: Scrapyd, egg: Path
) -> None:
    assert crawls.second.rows
    assert [file.stat().st_size > 0 for file in (data.folder / "archive").glob("*.warc.gz")]
    assert {file.name for file in server.folder.iterdir()} == {
        *("scrapyd.conf", "said", "dbs", "eggs", "items", "logs")
    }
    (deployed,) = (server.folder / "eggs" / "govreports").iterdir()
    assert deployed.read_bytes() == egg.read_bytes()


def test_the_jobs_ended_well_by_scrapyds_own_account(crawls: Crawls, server: Scrapyd) -> None:
    for job in (crawls.first, crawls.second):
        started = f"project='govreports' spider='jinshui' job='{job.id}'"
        assert f"Process finished: {started}" in server.said


def test_a_job_may_name_a_data_directory_of_its_own(
    server: Scrapyd, replica: tuple[ReplicaPortal, str], tmp_path: Path
) -> None:
    portal, address = replica
    title = portal.entries[portal.listed[0]].article.title
    job = server.run("jinshui", {"base_url": address, "title": title}, settings=elsewhere(tmp_path))
    assert "jinshui: ok" in job.log
    assert counted(Crawler(tmp_path, ""), "reports") == 1
    assert list((tmp_path / "archive").glob("*.warc.gz"))


def test_a_broken_definition_costs_its_own_job_with_the_line_in_its_log(
    server: Scrapyd, egg: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.egg"
    broken.write_bytes(egg.read_bytes())
    with zipfile.ZipFile(broken, "a") as archive:
        text = LEPING.replace("leping", "yi").replace('"trs"', '"trss"')
        archive.writestr("spiders/yi.py", text)
    assert server.deploy(broken, "1", "broken")["status"] == "ok"
    line = 1 + next(n for n, words in enumerate(text.splitlines()) if "trss" in words)
    log = server.run("yi", {}, project="broken").log
    assert f"eggs/broken/1.egg/spiders/yi.py:{line}: family is 'trss'" in log
    assert "What to do: family = " in log
    assert "Traceback" not in log


@pytest.mark.parametrize(
    ("spider", "arguments", "said"),
    [
        ("jinshui", {"since": "yesterday"}, "since='yesterday' is no day; write it as YYYY-MM-DD"),
        ("portal", {}, "start_url"),
    ],
)
def test_an_argument_that_cannot_be_meant_is_named_in_the_jobs_log(
    server: Scrapyd, spider: str, arguments: dict[str, str], said: str
) -> None:
    log = server.run(spider, arguments).log
    assert said in log
    assert "Traceback" not in log


def test_a_store_of_a_newer_schema_is_left_alone_and_named_in_the_jobs_log(
    server: Scrapyd, replica: tuple[ReplicaPortal, str], tmp_path: Path
) -> None:
    portal, address = replica
    with sqlite3.connect(tmp_path / "govreports.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    asked = len(portal.log())
    log = server.run("jinshui", {"base_url": address}, settings=elsewhere(tmp_path)).log
    assert "its schema 9999 is newer than this software knows" in log
    assert "install the newer version of govreports" in log
    assert "Traceback" not in log
    assert len(portal.log()) == asked


def test_scrapyd_deploy_takes_the_egg_too(server: Scrapyd, egg: Path, tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text(
        f"[settings]\ndefault = govreports.settings\n[deploy]\nurl = {server.address}\n"
        "project = by_client\n",
        "utf-8",
    )
    done = subprocess.run(
        [str(PROGRAMS / "scrapyd-deploy"), "--egg", str(egg), "--version", "7"],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert server.ask("listversions", project="by_client")["versions"] == ["7"]
