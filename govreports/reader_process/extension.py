"""The crawl's reader, from the spider's opening to its closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from govreports.extensions import needed
from govreports.page_reading import ListPage
from govreports.reader_process.limits import Limits
from govreports.reader_process.process import ReaderProcess

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.page_reading import ReadReport, ReportPage
    from govreports.records import Capture, Listing, Needs


class PageReader:
    """Extension that reads the crawl's pages in a process of their own."""

    def __init__(self, limits: Limits) -> None:
        """Start the process."""
        self._process = ReaderProcess(limits)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the reader; it gets ready while the crawl looks for its columns."""
        settings = crawler.settings
        reader = cls(
            Limits(
                seconds=settings.getint("GOVREPORTS_READING_SECONDS"),
                megabytes=settings.getint("GOVREPORTS_READING_MEGABYTES"),
            )
        )
        crawler.signals.connect(reader.on_spider_closed, signals.spider_closed)
        return reader

    @classmethod
    def of(cls, crawler: Crawler) -> PageReader:
        """Return the crawl's reader."""
        return needed(crawler, cls)

    async def report(self, page: ReportPage) -> ReadReport | Needs:
        """Read an article page.

        Raises `UnreadableError` or `UntitledError` where it reads as no report
        (`PageTooHeavyError` where it breaks the reader), `ReaderFaultError`
        where the reader itself is at fault.
        """
        read: ReadReport | Needs = await self._process.read(page)
        return read

    async def listing(self, page: Capture, family: str) -> Listing:
        """Read one page of a column, before all articles: more of them wait for it.

        Raises as :meth:`report` does, `UnreadableError` where no list can be found.
        """
        listing: Listing = await self._process.read(ListPage(page, family), first=True)
        return listing

    def on_spider_closed(self) -> None:
        """End the process."""
        self._process.close()
