"""Stage 1: strings of the page into the values of a report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from govreports import problems
from govreports.ledger import Ledger
from govreports.normalise import Context, UntitledError, normalise
from govreports.spider import portal_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.items import PageItem


class NormalisePipeline:
    """Reads each value by its kind; what is odd is named and kept raw."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler, whose spider is the portal."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage."""
        return cls(crawler)

    def process_item(self, item: PageItem) -> PageItem:
        """Fill ``item.report``; a page without a title reads as no report and is dropped."""
        if item.raw is None:
            return item
        ledger = Ledger.of(self.crawler)
        try:
            read = normalise(item.raw, self._context(item))
        except UntitledError as error:
            ledger.report(problems.page_unreadable(item.capture.url, error))
            raise DropItem(str(error), log_level="DEBUG") from error
        for problem in read.problems:
            ledger.report(problem)
        return replace(item, report=read.report)

    def _context(self, item: PageItem) -> Context:
        spider = portal_of(self.crawler)
        return Context(
            portal=spider.portal,
            column=item.column,
            region_code=spider.region_code,
            row=item.row,
            fetched_at=item.capture.fetched_at,
        )
