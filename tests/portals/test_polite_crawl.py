"""How a crawl behaves towards a portal, told by the portal's own log of requests."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from tests.crawling import Crawler

ARTICLES = 4
ASKED = 1.0
# As shipped, but for the pause of our own: the portal's is the longer one, and counts.
SHIPPED = {"AUTOTHROTTLE_ENABLED": "1", "AUTOTHROTTLE_START_DELAY": "0.1", "DOWNLOAD_DELAY": "0.1"}
# The log says when a request was answered, and no two take exactly as long on their way.
LEEWAY = 0.1


@pytest.mark.long
def test_robots_txt_is_obeyed_in_its_rules_and_its_pauses_under_an_honest_name(
    crawler: Crawler,
) -> None:
    portal = PORTALS["jinshui"](ARTICLES)
    forbidden = portal.path(portal.listed[1])
    portal.robots = f"User-agent: *\nDisallow: {forbidden}\nCrawl-delay: {ASKED:.0f}\n"
    with serve([portal]) as addresses:
        crawled = crawler.crawl("jinshui", addresses["jinshui"], settings=SHIPPED)
    assert len(crawled.rows) == ARTICLES - 1
    robots, *hits = portal.log()
    assert robots.target == "/robots.txt"
    assert forbidden not in {hit.target for hit in hits}
    pauses = [after.at - hit.at for hit, after in pairwise(hits)]
    assert min(pauses) >= timedelta(seconds=ASKED - LEEWAY)
    assert all(hit.user_agent.startswith("govreports/") for hit in (robots, *hits))
    assert all("contact:" in hit.user_agent for hit in (robots, *hits))
