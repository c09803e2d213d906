"""What `-a` asks for is what is crawled, and what it leaves out proves nothing missing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal
    from tests.crawling import Crawler

ARTICLES = 16
# Four list pages: a crawl that stops early leaves one alone.
PER_PAGE = 4
FEW = 8


@pytest.fixture(scope="module")
def portal() -> ReplicaPortal:
    return PORTALS["leping"](ARTICLES, per_page=PER_PAGE)


@pytest.fixture(scope="module")
def address(portal: ReplicaPortal) -> Iterator[str]:
    with serve([portal]) as addresses:
        yield addresses["leping"]


def articles(portal: ReplicaPortal) -> list[Article]:
    return [portal.entries[key].article for key in portal.listed]


def test_title_keeps_matching_reports_only(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    crawled = crawler.crawl("leping", address, title="法治政府.*安排")
    wanted = {one.title for one in articles(portal) if "工作安排" in one.title}
    assert crawled.exit_code == 0, crawled.said
    assert {row["title"] for row in crawled.rows} == wanted
    assert 0 < len(wanted) < ARTICLES


def test_since_keeps_rows_from_that_day_on_and_stops_after_a_page_of_older_ones(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    days = sorted((one.published_at.date() for one in articles(portal)), reverse=True)
    since: date = days[4]
    portal.hits.clear()
    crawled = crawler.crawl("leping", address, since=since.isoformat())
    assert crawled.exit_code == 0, crawled.said
    assert len(crawled.rows) == sum(day >= since for day in days)
    lists = {hit.target for hit in portal.log() if "/index" in hit.target}
    assert not any("index_3" in target for target in lists)


def test_start_url_crawls_that_column_without_looking_at_the_home_page(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    portal.hits.clear()
    crawled = crawler.crawl("leping", start_url=urljoin(address, portal.column_path))
    assert crawled.exit_code == 0, crawled.said
    assert len(crawled.rows) == ARTICLES
    assert "/" not in {hit.target for hit in portal.log()}


def test_a_start_url_that_is_no_list_is_an_error_that_names_the_page(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    page = urljoin(address, portal.path(portal.listed[0]))
    crawled = crawler.crawl("leping", start_url=page)
    assert crawled.exit_code == 1
    assert page in crawled.said
    assert "What to do" in crawled.said


def test_a_replica_on_another_port_keeps_every_identity(
    crawler: Crawler, portal: ReplicaPortal
) -> None:
    for _ in range(2):
        with serve([portal]) as addresses:
            crawled = crawler.crawl("leping", addresses["leping"])
            assert crawled.exit_code == 0, crawled.said
    with crawler.store() as store:
        (run, _first) = store.runs(most=2)
        assert store.counts()["leping"].reports == ARTICLES
        assert run.stats is not None
        assert run.stats["unchanged"] == ARTICLES


def test_robots_txt_and_our_name_come_before_everything(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    portal.hits.clear()
    crawler.crawl("leping", address)
    first, *_ = portal.log()
    assert first.target == "/robots.txt"
    assert all(hit.user_agent.startswith("govreports/") for hit in portal.log())
    assert all("contact:" in hit.user_agent for hit in portal.log())


def test_what_robots_txt_forbids_is_not_asked_for(crawler: Crawler) -> None:
    portal = PORTALS["leping"](5)
    portal.robots = "User-agent: *\nDisallow: /\n"
    with serve([portal]) as addresses:
        crawled = crawler.crawl("leping", addresses["leping"])
    assert crawled.exit_code == 1
    assert "robots" in crawled.said
    assert {hit.target for hit in portal.log()} == {"/robots.txt"}


@pytest.mark.parametrize("missing", ["soft", "home"])
def test_a_dropped_page_that_answers_softly_is_removed_too(crawler: Crawler, missing: str) -> None:
    portal = PORTALS["leping"](FEW, missing=missing)
    with serve([portal]) as addresses:
        assert crawler.crawl("leping", addresses["leping"]).exit_code == 0
        title = portal.entries[portal.listed[0]].article.title
        portal.drop(portal.listed[0])
        crawled = crawler.crawl("leping", addresses["leping"])
    assert crawled.exit_code == 0, crawled.said
    with crawler.store() as store:
        removed = [entry for entry in store.latest() if entry.removed_at is not None]
    assert [entry.report.title for entry in removed] == [title]


def test_an_article_that_is_sent_home_is_an_error_and_never_a_report(crawler: Crawler) -> None:
    portal = PORTALS["leping"](FEW, missing="home")
    key = portal.listed[2]
    with serve([portal]) as addresses:
        portal.entries[key].alive = False
        crawled = crawler.crawl("leping", addresses["leping"])
    assert crawled.exit_code == 1
    assert "page_sent_home" in crawled.said
    assert len(crawled.rows) == FEW - 1


@pytest.mark.parametrize(
    ("name", "dialect"),
    [("zhanghe", "window"), ("zhanghe", "page"), ("tianshan", "lines"), ("jinshui", "bare")],
)
def test_every_list_dialect_of_a_family_is_crawled_whole(
    crawler: Crawler, name: str, dialect: str
) -> None:
    portal = PORTALS[name](ARTICLES, per_page=PER_PAGE, dialect=dialect)
    with serve([portal]) as addresses:
        crawled = crawler.crawl(name, addresses[name])
    assert crawled.exit_code == 0, crawled.said
    assert len(crawled.rows) == ARTICLES


def test_a_list_whose_further_answers_are_empty_is_a_shortfall(crawler: Crawler) -> None:
    portal = PORTALS["zhanghe"](ARTICLES, per_page=PER_PAGE, dialect="stunted")
    with serve([portal]) as addresses:
        crawled = crawler.crawl("zhanghe", addresses["zhanghe"])
    assert crawled.exit_code == 1
    assert "error listing_short" in crawled.said
    assert f"{ARTICLES} rows, as the listing declares" in crawled.said
    assert 0 < len(crawled.rows) < ARTICLES


def test_an_article_in_two_parts_is_joined(crawler: Crawler) -> None:
    portal = PORTALS["leping"](FEW)
    key = portal.listed[1]
    portal.edit(key, parts=2)
    article = portal.entries[key].article
    with serve([portal]) as addresses:
        crawled = crawler.crawl("leping", addresses["leping"])
    assert crawled.exit_code == 0, crawled.said
    assert crawled.row(article.title)["body"] == article.body()
