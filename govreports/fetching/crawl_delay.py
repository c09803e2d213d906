"""Crawl-delay of robots.txt, which Scrapy reads but does not keep."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)


class CrawlDelay:
    """Extension that slows a host down to what its robots.txt asks for.

    The delay is the larger of our own and the portal's, never less: AutoThrottle
    knows only our own floor and would go below the portal's after each answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawler whose download slots are set."""
        self.crawler = crawler
        self._asked: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and listen for robots.txt files."""
        extension = cls(crawler)
        crawler.signals.connect(extension.on_robots_parsed, signals.robots_parsed)
        return extension

    def on_robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Note the delay, in seconds, that the host's robots.txt states."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if not asked:
            return
        slot = self.crawler.engine.downloader.get_slot_key(request)
        if not self._asked:
            # Not before: each answer would be reported to us for nothing.
            self.crawler.signals.connect(self.on_response_downloaded, signals.response_downloaded)
        self._asked[slot] = float(asked)
        self._slow_down(slot)
        logger.info("%s asks for %s s between requests (Crawl-delay)", slot, asked)

    def on_response_downloaded(self, request: Request) -> None:
        """Hold the delay after AutoThrottle has set its own."""
        slot = request.meta.get("download_slot")
        if slot in self._asked:
            self._slow_down(slot)

    def _slow_down(self, key: str) -> None:
        slot = self.crawler.engine.downloader.slots.get(key)
        if slot is not None:
            slot.delay = max(slot.delay, self._asked[key])
            # Scrapy varies its delays by half, which would go below the portal's.
            slot.jitter = 0.0
