"""Scrapy's download handler for portals whose pages a browser must draw."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import ReferenceType, WeakKeyDictionary, ref

from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import HtmlResponse
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from govreports import problems
from govreports.archive.decoding import decode
from govreports.archive.errors import ContentEncodingError
from govreports.families.base import UnreadableError
from govreports.fetching.browser.parts import Parts
from govreports.fetching.browser.visit import Visit
from govreports.fetching.browser.wish import READY
from govreports.fetching.capture import SENT, exchange_of
from govreports.fetching.tls import keep_security_level
from govreports.ledger import Ledger
from govreports.reading.document import LARGEST_PAGE, Document
from govreports.reading.soft_errors import classify

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from govreports.records import Capture, Exchange

_OK = 200
_HTML = ("", "text/html", "application/xhtml+xml")
_CONTEXT = "pages"
_CLOSING_S = 10
# Playwright's own limits, half a minute for each step, give way to one for the whole page.
_NO_LIMIT = 0
_CONTENT_TYPE = b"text/html; charset=utf-8"


class BrowserHandler(BaseDownloadHandler):
    """Fetches as Scrapy does; pages that ask for it are then drawn in Chromium.

    One page at a time, in one tab of a browser that starts with the first page:
    a new tab each would cost three times the CPU time. The tab's context
    (cookies, storage, renderer process) is renewed after
    ``GOVREPORTS_BROWSER_PAGES`` pages and after a page that did not end, so
    that the browser's memory is bounded.
    """

    lazy = False
    _of: ClassVar[WeakKeyDictionary[Crawler, ReferenceType[BrowserHandler]]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        """Lay out the handler; scrapy-playwright starts its driver with the engine."""
        super().__init__(crawler)
        self._playwright = ScrapyPlaywrightDownloadHandler(crawler)
        keep_security_level(self._playwright, crawler.settings)
        self._parts = Parts(crawler, self._playwright.download_request)
        self._turn = asyncio.Lock()
        self._seconds = crawler.settings.getfloat("GOVREPORTS_BROWSER_TIMEOUT")
        self._pages = crawler.settings.getint("GOVREPORTS_BROWSER_PAGES")
        self._visits = 0
        self._tab: Page | None = None
        self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BrowserHandler:
        """Return the crawl's one handler: http and https share a browser."""
        known = cls._of.get(crawler)
        handler = (known() if known else None) or cls(crawler)
        cls._of[crawler] = ref(handler)
        return handler

    async def close(self) -> None:
        """End the browser; the second of the two schemes finds it closed."""
        if not self._closed:
            self._closed = True
            await self._playwright.close()

    async def download_request(self, request: Request) -> Response:
        """Fetch a page, and draw it where the request asks for that.

        What is no page of status 200 comes as it was sent: redirects, errors,
        JSON and challenges are for Scrapy and the readers. Raises what Scrapy's
        own handlers raise.
        """
        sent: Response = await self._playwright.download_request(request)
        if READY not in request.meta:
            return sent
        document = exchange_of(request, sent)
        # What is sent for an address has no fragment; a script may read its page's number there.
        page = self._page(replace(document, url=request.url))
        if page is None:
            return sent
        async with self._turn:
            began = monotonic()
            body = await self._drawn(page, request.meta[READY])
        # AutoThrottle slows down by it: a page with many parts costs the portal more.
        request.meta["download_latency"] += monotonic() - began
        request.meta[SENT] = document
        headers = {b"Content-Type": _CONTENT_TYPE}
        return HtmlResponse(request.url, headers=headers, body=body, request=request)

    def _page(self, document: Exchange) -> Capture | None:
        """Return the page that is to be drawn, ``None`` where there is none."""
        try:
            page = decode(document, max_body=LARGEST_PAGE)
            stated = (page.header("content-type") or "").partition(";")[0].strip().lower()
            if page.status != _OK or stated not in _HTML:
                return None
            kind = classify(page, Document(page))
        except (ContentEncodingError, UnreadableError):
            return None
        if kind != "blocked":
            return page
        Ledger.of(self.crawler).report(problems.challenge_not_run(page.url))
        return None

    async def _drawn(self, page: Capture, ready: str) -> bytes:
        """Return the DOM as it stands once the page is ready, in UTF-8."""
        visit = Visit(page, self._parts)
        try:
            async with asyncio.timeout(self._seconds):
                text = await self._visited(visit, ready)
        except TimeoutError as error:
            await self._renew()
            raise DownloadTimeoutError(self._overtime(ready)) from error
        except PlaywrightError as error:
            await self._renew()
            message = f"the browser lost the page: {error.message.splitlines()[0]}"
            raise DownloadFailedError(message) from error
        self._note(visit)
        self._visits += 1
        if self._visits % self._pages == 0:
            await self._renew()
        # A lone surrogate in a script's string is no character of any encoding.
        return text.encode("utf-8", "replace")

    async def _visited(self, visit: Visit, ready: str) -> str:
        order = self._order(visit, ready)
        drawn = await self._playwright.download_request(order)
        self._tab = order.meta["playwright_page"]
        # Its scripts end here, and the next page may differ in its fragment only.
        await self._tab.goto("about:blank")
        text: str = drawn.text
        return text

    def _order(self, visit: Visit, ready: str) -> Request:
        """Return scrapy-playwright's order: open the page, wait, hand back DOM and tab."""
        until = "load" if ready else "networkidle"
        selector = PageMethod("wait_for_selector", ready, state="attached", timeout=_NO_LIMIT)
        meta = {
            "playwright": True,
            "playwright_context": _CONTEXT,
            "playwright_context_kwargs": self._options(),
            "playwright_include_page": True,
            "playwright_page": self._tab,
            "playwright_page_init_callback": visit.open,
            "playwright_page_goto_kwargs": {"wait_until": until, "timeout": _NO_LIMIT},
            "playwright_page_methods": [selector] if ready else [],
        }
        return Request(visit.page.url, meta=meta)

    def _overtime(self, ready: str) -> str:
        awaited = f"{ready!r} was not there" if ready else "its scripts asked for ever more"
        return f"after {self._seconds:g} s in the browser {awaited} (GOVREPORTS_BROWSER_TIMEOUT)"

    def _options(self) -> dict[str, Any]:
        return {
            "user_agent": self.crawler.settings["USER_AGENT"],
            "service_workers": "block",
            "accept_downloads": False,
            # Scripts turn moments into days: those of the portal's readers.
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
        }

    async def _renew(self) -> None:
        """Close the context with its tab and renderer process; the next page gets new ones."""
        self._tab = None
        wrapper = self._playwright.context_wrappers.get(_CONTEXT)
        if wrapper is not None:
            # Where the browser has died, its contexts have gone with it.
            with suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(_CLOSING_S):
                    await wrapper.context.close()

    def _note(self, visit: Visit) -> None:
        ledger = Ledger.of(self.crawler)
        ledger.count("browser_pages")
        if visit.led_to is not None:
            ledger.report(problems.page_leads_on(visit.page.url, visit.led_to))
