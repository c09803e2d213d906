"""What a page's scripts ask for, fetched by Scrapy: own hosts, allowed, one at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urljoin

from scrapy import Request
from scrapy.exceptions import DownloadFailedError, IgnoreRequest, ResponseDataLossError

from govreports import problems
from govreports.archive.decoding import decode
from govreports.archive.errors import ContentEncodingError
from govreports.failures import FAILURES, FetchError, fetch_error
from govreports.fetching.browser.robots import Robots
from govreports.fetching.capture import exchange_of
from govreports.ledger import Ledger
from govreports.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from govreports.hosts import Hosts
    from govreports.records import Capture

# Pictures, fonts, films, frames and counters are not read, so the portal is not asked for them.
_KINDS = frozenset({"script", "stylesheet", "xhr", "fetch"})
_STATIC = frozenset({"script", "stylesheet"})
# The scripts of a portal have some hundred KB in all; Chromium's own cache is off while it is
# handed its answers, and without one each page would ask for them again.
_MOST_KEPT = 32 * 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_SERVER_ERROR = 500
# What archive.decoding undoes.
_ENCODINGS = "gzip, deflate, br"
# These belong to a connection, which is Scrapy's; those with a colon are HTTP/2's own.
_DROPPED = frozenset({"host", "connection", "content-length", "accept-encoding", "user-agent"})


class RefusedError(Exception):
    """A part that the portal is not asked for."""


class _Portal(Protocol):
    """What is needed of the spider, which lies in a higher layer."""

    hosts: Hosts


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a page's script; ``kind`` is Playwright's resource type."""

    url: str
    kind: str
    page: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Parts:
    """Fetches the parts of one crawl's pages and keeps the scripts."""

    def __init__(self, crawler: Crawler, fetch: Callable[[Request], Awaitable[Response]]) -> None:
        """Keep the crawl; ``fetch`` is its plain downloader."""
        self._crawler = crawler
        self._fetch = fetch
        self._robots = Robots(crawler, self._archived)
        self._turn = asyncio.Lock()
        self._kept: dict[str, Capture] = {}
        self._kept_bytes = 0
        self._named: set[str] = set()

    async def get(self, part: Part, wanted: Callable[[], bool]) -> Capture:
        """Return a part when its turn has come.

        Raises :class:`RefusedError` for one that is not to be asked for, or
        that is no longer ``wanted`` by then, and :class:`FetchError` where no
        answer came; what keeps a page from being drawn is named in the ledger.
        """
        async with self._turn:
            if not wanted():
                raise RefusedError(part.url)
            known = self._kept.get(part.url)
            return known if known is not None else await self._asked(part)

    async def _asked(self, part: Part) -> Capture:
        ledger = Ledger.of(self._crawler)
        try:
            answer = await self._followed(part)
        except RefusedError:
            ledger.count("browser_refused")
            raise
        except FetchError as error:
            self._name(part, error)
            raise
        self._keep(part, answer)
        return answer

    async def _followed(self, part: Part) -> Capture:
        """Follow redirects here: the browser would follow them by itself, and it has no network."""
        url = part.url
        for _ in range(1 + _MOST_REDIRECTS):
            await self._check(part, url)
            response = await self._download(part, url)
            if response.status not in _REDIRECTS or b"Location" not in response.headers:
                return self._read(part, response)
            url = urljoin(url, cast("bytes", response.headers[b"Location"]).decode("latin-1"))
        raise fetch_error(DownloadFailedError(f"more than {_MOST_REDIRECTS} redirects"))

    async def _check(self, part: Part, url: str) -> None:
        hosts = cast("_Portal", self._crawler.spider).hosts
        if part.kind not in _KINDS or not hosts.own(url):
            raise RefusedError(url)
        if not await self._robots.allow(url):
            raise fetch_error(IgnoreRequest("Forbidden by robots.txt"))

    async def _download(self, part: Part, url: str) -> Response:
        headers = {
            name: value
            for name, value in part.headers.items()
            if name not in _DROPPED and not name.startswith(":")
        }
        request = Request(url, method=part.method, headers=headers, body=part.body)
        try:
            return await self._archived(request)
        except FAILURES as error:
            raise fetch_error(error) from error

    async def _archived(self, request: Request) -> Response:
        settings = self._crawler.settings
        request.headers["User-Agent"] = settings["USER_AGENT"]
        request.headers["Accept-Encoding"] = _ENCODINGS
        request.meta["download_timeout"] = settings.getfloat("DOWNLOAD_TIMEOUT")
        Ledger.of(self._crawler).count("browser_requests")
        response = await self._fetch(request)
        recorder = Recorder.of(self._crawler)
        if recorder is not None:
            recorder.archive(exchange_of(request, response))
        return response

    def _read(self, part: Part, response: Response) -> Capture:
        try:
            return decode(exchange_of(Request(part.url), response))
        except ContentEncodingError as error:
            raise fetch_error(ResponseDataLossError(str(error))) from error

    def _name(self, part: Part, error: FetchError) -> None:
        """Report a part once: every list page asks for the same scripts."""
        address = part.url.partition("?")[0]
        if address not in self._named:
            self._named.add(address)
            problem = problems.part_not_fetched(part.page, part.url, error)
            Ledger.of(self._crawler).report(problem)

    def _keep(self, part: Part, answer: Capture) -> None:
        size = len(answer.body)
        lasting = part.kind in _STATIC and part.method == "GET" and answer.status < _SERVER_ERROR
        if lasting and self._kept_bytes + size <= _MOST_KEPT:
            self._kept[part.url] = answer
            self._kept_bytes += size
