"""One real crawl of each family that no portal's file names: list requests of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.replica.server import serve
from tests.crawling import assert_complete
from tests.families.replicas import REPLICAS

if TYPE_CHECKING:
    from tests.crawling import Crawler
    from tests.families.replicas import Replica

MODULES = {"SPIDER_MODULES": "spiders,tests.families.portals"}
ARTICLES = 14
FAMILIES = [one for one in REPLICAS if one.place.invented and one.encoding == "utf-8"]


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
    with crawler.store() as store:
        (run,) = store.runs()
        (seen,) = store.listings(run.run_id)
        assert (seen.complete, seen.declared, seen.seen) == (True, ARTICLES, ARTICLES)
