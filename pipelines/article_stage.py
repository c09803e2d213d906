"""What stages have that read articles: the page as its reader takes it, and its parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.families.base import UnreadableError
from govreports.normalise import Context
from govreports.page_reading import ReportPage
from govreports.reader_process.extension import PageReader
from govreports.records import Needs
from pipelines.stage import Stage

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.items import PageItem
    from govreports.page_reading import ReadReport
    from govreports.records import Capture

# An article in more rounds of parts than this is a loop of the portal's.
_MOST_ROUNDS = 5


class ArticleStage(Stage):
    """A stage that reads article pages beside the crawl."""

    def __init__(self, crawler: Crawler, reader: PageReader) -> None:
        """Keep the crawl's reader."""
        super().__init__(crawler)
        self.reader = reader

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage."""
        return cls(crawler, PageReader.of(crawler))

    def page_of(self, item: PageItem, capture: Capture) -> ReportPage:
        """Return an item's page, as it came or as it came again, with what is known of it."""
        spider = self.portal
        context = Context(
            portal=spider.portal,
            column=item.column,
            region_code=spider.region_code,
            row=item.row,
            fetched_at=capture.fetched_at,
        )
        return ReportPage(capture, spider.family, context)

    async def read(self, page: ReportPage) -> tuple[ReportPage, ReadReport]:
        """Return the page with all its parts, and its report.

        Raises `UnreadableError` or `UntitledError` where it reads as no report,
        `FetchError` where a part does not come, `ReaderFaultError` for a fault
        of the reader's own.
        """
        read = await self.reader.report(page)
        for _ in range(_MOST_ROUNDS):
            if not isinstance(read, Needs):
                return page, read
            page = await self._with_parts(page, read)
            read = await self.reader.report(page)
        message = f"the article asks for ever more parts (after {len(page.parts)})"
        raise UnreadableError(message)

    async def _with_parts(self, page: ReportPage, needs: Needs) -> ReportPage:
        fetcher = self.portal.fetcher
        fetched = [await fetcher.good_page(ask) for ask in needs.parts]
        return replace(page, parts=(*page.parts, *fetched))
