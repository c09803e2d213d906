"""Stage 3: the files that a report links to, fetched and read before it is stored."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from govreports.fetching.attachments import AttachmentVisits
from govreports.fingerprint import with_hash
from govreports.recorder import Recorder
from govreports.store.errors import StoreError
from govreports.store.known_files import expires
from pipelines.stage import Stage

if TYPE_CHECKING:
    from govreports.items import PageItem
    from govreports.records import Report


class AttachmentsPipeline(Stage):
    """Fills a report's attachments: type, size, hash and the state of their text.

    Those of a page that came unchanged are asked for again, too: a file may be
    replaced behind its address. Addresses whose keys expire are left alone then,
    unless the crawl asks for everything (``full=1``): only the page has new ones.
    """

    async def process_item(self, item: PageItem) -> PageItem:
        """Visit the report's attachments, if it has any.

        A page whose files no store takes note of any more is dropped.
        """
        try:
            return await self._filled(item)
        except StoreError as error:
            if self._recorder is not None:
                self._recorder.failed(item.capture.url, error)
            raise DropItem(str(error), log_level="DEBUG") from error

    async def _filled(self, item: PageItem) -> PageItem:
        if item.report is not None and item.report.attachments:
            return await self._fill(item, item.report)
        if item.known_files:
            return await self._look_again(item)
        return item

    async def _fill(self, item: PageItem, report: Report) -> PageItem:
        self.ledger.count("attachments", len(report.attachments))
        if self._visits is None:
            return item
        full = self.portal.options.full
        files = await self._visits.of(self.portal.portal, report.attachments, full=full)
        return replace(item, report=with_hash(replace(report, attachments=files)))

    async def _look_again(self, item: PageItem) -> PageItem:
        self.ledger.count("attachments", len(item.known_files))
        if self._visits is None:
            return item
        full = self.portal.options.full
        asked = [one for one in item.known_files if full or not expires(one.url)]
        visited = await self._visits.of(self.portal.portal, asked, full=full)
        now = dict(zip(asked, visited, strict=True))
        return replace(item, files=tuple(now.get(one, one) for one in item.known_files))

    @cached_property
    def _recorder(self) -> Recorder | None:
        return Recorder.of(self.crawler)

    @cached_property
    def _visits(self) -> AttachmentVisits | None:
        """What visits files, unless this crawl is to leave them alone."""
        recorder = self._recorder
        wanted = self.crawler.settings.getbool("GOVREPORTS_ATTACHMENTS")
        if recorder is None or not wanted or self.portal.sample:
            return None
        return AttachmentVisits(self.crawler, recorder, self.portal.hosts.own)
