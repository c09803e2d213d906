"""`govreports new`: one command writes a portal's file, and the file crawls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
import typer
from typer.testing import CliRunner

from govreports.cli import app
from govreports.cli.visit import visit
from govreports.definitions import MOST_LINES
from govreports.recordings import CONFIRMED, OF_THE_RUN, PAGES
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.vocab.columns import RECORD
from tests.crawling import ROOT
from tests.portals.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from govreports.replica.portal import ReplicaPortal

ARTICLES = 20
RECORDED = "tests/fixtures/portals"


@pytest.fixture
def portal() -> ReplicaPortal:
    return PORTALS["tianshan"](ARTICLES)


@pytest.fixture
def address(portal: ReplicaPortal) -> Iterator[str]:
    with serve([portal]) as addresses:
        yield addresses["tianshan"]


@pytest.mark.long
def test_one_command_makes_a_portal_that_crawls_to_its_declared_total(
    portal: ReplicaPortal, address: str, tmp_path: Path
) -> None:
    project = Project.made(tmp_path)
    made = project.govreports("new", "jiaqu", urljoin(address, portal.column_path))
    assert made.returncode == 0, made.stderr
    assert {f"{RECORDED}/jiaqu/{PAGES}", f"{RECORDED}/jiaqu/{CONFIRMED}"} <= project.files()
    text = (tmp_path / "spiders" / "jiaqu.py").read_text("utf-8")
    assert len([line for line in text.splitlines() if line.strip()]) <= MOST_LINES
    articles = {portal.path(key) for key in portal.keys}
    assert sum(hit.target in articles for hit in portal.log()) == 3
    for name, words in RECORD.items():
        assert (words.title in made.stdout) == (name not in OF_THE_RUN)
    assert "空 empty" in made.stdout
    checked = project.govreports("check")
    assert checked.stdout == "1 portals, 1 with recorded pages, 0 faults\n"
    crawled = project.scrapy("crawl", "jiaqu", "-O", "reports.jsonl")
    assert crawled.returncode == 0, crawled.stderr
    rows = (tmp_path / "reports.jsonl").read_text("utf-8").splitlines()
    truths = portal.truths(address)
    assert {row["url"]: row["body"] for row in map(json.loads, rows)} == {
        url: truth.body for url, truth in truths.items()
    }
    assert f"jiaqu: ok (rows {ARTICLES}" in crawled.stderr


@pytest.fixture
def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """Visits an address and returns the one line by which it is refused."""
    Project.made(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()

    def said(url: str) -> str:
        with pytest.raises(typer.Exit) as ended:
            visit(url, tmp_path / "data")
        assert ended.value.exit_code == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"govreports: {url}: column ")
        assert "What to do: " in line
        return line

    return said


def test_a_site_whose_robots_txt_forbids_is_left_alone(
    portal: ReplicaPortal, address: str, refused: Callable[[str], str]
) -> None:
    portal.robots = "User-agent: *\nDisallow: /\n"
    assert "robots.txt forbids" in refused(urljoin(address, portal.column_path))
    assert {hit.target for hit in portal.log()} == {"/robots.txt"}


def test_a_page_that_is_no_list_is_refused(
    portal: ReplicaPortal, address: str, refused: Callable[[str], str]
) -> None:
    assert "expected a list" in refused(urljoin(address, portal.path(portal.listed[0])))


@pytest.mark.parametrize(
    ("name", "url", "said"),
    [
        ("jinshui", "http://a.cn/", "there is a portal 'jinshui' already"),
        ("Jia", "http://a.cn/", "no portal's name"),
        ("portal", "http://a.cn/", "no portal's name"),
        ("jia-qu", "http://a.cn/", "no portal's name"),
        ("jia", "www.a.cn", "no web address"),
    ],
)
def test_a_name_or_an_address_that_will_not_do_is_refused_before_the_visit(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str, said: str
) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["new", name, url])
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.splitlines()) == 1


def test_portals_read_from_outside_of_the_project_are_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("govreports.settings.NEWSPIDER_MODULE", "govreports")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["new", "jia", "http://a.cn/"])
    assert result.exit_code == 1
    assert f"{ROOT / 'govreports'}, outside of this project" in result.output
