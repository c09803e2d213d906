"""Stage 1: strings of the page into the values of a report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from govreports import problems
from govreports.normalise import Context, UntitledError, normalise
from pipelines.stage import Stage

if TYPE_CHECKING:
    from govreports.items import PageItem


class NormalisePipeline(Stage):
    """Reads each value by its kind; what is odd is named and kept raw."""

    def process_item(self, item: PageItem) -> PageItem:
        """Fill ``item.report``; a page without a title reads as no report and is dropped."""
        if item.raw is None:
            return item
        ledger = self.ledger
        try:
            read = normalise(item.raw, self._context(item))
        except UntitledError as error:
            ledger.report(problems.page_unreadable(item.capture.url, error))
            raise DropItem(str(error), log_level="DEBUG") from error
        for problem in read.problems:
            ledger.report(problem)
        return replace(item, report=read.report)

    def _context(self, item: PageItem) -> Context:
        spider = self.portal
        return Context(
            portal=spider.portal,
            column=item.column,
            region_code=spider.region_code,
            row=item.row,
            fetched_at=item.capture.fetched_at,
        )
