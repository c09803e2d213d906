"""A column's next list page comes while the last one's articles are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from tests.crawling import Crawler

ARTICLES = 50


@pytest.mark.long
def test_list_pages_are_asked_for_once_each_among_the_articles_before_them(
    crawler: Crawler,
) -> None:
    portal = PORTALS["leping"](ARTICLES)
    with serve([portal]) as addresses:
        column = urljoin(addresses["leping"], portal.column_path)
        crawled = crawler.crawl("leping", start_url=column)
    assert crawled.exit_code == 0, crawled.said
    asked = [hit.target for hit in portal.log()]
    paths = [portal.path(key) for key in portal.listed]
    lists = [target for target in asked if "/index" in target or target == portal.column_path]
    assert len(lists) == len(set(lists)) > 1
    # Not only when all rows of the first page are queued: the downloader may be through by then.
    assert asked.index(lists[1]) < asked.index(paths[5]), asked
    assert sorted(target for target in asked if target in paths) == sorted(paths)
