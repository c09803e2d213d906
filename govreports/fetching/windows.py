"""Known pages that need not be asked for again: settled without a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from govreports.clock import now
from govreports.recorder import Recorder
from govreports.store.rechecks import is_due

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from govreports.records import Row
    from govreports.store.answers import Known

# Of the answer that stands for the one that was not asked for.
WITHIN_WINDOW = "govreports_within_window"
# Of a request that must reach the portal.
ALWAYS = "govreports_always"
_NOT_MODIFIED = 304


class RecheckWindows:
    """Downloader middleware that answers in a portal's place where nobody need ask it.

    In scheduled runs (``GOVREPORTS_WINDOWS``) for pages within their windows, in
    one that goes on with a crawl that broke off (``resume=1``) for pages that it
    had met; and only for those that the spider says are ``known``. It stands next
    to the downloader as Scrapy's own cache does: what it answers takes the way of
    every page, and reaches neither the portal nor the archive.
    """

    def __init__(self, recorder: Recorder | None, *, windows: bool) -> None:
        """Take the crawl's recorder, which knows what broke off, and whether windows are kept."""
        self._recorder = recorder
        self._windows = windows

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware in a run that keeps windows or goes on with another."""
        windows = crawler.settings.getbool("GOVREPORTS_WINDOWS")
        options = getattr(crawler.spider, "options", None)
        if not windows and not (options and options.resume):
            # Without words: with any, Scrapy would warn of it in every crawl.
            raise NotConfigured
        return cls(Recorder.of(crawler), windows=windows)

    def process_request(self, request: Request) -> Response | None:
        """Answer for a page that is within its window or done, let the others through."""
        known: Known | None = request.cb_kwargs.get("known")
        row: Row | None = request.cb_kwargs.get("row")
        if known is None or request.meta.get(ALWAYS):
            return None
        if not self._within(known, row) and not self._done(known):
            return None
        return Response(request.url, status=_NOT_MODIFIED, flags=[WITHIN_WINDOW], request=request)

    def _within(self, known: Known, row: Row | None) -> bool:
        return self._windows and not is_due(known, now(), row)

    def _done(self, known: Known) -> bool:
        first = self._recorder.resumes if self._recorder else None
        return first is not None and known.last_seen_run >= first and known.gone_at is None


def was_asked(response: Response) -> bool:
    """Whether an answer came from the portal."""
    return WITHIN_WINDOW not in response.flags
