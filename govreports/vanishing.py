"""Pages that left a listing: gone, or only taken off the list?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider

from govreports.fetching.absence import PROBES, Absence, absence
from govreports.fetching.capture import capture_of
from govreports.ledger import Ledger
from govreports.recorder import Recorder
from govreports.spider import PortalSpider
from govreports.store.errors import StoreError
from govreports.store.jobs import MarkPresence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from govreports.store.store import Missing


class VanishedPages:
    """Extension that probes what a complete column no longer lists.

    It waits until the crawl is idle, when every report of the run is stored:
    only then is a page that came back under another address known as moved.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawler whose engine takes the probes."""
        self.crawler = crawler
        self._looked = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and wait for the spider to be idle."""
        extension = cls(crawler)
        crawler.signals.connect(extension.on_idle, signals.spider_idle)
        return extension

    def on_idle(self, spider: Any) -> None:
        """Look once for missing reports and keep the spider open for their probes."""
        recorder = Recorder.of(self.crawler)
        if self._looked or recorder is None or not isinstance(spider, PortalSpider):
            return
        self._looked = True
        try:
            missing = self._missing(recorder, spider)
        except StoreError as error:
            recorder.failed(spider.portal, error)
            return
        if not missing:
            return
        for report in missing:
            self.crawler.engine.crawl(self._probe(spider, report, 1))
        raise DontCloseSpider

    def _missing(self, recorder: Recorder, spider: PortalSpider) -> list[Missing]:
        # The crawl is idle, so waiting for the store delays nothing.
        found: dict[str, Missing] = {}
        for walk in spider.walks:
            if walk.complete and not spider.partial:
                query = partial(recorder.store.missing, recorder.run, spider.portal, walk.key)
                left = recorder.writer.call(recorder.ask, query).result()
                reports = {page.report_id for page in left}
                Ledger.of(self.crawler).count_in(walk.name, "missing", len(reports))
                found.update({page.url_key: page for page in left})
        return list(found.values())

    def _probe(self, spider: PortalSpider, report: Missing, attempt: int) -> Request:
        return Request(
            spider.hosts.reachable(report.url, report.url_key),
            callback=self.on_answer,
            errback=self.on_failure,
            dont_filter=True,
            meta=spider.page_meta,
            cb_kwargs={"spider": spider, "report": report, "attempt": attempt},
        )

    async def on_answer(
        self, response: Response, spider: PortalSpider, report: Missing, attempt: int
    ) -> AsyncIterator[Request]:
        """Judge a probe; what is gone is asked for once more."""
        verdict = absence(capture_of(response))
        if verdict is Absence.GONE and attempt < PROBES:
            yield self._probe(spider, report, attempt + 1)
        elif verdict is not Absence.UNKNOWN:
            await self._mark(spider, report, verdict)

    async def _mark(self, spider: PortalSpider, report: Missing, verdict: Absence) -> None:
        recorder = Recorder.of(self.crawler)
        if recorder is None:
            return
        word = "gone" if verdict is Absence.GONE else "unlisted"
        try:
            await recorder.submit(
                MarkPresence(
                    run_id=recorder.run,
                    portal=spider.portal,
                    url_key=report.url_key,
                    verdict=word,
                )
            )
        except StoreError as error:
            recorder.failed(report.url, error)
            return
        Ledger.of(self.crawler).count(word)

    def on_failure(self, _failure: Failure) -> None:
        """Leave a page's presence as it is: no answer proves nothing."""
        Ledger.of(self.crawler).count("probe_unanswered")
