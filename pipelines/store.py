"""Stage 4: the store decides which report this is and whether it is a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem, NotConfigured

from govreports.failures import FetchError
from govreports.fetching.absence import PROBES, Absence, absence
from govreports.fetching.fetcher import Fetcher
from govreports.monitors.rules import covered
from govreports.recorder import Recorder
from govreports.records import Ask, Outcome, Stored
from govreports.store.errors import StoreError
from govreports.store.jobs import NeedsProbe, SaveReport, Settle
from govreports.store.rechecks import UNWATCHED
from pipelines.stage import Stage

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.items import PageItem
    from govreports.records import Report
    from govreports.store.rechecks import Watched

_READ_ANEW = frozenset({Outcome.NEW, Outcome.CHANGED})


class StorePipeline(Stage):
    """Hands each page to the store and waits until it is committed."""

    def __init__(self, crawler: Crawler, recorder: Recorder) -> None:
        """Keep the crawl's recorder."""
        super().__init__(crawler)
        self.recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage, unless this crawl is to store nothing."""
        recorder = Recorder.of(crawler)
        if recorder is None:
            message = "nothing is stored in this crawl"
            raise NotConfigured(message)
        return cls(crawler, recorder)

    async def process_item(self, item: PageItem) -> Stored:
        """Store the page; one that the store refuses is dropped with an error."""
        ledger = self.ledger
        try:
            stored = await self._settle(item) if item.settled else await self._save(item)
        except StoreError as error:
            self.recorder.failed(item.capture.url, error)
            raise DropItem(str(error), log_level="DEBUG") from error
        for problem in stored.problems:
            ledger.report(problem)
        ledger.count(stored.outcome)
        ledger.count_in(item.column, stored.outcome)
        if stored.outcome in _READ_ANEW:
            for name in covered(stored.report):
                ledger.count(name)
        return stored

    async def _settle(self, item: PageItem) -> Stored:
        stored: Stored = await self.recorder.submit(
            Settle(
                run_id=self.recorder.run,
                portal=self.portal.portal,
                url_key=item.url_key,
                url=item.capture.url,
                capture_id=item.capture.id if item.asked else None,
                column=item.column,
                payload_sha256=item.capture.payload_sha256 if item.capture.body else None,
                etag=item.capture.header("etag"),
                last_modified=item.capture.header("last-modified"),
                want_report=self._want_unchanged(),
                neighbours=self._neighbours(item),
                row=item.row,
                files=item.files,
            )
        )
        return stored

    async def _save(self, item: PageItem) -> Stored:
        """Store a page that was read, probing old addresses where identity hangs on them."""
        gone: frozenset[str] = frozenset()
        alive: frozenset[str] = frozenset()
        while True:
            answer = await self.recorder.submit(self._job(item, gone, alive))
            if not isinstance(answer, NeedsProbe):
                stored: Stored = answer
                return stored
            for url, key in answer.urls:
                if await self._gone(url, key):
                    gone |= {key}
                else:
                    alive |= {key}

    def _job(self, item: PageItem, gone: frozenset[str], alive: frozenset[str]) -> SaveReport:
        return SaveReport(
            run_id=self.recorder.run,
            portal=self.portal.portal,
            report=self._report(item),
            url_key=item.url_key,
            capture_id=item.capture.id,
            payload_sha256=item.payload_sha256,
            etag=item.capture.header("etag"),
            last_modified=item.capture.header("last-modified"),
            gone=gone,
            alive=alive,
            parts=(*(part.id for part in item.parts), *item.pictured),
            row=item.row,
            redirected=self._redirected(item),
            text=item.text,
            neighbours=self._neighbours(item),
        )

    def _neighbours(self, item: PageItem) -> Watched:
        return self.portal.watched.get(item.column or "", UNWATCHED)

    def _redirected(self, item: PageItem) -> tuple[tuple[str, str], ...]:
        asked = item.capture.requested_url
        key = self.portal.hosts.key(asked)
        return ((asked, key),) if asked and key != item.url_key else ()

    async def _gone(self, url: str, key: str) -> bool:
        spider = self.portal
        fetcher = Fetcher(self.crawler, spider.page_meta)
        for _ in range(PROBES):
            try:
                page = await fetcher.page(Ask(spider.hosts.reachable(url, key)))
            except FetchError:
                return False
            if absence(page) is not Absence.GONE:
                return False
        return True

    def _report(self, item: PageItem) -> Report:
        if item.report is None:
            message = "a page without a report reached the store"
            raise ValueError(message)
        return item.report

    def _want_unchanged(self) -> bool:
        # Filling unchanged rows from the store costs a query; without a feed nobody reads them.
        changed_only = self.portal.options.changed_only
        return bool(self.crawler.settings.getdict("FEEDS")) and not changed_only
