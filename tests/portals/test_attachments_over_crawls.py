"""Files that reports link to, crawled again and again: states, hashes, versions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database, reading
from tests.crawling import Crawled, Crawler
from tests.databases import empty_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.replica.portal import ReplicaPortal

ARTICLES = 10
OFF = {"GOVREPORTS_ATTACHMENTS": "0"}


class Town:
    """A replica crawled time and again into one store."""

    def __init__(self, portal: ReplicaPortal, address: str, crawler: Crawler) -> None:
        self.portal = portal
        self.address = address
        self.crawler = crawler
        (self.boxed,) = (key for key in portal.keys if len(self.files(key)) == 2)
        self.single = next(key for key in portal.keys if len(self.files(key)) == 1)
        self.moments: dict[str, dict[str, Any]] = {}
        self.stats: dict[str, dict[str, Any]] = {}
        self.asked: dict[str, list[int]] = {}

    def files(self, key: str) -> tuple[object, ...]:
        return self.portal.entries[key].article.attachments()

    def crawl(self, moment: str, settings: dict[str, str] | None = None) -> None:
        self.portal.hits.clear()
        crawled: Crawled = self.crawler.crawl(self.portal.name, self.address, settings=settings)
        assert crawled.exit_code == 0, crawled.said
        self.moments[moment] = {row["url"]: row for row in crawled.rows}
        paths = {address for address, suffix, *_ in self.portal.addresses() if suffix != ".png"}
        self.asked[moment] = [hit.status for hit in self.portal.log() if hit.target in paths]
        with self.crawler.store() as store:
            (run,) = store.runs(most=1)
            self.stats[moment] = dict(run.stats or {}) | {"verdict": run.verdict}

    def row(self, moment: str, key: str) -> dict[str, Any]:
        path = self.portal.path(key)
        found: list[dict[str, Any]] = [
            row for url, row in self.moments[moment].items() if url.endswith(path)
        ]
        return found[0]

    def table(self, query: str) -> list[Any]:
        engine = open_database(self.crawler.database_url)
        with reading(engine, "looking") as connection:
            rows = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return rows


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    portal = PORTALS["jinshui"](ARTICLES)
    with empty_database(request.param, folder) as url, serve([portal]) as addresses:
        town = Town(portal, addresses["jinshui"], Crawler(folder / "data", url))
        town.crawl("left alone", OFF)
        town.crawl("first")
        town.crawl("unchanged")
        portal.replace_files(town.boxed)
        town.crawl("replaced")
        town.crawl("after")
        yield town


def test_without_attachments_they_are_listed_and_nothing_is_asked_for(town: Town) -> None:
    assert town.asked["left alone"] == []
    for one in town.row("left alone", town.boxed)["attachments"]:
        assert one["name"]
        assert (one["sha256"], one["text_state"]) == (None, None)


def test_files_fetched_for_the_first_time_revise_a_version_and_make_none(town: Town) -> None:
    row = town.row("first", town.boxed)
    assert row["version"] == 1
    assert [one["text_state"] for one in row["attachments"]] == ["text", "text"]
    assert town.stats["first"]["revised"] == 2
    assert "changed" not in town.stats["first"]
    assert row["content_hash"] != town.row("left alone", town.boxed)["content_hash"]


def test_a_known_file_is_asked_for_on_condition_and_not_sent_again(town: Town) -> None:
    assert town.asked["unchanged"] == [304] * len(town.asked["first"])
    assert town.stats["unchanged"]["unchanged"] == ARTICLES
    assert (
        town.row("unchanged", town.boxed)["attachments"]
        == (town.row("first", town.boxed)["attachments"])
    )


def test_a_file_replaced_behind_its_address_is_a_version_of_its_report(town: Town) -> None:
    before, now = (town.row(moment, town.boxed) for moment in ("unchanged", "replaced"))
    assert (before["version"], now["version"]) == (1, 2)
    assert now["body"] == before["body"]
    hashes = [{one["sha256"] for one in row["attachments"]} for row in (before, now)]
    assert hashes[0].isdisjoint(hashes[1])
    assert town.stats["replaced"]["changed"] == 1
    assert town.row("after", town.boxed)["version"] == 2


def test_the_version_of_a_replaced_file_still_names_the_page_s_own_record(town: Town) -> None:
    rows = town.table(
        "SELECT capture_id, payload_sha256 FROM versions WHERE report_id IN "
        "(SELECT report_id FROM versions WHERE version = 2)"
    )
    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_each_file_names_the_record_that_holds_its_bytes(town: Town) -> None:
    rows = town.table(
        "SELECT files.sha256, captures.url, captures.status, file_addresses.url FROM files "
        "JOIN captures ON captures.id = files.capture_id "
        "LEFT JOIN file_addresses ON file_addresses.sha256 = files.sha256"
    )
    assert len(rows) == len(town.asked["first"]) + 2
    assert {status for _, _, status, _ in rows} == {200}
    assert all(url == address for _, url, _, address in rows if address is not None)


def test_files_lie_below_the_data_directory_by_their_hash(town: Town) -> None:
    folder = town.crawler.folder / "attachments"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert sorted({path.suffix for path in files}) == [".doc", ".docx", ".xls"]
    for path in files:
        assert path.stem == hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.parent == folder / path.stem[:2]


def test_their_text_is_in_the_store(town: Town) -> None:
    (texts,) = zip(*town.table("SELECT text FROM files"), strict=True)
    assert any("任务分工表" in text for text in texts)
    assert any("第1次更换" in text for text in texts)


def test_a_portal_of_whole_files_raises_no_warning(town: Town) -> None:
    assert {stats["verdict"] for stats in town.stats.values()} == {"ok"}
