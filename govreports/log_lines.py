"""The lines that Scrapy logs for every page and item, made only where they are shown."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class LogLines(LogFormatter):
    """Scrapy's lines; those of level DEBUG only in a crawl with ``LOG_LEVEL`` DEBUG.

    Others would be built, with the whole item in them, and then thrown away.
    """

    def __init__(self, level: int | str) -> None:
        """Take the level of the crawl's log, by name or by number."""
        least = level if isinstance(level, int) else logging.getLevelNamesMapping()[level]
        self._all = least <= logging.DEBUG

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the formatter for the crawl's ``LOG_LEVEL``."""
        return cls(crawler.settings["LOG_LEVEL"])

    # Scrapy's own text has a formatter return None for no line; its types do not say so.
    def crawled(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """Return the line of a page that has come."""
        return super().crawled(request, response, spider) if self._all else None

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        """Return the line of an item that all pipelines let through."""
        return super().scraped(item, response, spider) if self._all else None
