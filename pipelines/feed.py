"""Last stage: the row that a feed writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from govreports.records import Outcome, Report, Stored
from pipelines.stage import Stage

if TYPE_CHECKING:
    from govreports.items import PageItem


_AS_BEFORE = frozenset({Outcome.UNCHANGED, Outcome.SKIPPED})


class FeedPipeline(Stage):
    """Turns what was stored into its report; `feed=changed` leaves unchanged ones out."""

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
        options = self.portal.options
        if options.changed_only and item.outcome in _AS_BEFORE:
            self.ledger.count("left_out_of_feed")
            message = "unchanged; the feed was asked for changes only"
            raise DropItem(message, log_level="DEBUG")
        if options.title is not None and not options.title.search(item.report.title):
            message = "its full title does not match"
            raise DropItem(message, log_level="DEBUG")
