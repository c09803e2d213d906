"""Known pages whose re-check window is not over: settled without a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from govreports.clock import now
from govreports.store.rechecks import is_due

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from govreports.store.answers import Known

# Of the answer that stands for the one that was not asked for.
WITHIN_WINDOW = "govreports_within_window"
# Of a request that must reach the portal.
ALWAYS = "govreports_always"
_NOT_MODIFIED = 304


class RecheckWindows:
    """Downloader middleware that answers in a portal's place where nobody need ask it.

    Only in scheduled runs (``GOVREPORTS_WINDOWS``), and only for pages that the
    spider says are ``known``. It stands next to the downloader as Scrapy's own
    cache does: what it answers takes the way of every page, and reaches
    neither the portal nor the archive.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware in a run that keeps windows."""
        if not crawler.settings.getbool("GOVREPORTS_WINDOWS"):
            # Without words: with any, Scrapy would warn of it in every crawl.
            raise NotConfigured
        return cls()

    def process_request(self, request: Request) -> Response | None:
        """Answer for a page within its window, let the others through."""
        known: Known | None = request.cb_kwargs.get("known")
        if known is None or request.meta.get(ALWAYS) or is_due(known, now()):
            return None
        return Response(request.url, status=_NOT_MODIFIED, flags=[WITHIN_WINDOW], request=request)


def was_asked(response: Response) -> bool:
    """Whether an answer came from the portal."""
    return WITHIN_WINDOW not in response.flags
