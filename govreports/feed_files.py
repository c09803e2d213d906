"""The feeds that `-O` asks for, with a word in the ledger where one cannot be written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.extensions.feedexport import FeedExporter

from govreports import problems
from govreports.ledger import Ledger

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot

_FAILED = "feedexport/failed_count/"


class FeedFiles(FeedExporter):
    """Scrapy's extension, which only logs a feed that the disk does not take.

    Named once: the store has every report, so nothing but the file is lost.
    """

    _named = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, as Scrapy's own, and listen for the end of its files."""
        feeds: Self = super().from_crawler(crawler)
        crawler.signals.connect(feeds.on_feeds_closed, signals.feed_exporter_closed)
        return feeds

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write an item to each feed."""
        try:
            super().item_scraped(item, spider)
        except OSError as error:
            self._name(str(error))

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        # Scrapy foresees a failing storage, and no exporter whose last bytes find no room.
        try:
            await super()._close_slot(slot, spider)
        except OSError as error:
            self._name(str(error))
            if slot.file is not None:
                with suppress(OSError):
                    slot.file.close()

    def on_feeds_closed(self) -> None:
        """Name a feed whose last part could not be written."""
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        if any(name.startswith(_FAILED) and count for name, count in stats.items()):
            self._name("its end could not be written; the log above says why")

    def _name(self, message: str) -> None:
        if not self._named:
            self._named = True
            portal = getattr(self.crawler.spider, "portal", "")
            Ledger.of(self.crawler).report(problems.feed_failed(portal, message))
