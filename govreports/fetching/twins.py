"""http↔https: a host that does not answer at one scheme is asked once at the other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from govreports import problems
from govreports.failures import FAILURES, FetchError, fetch_error
from govreports.fetching.challenges import ROBOTS
from govreports.ledger import Ledger

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

_TWIN = {"http": "https", "https": "http"}
_OWN_PORT = {"http": ":80", "https": ":443"}
# Nobody answers there at that scheme. A certificate that fails is no such case: whoever can
# forge one can forge the http page too.
_NOBODY = frozenset({"refused", "timeout", "network", "tls"})


class SchemeTwins:
    """Downloader middleware that finds out at which of its two schemes a host answers.

    A host's robots.txt is the first that a crawl asks for, so it tells: where it does
    not come, after all retries, it is asked for at the other scheme, once. If that is
    answered, all requests of the host are sent there, and the ledger says so; if not,
    the first failure stands. Keys of stored pages know no scheme, so none moves.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Begin without knowing any host."""
        self.crawler = crawler
        self._tried: set[str] = set()
        self._moved: set[tuple[str, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Send a request to the twin where its host only answers there."""
        return at_twin(request) if self._moved and _site(request) in self._moved else None

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask for a robots.txt that did not come at the other scheme."""
        scheme, netloc = _site(request)
        error = fetch_error(exception)
        if ROBOTS not in request.meta or error.kind not in _NOBODY or netloc in self._tried:
            return None
        self._tried.add(netloc)
        twin = at_twin(request)
        if not await self._answers(twin):
            return None
        self._moved.add((scheme, netloc))
        self._report(request, twin, error)
        return twin

    async def _answers(self, twin: Request) -> bool:
        probe = twin.replace(callback=NO_CALLBACK, meta={ROBOTS: True, "dont_retry": True})
        try:
            await self.crawler.engine.download_async(probe)
        except FAILURES:
            return False
        return True

    def _report(self, request: Request, twin: Request, error: FetchError) -> None:
        Ledger.of(self.crawler).report(problems.scheme_changed(request.url, twin.url, error))


def at_twin(request: Request) -> Request:
    """Return the request at the other of http and https, at the same host."""
    asked = request.meta.get("redirect_urls", [])
    meta = {**request.meta, "redirect_urls": [*asked, request.url]}
    # Else one that was asked for already would be dropped without a word.
    return request.replace(url=twin_of(request), meta=meta, dont_filter=True)


def twin_of(request: Request) -> str:
    """Return the address at the other scheme; a port that is the first scheme's own goes."""
    scheme, netloc, *rest = urlsplit(request.url)
    return urlunsplit((_TWIN[scheme], netloc.removesuffix(_OWN_PORT[scheme]), *rest))


def _site(request: Request) -> tuple[str, str]:
    parts = urlparse_cached(request)
    return parts.scheme, parts.netloc
