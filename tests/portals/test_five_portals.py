"""Each spider against its replica: every article, every field, every character."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.crawling import assert_complete

if TYPE_CHECKING:
    from tests.crawling import Crawler


@pytest.mark.parametrize("name", list(PORTALS))
@pytest.mark.parametrize("encoding", ["utf-8", pytest.param("gbk", marks=pytest.mark.long)])
def test_every_article_and_field_comes_back_through_base_url(
    crawler: Crawler, name: str, encoding: str
) -> None:
    portal = PORTALS[name](encoding=encoding)
    with serve([portal]) as addresses:
        crawled = crawler.crawl(name, addresses[name])
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, portal, addresses[name])


@pytest.mark.long
@pytest.mark.parametrize("name", list(PORTALS))
def test_every_article_and_field_comes_back_through_start_url(crawler: Crawler, name: str) -> None:
    portal = PORTALS[name]()
    with serve([portal]) as addresses:
        start = urljoin(addresses[name], portal.column_path)
        crawled = crawler.crawl(name, start_url=start)
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, portal, addresses[name])
