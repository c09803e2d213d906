"""Stage 4: the fingerprint by which versions are told apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.fingerprint import with_hash

if TYPE_CHECKING:
    from govreports.items import PageItem


class FingerprintPipeline:
    """Fills 内容指纹 from the report's normal form."""

    def process_item(self, item: PageItem) -> PageItem:
        """Fill ``content_hash``."""
        if item.report is None:
            return item
        return replace(item, report=with_hash(item.report))
