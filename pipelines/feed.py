"""Last stage: the row that a feed writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from govreports.ledger import Ledger
from govreports.records import Outcome, Report, Stored
from govreports.spider import portal_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.items import PageItem


class FeedPipeline:
    """Turns what was stored into its report; `feed=changed` leaves unchanged ones out."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler, whose spider knows what was asked."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage."""
        return cls(crawler)

    def process_item(self, item: Stored | PageItem) -> Report:
        """Return the report; drop what the feed was asked to leave out."""
        if isinstance(item, Stored):
            self._leave_out(item)
            return item.report
        if item.report is None:
            message = "nothing was read and nothing is stored"
            raise DropItem(message, log_level="DEBUG")
        return item.report

    def _leave_out(self, item: Stored) -> None:
        options = portal_of(self.crawler).options
        if options.changed_only and item.outcome is Outcome.UNCHANGED:
            Ledger.of(self.crawler).count("left_out_of_feed")
            message = "unchanged; the feed was asked for changes only"
            raise DropItem(message, log_level="DEBUG")
        if options.title is not None and not options.title.search(item.report.title):
            message = "its full title does not match"
            raise DropItem(message, log_level="DEBUG")
