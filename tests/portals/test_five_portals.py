"""Each spider against its replica: every article, every field, every character."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest

from govreports.feeds import json_row
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from govreports.records import Report
    from govreports.replica.portal import ReplicaPortal
    from tests.crawling import Crawled, Crawler

# Set by the crawl or the store, so no truth of a page.
OF_THE_RUN = {"content_hash", "version", "fetched_at"}


def compare(crawled: Crawled, portal: ReplicaPortal, base: str) -> None:
    """Hold every row of the feed against the truth of its page, field by field."""
    truths = portal.truths(base)
    rows = {row["url"]: row for row in crawled.rows}
    assert sorted(rows) == sorted(truths)
    wrong = [
        (truth.title[:20], name, expected, rows[url][name])
        for url, truth in truths.items()
        for name, expected in expectations(truth).items()
        if rows[url][name] != expected
    ]
    assert wrong == []


def expectations(truth: Report) -> dict[str, Any]:
    return {name: value for name, value in json_row(truth).items() if name not in OF_THE_RUN}


@pytest.mark.parametrize("name", list(PORTALS))
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_every_article_and_field_comes_back_through_base_url(
    crawler: Crawler, name: str, encoding: str
) -> None:
    portal = PORTALS[name](encoding=encoding)
    with serve([portal]) as addresses:
        crawled = crawler.crawl(name, addresses[name])
        assert crawled.exit_code == 0, crawled.said
        compare(crawled, portal, addresses[name])


@pytest.mark.parametrize("name", list(PORTALS))
def test_every_article_and_field_comes_back_through_start_url(crawler: Crawler, name: str) -> None:
    portal = PORTALS[name]()
    with serve([portal]) as addresses:
        start = urljoin(addresses[name], portal.column_path)
        crawled = crawler.crawl(name, start_url=start)
        assert crawled.exit_code == 0, crawled.said
        compare(crawled, portal, addresses[name])
