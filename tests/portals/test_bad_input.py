"""What goes wrong is said with portal, page and remedy, and costs nothing that is stored."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from govreports.reading.document import MOST_TAGS
from govreports.replica.articles import Paragraph
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govreports.replica.portal import ReplicaPortal
    from tests.crawling import Crawled, Crawler

ARTICLES = 8
PER_PAGE = 5


@pytest.fixture
def portal() -> ReplicaPortal:
    return PORTALS["jinshui"](ARTICLES, per_page=PER_PAGE)


@pytest.fixture
def address(portal: ReplicaPortal) -> Iterator[str]:
    with serve([portal]) as addresses:
        yield addresses["jinshui"]


def stored(crawler: Crawler) -> int:
    with crawler.store() as store:
        return store.counts()["jinshui"].reports


def expect_error(crawled: Crawled, code: str) -> None:
    """Exit code 1, and last lines that name portal, kind, page and what to do."""
    assert crawled.exit_code == 1
    assert "jinshui: failed" in crawled.said
    assert f"jinshui: error {code}: http" in crawled.said
    assert "What to do:" in crawled.said


def test_a_portal_without_the_column_is_an_error_that_names_it(crawler: Crawler) -> None:
    portal = PORTALS["xinmi"](ARTICLES)
    portal.remove_column()
    with serve([portal]) as addresses:
        crawled = crawler.crawl("xinmi", addresses["xinmi"])
    assert crawled.exit_code == 1
    assert "error column_missing" in crawled.said
    assert "法治政府建设" in crawled.said
    assert crawled.rows == []


def test_an_empty_listing_is_an_error_and_leaves_the_store_alone(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    assert crawler.crawl("jinshui", address).exit_code == 0
    portal.break_listing("empty")
    expect_error(crawler.crawl("jinshui", address), "listing_empty")
    with crawler.store() as store:
        assert store.counts()["jinshui"].reports == ARTICLES
        assert store.counts()["jinshui"].removed == 0


def test_a_listing_shorter_than_it_declares_is_an_error_and_nothing_vanishes(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    assert crawler.crawl("jinshui", address).exit_code == 0
    portal.break_listing("short")
    expect_error(crawler.crawl("jinshui", address), "listing_short")
    with crawler.store() as store:
        assert store.counts()["jinshui"].removed == store.counts()["jinshui"].unlisted == 0


def test_a_page_that_cannot_be_read_is_an_error_and_its_bytes_are_kept(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    key = portal.listed[3]
    portal.unreadable(key)
    crawled = crawler.crawl("jinshui", address)
    expect_error(crawled, "page_unreadable")
    assert portal.path(key) in crawled.said
    assert stored(crawler) == ARTICLES - 1
    archived = [path.read_bytes() for path in (crawler.folder / "archive").glob("*.warc.gz")]
    assert len(archived) == 1


@pytest.mark.parametrize("setting", ["too many tags", "too many bytes"])
def test_a_page_too_large_is_an_error_that_names_it(
    crawler: Crawler, portal: ReplicaPortal, address: str, setting: str
) -> None:
    key = portal.listed[3]
    text = Paragraph("本年度，各项工作有序推进。")
    portal.edit(key, blocks=(text,) * (MOST_TAGS // 2))
    limits = {"DOWNLOAD_MAXSIZE": str(500_000)} if setting == "too many bytes" else {}
    crawled = crawler.crawl("jinshui", address, settings=limits)
    expect_error(crawled, "page_not_fetched" if limits else "page_unreadable")
    assert "page too large" in crawled.said
    assert portal.path(key) in crawled.said
    assert stored(crawler) == ARTICLES - 1


def test_a_listed_page_that_does_not_exist_is_an_error(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    key = portal.listed[3]
    portal.entries[key].alive = False
    crawled = crawler.crawl("jinshui", address)
    expect_error(crawled, "page_not_fetched")
    assert "404" in crawled.said


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("unknown_label", lambda portal, key: portal.unknown_label(key)),
        ("impossible_date", lambda portal, key: portal.impossible_date(key)),
        ("index_check_digit", lambda portal, key: portal.bad_check_digit(key)),
    ],
)
def test_an_odd_value_is_a_warning_and_the_report_is_stored(
    crawler: Crawler,
    portal: ReplicaPortal,
    address: str,
    code: str,
    spoil: Callable[[ReplicaPortal, str], None],
) -> None:
    key = portal.listed[3]
    spoil(portal, key)
    crawled = crawler.crawl("jinshui", address)
    assert crawled.exit_code == 0
    assert "jinshui: warnings" in crawled.said
    assert f"warning {code}: {address}{portal.path(key)[1:]}" in crawled.said
    assert stored(crawler) == ARTICLES


def test_an_impossible_date_stays_raw_in_the_metadata(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    key = portal.listed[3]
    portal.impossible_date(key)
    crawled = crawler.crawl("jinshui", address)
    row = crawled.row(portal.entries[key].article.title)
    assert "2021-02-30" in row["metadata"].values()
    assert row["issued_on"] is None


def test_a_database_that_cannot_be_opened_is_said_before_anything_is_fetched(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    folder = crawler.folder / "a-folder.db"
    folder.mkdir(parents=True)
    crawled = crawler.crawl(
        "jinshui", address, settings={"GOVREPORTS_DATABASE_URL": f"sqlite:///{folder}"}
    )
    assert crawled.exit_code == 1
    assert str(folder) in crawled.said
    assert "Traceback" not in crawled.said
    assert portal.log() == ()


def test_a_database_of_a_newer_schema_is_left_alone(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    assert crawler.crawl("jinshui", address).exit_code == 0
    with sqlite3.connect(crawler.folder / "govreports.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    portal.hits.clear()
    crawled = crawler.crawl("jinshui", address)
    assert crawled.exit_code == 1
    assert "9999" in crawled.said
    assert "newer" in crawled.said
    assert portal.log() == ()


def test_a_database_locked_past_its_timeout_is_an_error_with_a_remedy(
    crawler: Crawler, address: str
) -> None:
    assert crawler.crawl("jinshui", address).exit_code == 0
    database = sqlite3.connect(crawler.folder / "govreports.db", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        crawled = crawler.crawl(
            "jinshui",
            address,
            settings={
                "GOVREPORTS_DATABASE_URL": f"{crawler.database_url}?timeout=1",
                "GOVREPORTS_DATABASE_PATIENCE": "2",
            },
        )
    finally:
        database.rollback()
        database.close()
    assert crawled.exit_code == 1
    assert "locked" in crawled.said
    assert stored(crawler) == ARTICLES


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"since": "yesterday"}, "YYYY-MM-DD"),
        ({"sinse": "2024-01-01"}, "unknown argument 'sinse'"),
        ({"start_url": "jinshui"}, "no web address"),
    ],
)
def test_a_wrong_argument_is_wrong_usage(
    crawler: Crawler, arguments: dict[str, Any], said: str
) -> None:
    crawled = crawler.crawl("jinshui", **arguments)
    assert crawled.exit_code == 2
    assert said in crawled.said


def test_an_unknown_portal_is_wrong_usage(crawler: Crawler) -> None:
    crawled = crawler.crawl("atlantis")
    assert crawled.exit_code == 2
    assert "atlantis" in crawled.said


def test_a_portal_that_does_not_answer_is_an_error(crawler: Crawler) -> None:
    crawled = crawler.crawl("jinshui", "http://127.0.0.1:9/")
    expect_error(crawled, "home_not_fetched")
