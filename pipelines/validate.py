"""Stage 2: what cannot be a report goes no further, counted and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from govreports import problems
from govreports.families.base import UnreadableError
from govreports.records import BodyState
from pipelines.stage import Stage

if TYPE_CHECKING:
    from govreports.items import PageItem
    from govreports.records import Report


class ValidatePipeline(Stage):
    """Holds each report to what the record promises."""

    def process_item(self, item: PageItem) -> PageItem:
        """Pass a report on, or drop it with an error in the ledger; its bytes are archived."""
        if item.report is None:
            return item
        ledger = self.ledger
        try:
            check(item.report)
        except UnreadableError as error:
            ledger.report(problems.page_unreadable(item.capture.url, error))
            raise DropItem(str(error), log_level="DEBUG") from error
        if item.report.body_state != BodyState.TEXT:
            ledger.count(f"body_{item.report.body_state}")
        return item


def check(report: Report) -> None:
    """Hold a report to the rules between its fields.

    Raises :class:`UnreadableError` for a text that is empty, or lost in
    decoding, or a state that says the text could not be read.
    """
    if report.body_state == BodyState.UNREAD:
        message = "a title but no text, no image and no attachment"
        raise UnreadableError(message)
    if report.body_state == BodyState.TEXT and not report.body:
        message = "an empty text"
        raise UnreadableError(message)
    if report.body and "\ufffd" in report.body:
        lost = report.body.count("\ufffd")
        message = f"{lost} characters that no encoding explains (U+FFFD)"
        raise UnreadableError(message)
