"""Stage 1: the bytes of a page into its report, read beside the crawl."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from scrapy.exceptions import DropItem

from govreports import problems
from govreports.failures import FetchError
from govreports.families.base import UnreadableError
from govreports.normalise import Context, UntitledError
from govreports.page_reading import ReportPage
from govreports.reader_process.errors import ReaderFaultError
from govreports.reader_process.extension import PageReader
from govreports.records import Needs
from pipelines.stage import Stage

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.items import PageItem
    from govreports.page_reading import ReadReport
    from govreports.records import Problem

# An article in more rounds of parts than this is a loop of the portal's.
_MOST_ROUNDS = 5


class ReadPipeline(Stage):
    """Fills ``report`` with the values that the page states, normalised, and their fingerprint.

    A page that reads as no report is named in the ledger and goes no further;
    its bytes are in the archive. So are the parts (an iframe, further pages)
    that some pages need, which are fetched here.
    """

    def __init__(self, crawler: Crawler, reader: PageReader) -> None:
        """Keep the crawl's reader."""
        super().__init__(crawler)
        self.reader = reader

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage."""
        return cls(crawler, PageReader.of(crawler))

    async def process_item(self, item: PageItem) -> PageItem:
        """Read the page, unless it is settled."""
        if item.settled:
            return item
        page = ReportPage(item.capture, self.portal.family, self._context(item))
        try:
            page, read = await self._read(page)
        except (UnreadableError, UntitledError) as error:
            self._drop(problems.page_unreadable(page.capture.url, error), error)
        except FetchError as error:
            self._drop(problems.page_not_fetched(page.capture.url, error), error)
        except ReaderFaultError as error:
            self._drop(problems.reader_failed(page.capture.url, error), error)
        for problem in read.problems:
            self.ledger.report(problem)
        return replace(item, report=read.report, text=read.text, parts=page.parts)

    async def _read(self, page: ReportPage) -> tuple[ReportPage, ReadReport]:
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

    def _context(self, item: PageItem) -> Context:
        spider = self.portal
        return Context(
            portal=spider.portal,
            column=item.column,
            region_code=spider.region_code,
            row=item.row,
            fetched_at=item.capture.fetched_at,
        )

    def _drop(self, problem: Problem, error: Exception) -> NoReturn:
        self.ledger.report(problem)
        raise DropItem(str(error), log_level="DEBUG") from error
