from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy import Request, signals
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.test import get_crawler

from govreports.fetching.crawl_delay import CrawlDelay

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

REQUEST = Request("http://a.gov.cn/1.htm", meta={"download_slot": "a.gov.cn"})


@pytest.fixture
def slot() -> SimpleNamespace:
    return SimpleNamespace(delay=1.0, jitter=0.5)


@pytest.fixture
def crawler(slot: SimpleNamespace) -> Crawler:
    crawler = get_crawler(settings_dict={"USER_AGENT": "govreports/0 (test)"})
    downloader = SimpleNamespace(slots={"a.gov.cn": slot}, get_slot_key=lambda _: "a.gov.cn")
    crawler.engine = cast("Any", SimpleNamespace(downloader=downloader))
    return crawler


def robots(text: str, crawler: Crawler) -> ProtegoRobotParser:
    return ProtegoRobotParser.from_crawler(crawler, text.encode())


def test_a_longer_delay_than_our_own_is_kept(crawler: Crawler, slot: SimpleNamespace) -> None:
    extension = CrawlDelay(crawler)
    extension.on_robots_parsed(robots("User-agent: *\nCrawl-delay: 5", crawler), REQUEST)
    assert slot.delay == 5.0
    assert slot.jitter == 0.0


def test_a_shorter_delay_never_makes_us_faster(crawler: Crawler, slot: SimpleNamespace) -> None:
    extension = CrawlDelay(crawler)
    extension.on_robots_parsed(robots("User-agent: *\nCrawl-delay: 0.1", crawler), REQUEST)
    assert slot.delay == 1.0


def test_what_autothrottle_lowers_is_raised_again(crawler: Crawler, slot: SimpleNamespace) -> None:
    extension = CrawlDelay(crawler)
    extension.on_robots_parsed(robots("User-agent: *\nCrawl-delay: 5", crawler), REQUEST)
    slot.delay = 1.2
    extension.on_response_downloaded(REQUEST)
    assert slot.delay == 5.0


def test_a_rule_for_another_robot_is_not_ours(crawler: Crawler, slot: SimpleNamespace) -> None:
    extension = CrawlDelay(crawler)
    extension.on_robots_parsed(robots("User-agent: other\nCrawl-delay: 9", crawler), REQUEST)
    assert slot.delay == 1.0


def test_a_host_without_a_delay_is_left_to_autothrottle(
    crawler: Crawler, slot: SimpleNamespace
) -> None:
    extension = CrawlDelay(crawler)
    extension.on_robots_parsed(robots("User-agent: *\nDisallow: /x", crawler), REQUEST)
    slot.delay = 0.5
    extension.on_response_downloaded(REQUEST)
    assert slot.delay == 0.5


def test_answers_are_listened_to_only_where_a_delay_is_asked_for(
    crawler: Crawler, slot: SimpleNamespace
) -> None:
    extension = CrawlDelay.from_crawler(crawler)
    for text, kept in (("Disallow: /x", 1.2), ("Crawl-delay: 5", 5.0)):
        extension.on_robots_parsed(robots(f"User-agent: *\n{text}", crawler), REQUEST)
        slot.delay = 1.2
        crawler.signals.send_catch_log(signals.response_downloaded, request=REQUEST)
        assert slot.delay == kept
