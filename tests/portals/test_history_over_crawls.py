"""A report edited three times: its history and the differences, as the commands show them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from lxml.html import fromstring
from rich.console import Console
from typer.testing import CliRunner

from govreports.archive.reader import read_exchange
from govreports.cli import app
from govreports.places import archive_directory
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.crawling import ROOT, Crawler

if TYPE_CHECKING:
    from govreports.replica.portal import ReplicaPortal
    from govreports.store.answers import Entry

ARTICLES = 6
# Words of a title that say nothing of its year or kind.
REVISED = "（修订）"


@dataclass
class Edited:
    """The replica and the store after four crawls, each but the first after an edit."""

    portal: ReplicaPortal
    key: str
    crawler: Crawler
    bodies: list[str]
    entry: Entry


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    folder = tmp_path_factory.mktemp("edited")
    crawler = Crawler(folder / "data", f"sqlite:///{folder / 'data' / 'govreports.db'}")
    portal = PORTALS["jinshui"](ARTICLES)
    key = portal.listed[0]
    title = portal.entries[key].article.title + REVISED
    bodies = []
    with serve([portal]) as addresses:
        for fields in (None, {}, {"validity": "废止"}, {"title": title}):
            if fields is not None:
                portal.edit(key, **fields)
            bodies.append(portal.entries[key].article.body() or "")
            crawled = crawler.crawl("jinshui", addresses["jinshui"])
            assert crawled.exit_code == 0, crawled.said
    with crawler.store() as store:
        (entry,) = (one for one in store.latest() if one.report.version != 1)
    return Edited(portal, key, crawler, bodies, entry)


@pytest.fixture
def run(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", edited.crawler.database_url)

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_the_store_holds_four_versions(edited: Edited) -> None:
    with edited.crawler.store() as store:
        bodies = [version.report.body for version in store.versions(edited.entry.report_id)]
    assert bodies == edited.bodies


def test_history_lists_the_versions_with_their_warc_records(edited: Edited, run: Any) -> None:
    said = run("history", edited.entry.report_id)
    heads = re.findall(r"^  (\d)  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  (.*)$", said, re.MULTILINE)
    urls = re.findall(r"^     (http\S+)$", said, re.MULTILINE)
    record = r"^     (\S+\.warc\.gz) @ (\d+)  urn:uuid:(\S+)$"
    places = re.findall(record, said, re.MULTILINE)
    assert [number for number, _ in heads] == ["1", "2", "3", "4"]
    assert [words for _, words in heads] == [
        "首次读到 first read",
        "正文 body +1 句",
        "有效性 validity; 原始元数据 metadata",
        "标题 title",
    ]
    assert len(set(places)) == 4
    archive = archive_directory(edited.crawler.folder)
    for (file, offset, record_id), url in zip(places, urls, strict=True):
        exchange = read_exchange(archive, file, int(offset))
        assert (exchange.id, exchange.url, exchange.status) == (record_id, url, 200)


def test_history_as_json_says_the_same(edited: Edited, run: Any) -> None:
    found = json.loads(run("history", edited.entry.report_id, "--format", "json"))
    versions = found["versions"]
    assert [one["version"] for one in versions] == [1, 2, 3, 4]
    assert [one["changed"] for one in versions] == [
        None,
        ["body"],
        ["validity", "metadata"],
        ["title"],
    ]
    archive = archive_directory(edited.crawler.folder)
    for one in versions:
        exchange = read_exchange(archive, one["warc_file"], one["warc_offset"])
        assert (exchange.id, exchange.url) == (one["record_id"], one["url"])
    assert [one["gone_at"] for one in found["presence"]] == [None]
    assert [one["url"] for one in found["addresses"]] == [versions[-1]["url"]]
    assert found["decisions"] == []


def test_history_shows_presence_and_address(edited: Edited, run: Any) -> None:
    said = run("history", edited.entry.report_id)
    assert len(re.findall(r"→ 今 now$", said, re.MULTILINE)) == 1
    address, asked = said.rstrip().splitlines()[-2:]
    assert address.endswith(edited.portal.path(edited.key))
    assert re.fullmatch(r" +问过 asked 4 ×，变过 changed 3 ×，复查 again from \d{4}-.*", asked)


def test_diff_shows_exactly_the_edits(edited: Edited, run: Any) -> None:
    report_id = edited.entry.report_id
    shown = [
        json.loads(run("diff", report_id, str(n), str(n + 1), "--format", "json"))
        for n in (1, 2, 3)
    ]
    fields = [{one["name"] for one in found["fields"]} for found in shown]
    assert fields == [set(), {"validity", "metadata"}, {"title"}]
    assert shown[1]["fields"][0] == {"name": "validity", "old": "有效", "new": "废止"}
    assert shown[2]["fields"][0]["new"] == edited.entry.report.title
    (inserted,) = (part["text"] for part in shown[0]["body"] if part["kind"] != "kept")
    assert inserted in edited.bodies[1]
    assert inserted not in edited.bodies[0]
    assert [part["kind"] for found in shown[1:] for part in found["body"]] == ["kept", "kept"]


def test_diff_shows_the_last_edit_unless_told_otherwise(edited: Edited, run: Any) -> None:
    said = run("diff", edited.entry.report_id)
    assert "version 3" in said
    assert f"→ {edited.entry.report.title}" in said
    assert "废止" not in said


def test_diff_of_the_first_and_the_last_shows_all_edits(edited: Edited, run: Any) -> None:
    said = run("diff", edited.entry.report_id, "1", "4")
    assert f"→ {edited.entry.report.title}" in said
    assert "有效性 validity: 有效 → 废止" in said
    assert said.count("{+") == 1
    assert "[-" not in said


def test_diff_as_a_page_marks_the_same_edits(edited: Edited, run: Any) -> None:
    report_id = edited.entry.report_id
    page = fromstring(run("diff", report_id, "1", "4", "--format", "html"))
    (inserted,) = map(text, outside_tables(page, "ins"))
    assert inserted.strip() in edited.bodies[1]
    assert inserted.strip() not in edited.bodies[0]
    assert not outside_tables(page, "del")
    cells = " ".join(map(text, page.iter("td")))
    assert edited.entry.report.title in cells
    assert "废止" in cells


def outside_tables(page: Any, tag: str) -> list[Any]:
    return [one for one in page.iter(tag) if next(one.iterancestors("table"), None) is None]


def text(element: Any) -> str:
    return "".join(element.itertext())


def test_diff_is_coloured_in_a_terminal(
    edited: Edited, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Console(force_terminal=True, color_system="standard", highlight=False)
    monkeypatch.setattr("govreports.cli.diff.console", terminal)
    with terminal.capture() as shown:
        run("diff", edited.entry.report_id, "1", "2")
    green = re.findall(r"\x1b\[32m(\{\+.*?\+\})", shown.get(), re.DOTALL)
    assert len(green) == 1
    assert "\x1b[" not in run("diff", edited.entry.report_id, "1", "2", "--format", "json")
