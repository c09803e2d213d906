"""Single pages fetched from within a step of the crawl: lists, parts, probes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import FormRequest, Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from govreports.fetching.capture import capture_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from govreports.records import Ask, Capture

_CLASSES: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadTimeoutError, "timeout"),
    (DownloadConnectionRefusedError, "refused"),
    (IgnoreRequest, "robots"),
    (ResponseDataLossError, "cut_off"),
)
FAILURES = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    OSError,
)
"""What a download can raise after all retries (Scrapy 2.19 and Twisted)."""

_CLIENT_ERROR = 400


class FetchError(Exception):
    """A page that did not come: ``kind`` names the class, ``found`` says it in words."""

    def __init__(self, kind: str, found: str, status: int = 0) -> None:
        """Keep the class, the words and the HTTP status (0 where there was none)."""
        super().__init__(found)
        self.kind = kind
        self.found = found
        self.status = status


def fetch_error(error: BaseException) -> FetchError:
    """Return the failure of a download in our own terms."""
    kind = next((kind for cls, kind in _CLASSES if isinstance(error, cls)), "network")
    return FetchError(kind, str(error) or type(error).__name__)


def check_status(page: Capture) -> Capture:
    """Return the page, or raise :class:`FetchError` for a status of 400 and above."""
    if page.status >= _CLIENT_ERROR:
        message = f"the server answered with status {page.status}"
        raise FetchError(f"status_{page.status}", message, page.status)
    return page


class Fetcher:
    """Fetches one page at a time through the crawl's own downloader.

    robots.txt, delays, retries, redirects and the archive apply as to any
    other request; the scheduler and its duplicate filter do not.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler whose engine fetches."""
        self._crawler = crawler

    async def page(self, ask: Ask) -> Capture:
        """Return the page of any status.

        Raises :class:`FetchError` where no answer came.
        """
        engine = self._crawler.engine
        if engine is None:
            message = "the crawl has not begun"
            raise RuntimeError(message)
        try:
            response = await engine.download_async(request_of(ask))
        except FAILURES as error:
            raise fetch_error(error) from error
        return capture_of(response)

    async def good_page(self, ask: Ask) -> Capture:
        """Return the page.

        Raises :class:`FetchError` where no answer came, or one of status 400 and above.
        """
        return check_status(await self.page(ask))


def request_of(ask: Ask) -> Request:
    """Return the Scrapy request for a family's wish."""
    headers = dict(ask.headers)
    if ask.form:
        return FormRequest(
            ask.url,
            method=ask.method,
            formdata=list(ask.form),
            headers=headers,
            callback=NO_CALLBACK,
        )
    return Request(ask.url, method=ask.method, headers=headers, callback=NO_CALLBACK)
