"""One real crawl of each family that no portal's file names: list requests of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.archive.reader import exchanges
from govreports.replica.server import serve
from tests.crawling import assert_complete
from tests.families.replicas import PER_PAGE, Replica, one_of_each_family

if TYPE_CHECKING:
    from govreports.records import Exchange
    from tests.crawling import Crawler

MODULES = {"SPIDER_MODULES": "spiders,tests.families.portals"}
ARTICLES = 14
PAGES = -(-ARTICLES // PER_PAGE)
INVENTED = [one for one in one_of_each_family() if one.place.invented]
# The suite over all replicas runs each time; crawls of all of them are a proof of their own.
FAMILIES = [*INVENTED[:2], *(pytest.param(one, marks=pytest.mark.long) for one in INVENTED[2:])]


@pytest.mark.parametrize("replica", FAMILIES, ids=str)
def test_every_article_and_field_comes_back_through_base_url(
    crawler: Crawler, replica: Replica
) -> None:
    portal = replica.portal(ARTICLES)
    with serve([portal]) as addresses:
        base = addresses[portal.name]
        crawled = crawler.crawl(portal.name, base, settings=MODULES)
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, portal, base)
        assert_seen_whole(crawler)
        answered = {(hit.method, hit.target) for hit in portal.log() if hit.status == 200}
        assert answered == archived(crawler)


def test_a_column_on_a_page_of_many_comes_back_through_start_url(crawler: Crawler) -> None:
    portal = Replica("rongwan").portal(ARTICLES)
    with serve([portal]) as addresses:
        base = addresses[portal.name]
        start = urljoin(base, portal.column_path)
        crawled = crawler.crawl(portal.name, settings=MODULES, start_url=start)
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, portal, base)
        assert_seen_whole(crawler)


def test_requests_by_post_are_told_apart_and_archived(crawler: Crawler) -> None:
    """All pages of such a list have one address: what the form says tells them apart."""
    portal = Replica("zhanghe", dialect="openness").portal(ARTICLES)
    with serve([portal]) as addresses:
        base = addresses[portal.name]
        crawled = crawler.crawl(portal.name, base, settings=MODULES)
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, portal, base)
    posted = [hit for hit in portal.log() if hit.method == "POST"]
    assert len(posted) == PAGES
    kept = [one for one in archive_of(crawler) if one.method == "POST"]
    assert len({one.url for one in kept}) == 1
    assert len({one.body for one in kept}) == len(kept) == PAGES


def archived(crawler: Crawler) -> set[tuple[str, str]]:
    """Method and target of all that the archive holds: lists, parts and pages alike."""
    found = [one for one in archive_of(crawler) if one.status == 200]
    return {(one.method, "/" + one.url.split("/", 3)[3]) for one in found}


def archive_of(crawler: Crawler) -> list[Exchange]:
    """All that the archive holds."""
    folder = crawler.folder / "archive"
    files = [str(file.relative_to(folder)) for file in folder.rglob("*.warc.gz")]
    return [exchange for file in files for exchange in exchanges(folder, file)]


def assert_seen_whole(crawler: Crawler) -> None:
    """A shell without rows, too, lets the column be complete."""
    with crawler.store() as store:
        (run,) = store.runs()
        (seen,) = store.listings(run.run_id)
        assert (seen.complete, seen.seen) == (True, ARTICLES)
        # Some systems state how many pages a list has, or nothing.
        assert seen.declared in {None, ARTICLES}
