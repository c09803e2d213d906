"""What a long crawl asks of the interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from govreports.collector import tune_garbage_collector

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class GarbageCollection:
    """Extension that sets the collector once all that a crawl needs is built."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and wait for the spider to open."""
        extension = cls()
        crawler.signals.connect(extension.on_spider_opened, signals.spider_opened)
        return extension

    def on_spider_opened(self) -> None:
        """Leave the components, the store and the readers out of every later collection."""
        tune_garbage_collector()
