"""Stage 1: the bytes of a page into its report, read beside the crawl."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from scrapy.exceptions import DropItem

from govreports import problems
from govreports.failures import FetchError
from govreports.families.base import UnreadableError
from govreports.normalise import UntitledError
from govreports.reader_process.errors import ReaderFaultError
from pipelines.article_stage import ArticleStage

if TYPE_CHECKING:
    from govreports.items import PageItem
    from govreports.records import Problem


class ReadPipeline(ArticleStage):
    """Fills ``report`` with the values that the page states, normalised, and their fingerprint.

    A page that reads as no report is named in the ledger and goes no further;
    its bytes are in the archive. So are the parts (an iframe, further pages)
    that some pages need, which are fetched here.
    """

    async def process_item(self, item: PageItem) -> PageItem:
        """Read the page, unless it is settled."""
        if item.settled:
            return item
        page = self.page_of(item, item.capture)
        try:
            page, read = await self.read(page)
        except (UnreadableError, UntitledError) as error:
            self._drop(problems.page_unreadable(page.capture.url, error), error)
        except FetchError as error:
            self._drop(problems.page_not_fetched(page.capture.url, error), error)
        except ReaderFaultError as error:
            self._drop(problems.reader_failed(page.capture.url, error), error)
        for problem in read.problems:
            self.ledger.report(problem)
        return replace(
            item,
            report=read.report,
            text=read.text,
            payload_sha256=read.payload_sha256,
            parts=page.parts,
            pictures=read.pictures,
        )

    def _drop(self, problem: Problem, error: Exception) -> NoReturn:
        self.ledger.report(problem)
        raise DropItem(str(error), log_level="DEBUG") from error
