"""robots.txt for what a page's scripts ask for: those requests pass no downloader middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.utils.misc import load_object

from govreports.failures import FAILURES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

_OK = 200


class Robots:
    """The rules of each host that parts come from.

    Those of the pages' own host are the crawl's, which has read them before the
    page; another host of the portal is asked for its own, once.
    """

    def __init__(self, crawler: Crawler, fetch: Callable[[Request], Awaitable[Response]]) -> None:
        """Listen for the rules that the crawl reads; ``fetch`` gets those it does not."""
        self._crawler = crawler
        self._fetch = fetch
        self._obeyed = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self._rules: dict[str, RobotParser | None] = {}
        crawler.signals.connect(self.on_robots_parsed, signals.robots_parsed)

    def on_robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take up the rules of a host that the crawl has read."""
        self._rules[urlsplit(request.url).netloc] = robotparser

    async def allow(self, url: str) -> bool:
        """Whether the host's rules let this crawl ask for the address."""
        if not self._obeyed:
            return True
        host = urlsplit(url).netloc
        if host not in self._rules:
            self._rules[host] = await self._read(url)
        rules = self._rules[host]
        return rules is None or rules.allowed(url, self._crawler.settings["USER_AGENT"])

    async def _read(self, url: str) -> RobotParser | None:
        """Return a host's rules, ``None`` (all is allowed) where it has none, as Scrapy has it."""
        try:
            response = await self._fetch(Request(urljoin(url, "/robots.txt")))
        except FAILURES:
            return None
        if response.status != _OK:
            return None
        parser: RobotParser = load_object(self._crawler.settings["ROBOTSTXT_PARSER"]).from_crawler(
            self._crawler, response.body
        )
        return parser
