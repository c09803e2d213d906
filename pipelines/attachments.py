"""Stage 3: the files that a report links to, fetched and read before it is stored."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from govreports.failures import FetchError
from govreports.families.base import UnreadableError
from govreports.fetching.attachments import Asked, AttachmentVisits
from govreports.fingerprint import with_hash
from govreports.normalise import UntitledError
from govreports.reader_process.errors import ReaderFaultError
from govreports.recorder import Recorder
from govreports.records import Ask
from govreports.store.errors import StoreError
from govreports.store.known_files import expires, file_key
from pipelines.article_stage import ArticleStage

if TYPE_CHECKING:
    from govreports.fetching.attachments import Renew
    from govreports.items import PageItem
    from govreports.records import Report


class AttachmentsPipeline(ArticleStage):
    """Fills a report's attachments: type, size, hash and the state of their text.

    Those of a page that came unchanged are asked for again, too: a file may be
    replaced behind its address. Addresses whose keys expire are left alone then,
    unless the crawl asks for everything (``full=1``): only the page has new ones,
    which is asked for again where one of them has expired too soon.

    Images that stand for a report's text are fetched, too, and become further
    parts of its version.
    """

    async def process_item(self, item: PageItem) -> PageItem:
        """Visit the report's attachments, if it has any.

        A page whose files no store takes note of any more is dropped.
        """
        try:
            return await self._filled(item)
        except StoreError as error:
            raise self._lost(item, error) from error
        except OSError as error:
            # The folder of files is a part of the store.
            reason = f"{error.filename or 'attachments'}: {error.strerror or error}"
            message = f"{reason}; see that the folder is writable and the disk has room"
            raise self._lost(item, StoreError(message)) from error

    def _lost(self, item: PageItem, error: StoreError) -> DropItem:
        if self._recorder is not None:
            self._recorder.failed(item.capture.url, error)
        return DropItem(str(error), log_level="DEBUG")

    async def _filled(self, item: PageItem) -> PageItem:
        if item.pictures and self._visits is not None:
            asked = Asked(self.portal.portal, full=self.portal.options.full)
            item = replace(item, pictured=await self._visits.pictures(item.pictures, asked))
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
        asked = Asked(self.portal.portal, self._renewal(item), full=full)
        files = await self._visits.of(report.attachments, asked)
        return replace(item, report=with_hash(replace(report, attachments=files)))

    async def _look_again(self, item: PageItem) -> PageItem:
        self.ledger.count("attachments", len(item.known_files))
        if self._visits is None:
            return item
        full = self.portal.options.full
        asked = [one for one in item.known_files if full or not expires(one.url)]
        wish = Asked(self.portal.portal, self._renewal(item), full=full)
        now = dict(zip(asked, await self._visits.of(asked, wish), strict=True))
        return replace(item, files=tuple(now.get(one, one) for one in item.known_files))

    def _renewal(self, item: PageItem) -> Renew:
        """Return what asks a page for its files' addresses anew, once."""
        addresses: dict[str, str] | None = None

        async def renew(key: str) -> str | None:
            nonlocal addresses
            if addresses is None:
                addresses = await self._addresses(item)
            return addresses.get(key)

        return renew

    async def _addresses(self, item: PageItem) -> dict[str, str]:
        try:
            page = await self.portal.fetcher.good_page(Ask(item.capture.url))
            _, read = await self.read(self.page_of(item, page))
        except (FetchError, UnreadableError, UntitledError, ReaderFaultError):
            # That the file did not come is said all the same.
            return {}
        return {file_key(one.url): one.url for one in read.report.attachments}

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
