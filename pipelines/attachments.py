"""Stage 3: attachments, as they are linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.ledger import Ledger

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.items import PageItem


class AttachmentsPipeline:
    """Counts what a report links to; the links are stored with its version."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler, whose ledger takes the counts."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage."""
        return cls(crawler)

    def process_item(self, item: PageItem) -> PageItem:
        """Count the report's attachments."""
        if item.report is not None and item.report.attachments:
            Ledger.of(self.crawler).count("attachments", len(item.report.attachments))
        return item
