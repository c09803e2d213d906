"""Stage 3: attachments, as they are linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.stage import Stage

if TYPE_CHECKING:
    from govreports.items import PageItem


class AttachmentsPipeline(Stage):
    """Counts what a report links to; the links are stored with its version."""

    def process_item(self, item: PageItem) -> PageItem:
        """Count the report's attachments."""
        if item.report is not None and item.report.attachments:
            self.ledger.count("attachments", len(item.report.attachments))
        return item
