"""One page in the browser: it is handed its document, and the parts that its scripts ask for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from govreports.failures import FetchError
from govreports.fetching.browser.parts import Part, RefusedError
from govreports.reading.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.async_api import Page, Route
    from playwright.async_api import Request as PageRequest
    from scrapy import Request

    from govreports.fetching.browser.parts import Parts
    from govreports.records import Capture

_TEXTS = {"script": "text/javascript; charset=utf-8", "stylesheet": "text/css; charset=utf-8"}
_HTML = "text/html; charset=utf-8"
# Undone already, or the fulfilled answer's own.
_UNDONE = frozenset({"content-encoding", "content-length", "transfer-encoding", "content-type"})
# The browser stays on its page where a navigation answers 204 (RFC 9110, 15.3.5).
_STAY = 204


class Visit:
    """The routes of one page; ``led_to`` is where its script wanted to go instead."""

    def __init__(self, page: Capture, parts: Parts) -> None:
        """Keep the page's document and what fetches its parts."""
        self.page = page
        self._parts = parts
        self._shown = False
        self.led_to: str | None = None

    async def open(self, tab: Page, _request: Request) -> None:
        """Take over every request of the browser's page before it goes anywhere."""
        self._tab = tab
        await tab.route("**", self.on_request)

    async def on_request(self, route: Route, request: PageRequest) -> None:
        """Answer one request of the page."""
        # The page may be closed while its last parts are still on their way.
        with suppress(PlaywrightError):
            if not request.is_navigation_request():
                await self._part(route, request)
            elif request.frame != self._tab.main_frame:
                await route.abort("blockedbyclient")
            elif self._shown:
                # One page was asked for. A challenge's reload with its answer would come here too.
                self.led_to = request.url
                await route.fulfill(status=_STAY)
            else:
                self._shown = True
                await self._hand_over(route, self.page, _HTML)

    async def _part(self, route: Route, request: PageRequest) -> None:
        part = Part(
            url=request.url,
            kind=request.resource_type,
            page=self.page.url,
            method=request.method,
            headers=await request.all_headers(),
            body=request.post_data_buffer or b"",
        )
        try:
            answer = await self._parts.get(part, lambda: not self._tab.is_closed())
        except RefusedError:
            await route.abort("blockedbyclient")
        except FetchError:
            await route.abort("failed")
        else:
            await self._hand_over(route, answer, _TEXTS.get(part.kind))

    async def _hand_over(self, route: Route, answer: Capture, text_type: str | None) -> None:
        """Hand an answer to the page; text in the encoding that its bytes are in, not its label."""
        kept = _joined((name, value) for name, value in answer.headers if name not in _UNDONE)
        stated = answer.header("content-type")
        if text_type is None:
            headers = {**kept, **({"content-type": stated} if stated else {})}
            await route.fulfill(status=answer.status, headers=headers, body=answer.body)
            return
        text = decode(answer.body, stated).text
        headers = {**kept, "content-type": text_type}
        await route.fulfill(status=answer.status, headers=headers, body=text)


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by name, several of one name on lines of their own, as Playwright has it."""
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}\n{value}" if name in joined else value
    return joined
