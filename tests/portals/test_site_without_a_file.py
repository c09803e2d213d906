"""`scrapy crawl portal -a start_url=…`: a column of a site that has no file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.anysite import AnyPortal
from govreports.options import ArgumentError
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from tests.crawling import Crawler

ARTICLES = 20


@pytest.mark.parametrize("name", ["jinshui", "zhanghe"])
def test_a_column_is_crawled_whole_by_the_family_that_its_page_shows(
    crawler: Crawler, name: str
) -> None:
    portal = PORTALS[name](ARTICLES)
    with serve([portal]) as addresses:
        truths = portal.truths(addresses[name])
        crawled = crawler.crawl("portal", start_url=urljoin(addresses[name], portal.column_path))
    assert crawled.exit_code == 0, crawled.said
    assert {row["url"]: row["body"] for row in crawled.rows} == {
        url: truth.body for url, truth in truths.items()
    }
    assert {(row["portal"], row["column"]) for row in crawled.rows} == {
        ("127.0.0.1", "法治政府建设")
    }
    assert f"127.0.0.1: ok (family {portal.place.family}, rows {ARTICLES}" in crawled.said


def test_the_family_is_in_the_ledger_and_a_second_crawl_finds_all_unchanged(
    crawler: Crawler,
) -> None:
    portal = PORTALS["leping"](ARTICLES)
    with serve([portal]) as addresses:
        start = urljoin(addresses["leping"], portal.column_path)
        for _ in range(2):
            assert crawler.crawl("portal", start_url=start).exit_code == 0
    with crawler.store() as store:
        (again, first) = store.runs("127.0.0.1")
        assert store.counts()["127.0.0.1"].versions == ARTICLES
    assert first.stats is not None
    assert again.stats is not None
    assert (first.stats["family"], first.stats["new"]) == ("trs", ARTICLES)
    assert (again.stats["family"], again.stats["unchanged"]) == ("trs", ARTICLES)


def test_without_a_columns_address_it_is_wrong_usage(crawler: Crawler) -> None:
    crawled = crawler.crawl("portal")
    assert crawled.exit_code == 2
    assert "needs the address of a column: -a start_url=http" in crawled.said


def test_a_base_url_has_nothing_to_stand_in_for() -> None:
    with pytest.raises(ArgumentError, match="has none"):
        AnyPortal.read_arguments({"start_url": "http://a.cn/", "base_url": "http://b.cn/"})


def test_a_start_page_that_does_not_come_is_an_error_that_names_it(crawler: Crawler) -> None:
    portal = PORTALS["jinshui"](1)
    with serve([portal]) as addresses:
        start = urljoin(addresses["jinshui"], "/no.htm")
        crawled = crawler.crawl("portal", start_url=start)
    assert crawled.exit_code == 1
    assert f"127.0.0.1: error column_not_fetched: {start}" in crawled.said
    assert "copy the address from a browser" in crawled.said
