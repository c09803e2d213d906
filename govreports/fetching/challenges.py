"""Answers that want us gone: challenge pages and long Retry-After. Named, never evaded."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy.http.request import NO_CALLBACK

from govreports import problems
from govreports.failures import RefusedError, fetch_error
from govreports.fetching.capture import capture_of
from govreports.fetching.pauses import asks_for_too_long, give_up_queued, slow_down
from govreports.ledger import Ledger
from govreports.reading.document import Document
from govreports.reading.errors import UnreadableError
from govreports.reading.soft_errors import classify, may_be_challenge

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# One page may be guarded by itself; three in a row are the portal's word to us.
MOST_IN_A_ROW = 3
ROBOTS = "dont_obey_robotstxt"


class Challenges:
    """Downloader middleware that lets no challenge page through.

    It stands above decompression and below retries and refreshes, so that none
    is read, followed or asked for again. Each one doubles the pause between
    requests; after :data:`MOST_IN_A_ROW` without an article between them the
    crawl of the portal ends: its lists may be let through where its articles are
    not. A server that wants to be left alone for longer than
    ``GOVREPORTS_LONGEST_WAIT`` counts as much.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler that is slowed down."""
        self.crawler = crawler
        self.longest = crawler.settings.getfloat("GOVREPORTS_LONGEST_WAIT")
        self.in_a_row = 0
        self.refused: RefusedError | None = None
        self.closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise :class:`RefusedError` for every request after the crawl was ended."""
        if self.refused is not None and ROBOTS not in request.meta:
            raise self.refused

    def process_response(self, request: Request, response: Response) -> Response:
        """Let a page pass; raise :class:`RefusedError` (``blocked``, ``busy``) for a refusal."""
        if ROBOTS in request.meta:
            # What it means that this one does not come, UnreachableRobots says.
            return response
        refused = self._refusal(response)
        if refused is None:
            # Articles come back to the spider; lists, parts and files are waited for.
            if request.callback is not NO_CALLBACK:
                self.in_a_row = 0
            return response
        self.in_a_row += 1
        slow_down(self.crawler, request)
        if self.in_a_row == MOST_IN_A_ROW:
            self._stop(request, response.url, refused)
        raise refused

    def _refusal(self, response: Response) -> RefusedError | None:
        if asks_for_too_long(response, self.longest):
            found = f"status {response.status}, to be asked again much later (Retry-After)"
            return RefusedError("busy", found)
        if is_challenge(response):
            found = f"a challenge page of the site's protection (status {response.status})"
            return RefusedError("blocked", found)
        return None

    def _stop(self, request: Request, url: str, refused: RefusedError) -> None:
        Ledger.of(self.crawler).report(
            problems.portal_refuses(url, fetch_error(refused), self.in_a_row)
        )
        self.refused = refused
        give_up_queued(self.crawler, request, refused)
        closing = self.crawler.engine.close_spider_async(reason=refused.kind)
        self.closing = asyncio.ensure_future(closing)


def is_challenge(response: Response) -> bool:
    """Whether an answer is a challenge page, whatever its status."""
    if not may_be_challenge(response.status, response.body):
        return False
    page = capture_of(response)
    try:
        return classify(page, Document(page)) == "blocked"
    except UnreadableError:
        # Nothing to parse, which a status may still say all about.
        return may_be_challenge(response.status, b"")
