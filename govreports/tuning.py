"""What a long crawl asks of the interpreter."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

# Measured on a 2-core machine: the default of 700 walks every live object dozens of times a
# second; far higher values let response trees pile up, which only this collector frees.
_THRESHOLD = 10_000


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


def tune_garbage_collector() -> None:
    """Collect less often, and leave what is there by now out of every collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_THRESHOLD, 20, 20)
