"""Captures: every answer of a portal as the server sent it, and as it is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from scrapy.exceptions import NotConfigured

from govreports.clock import now
from govreports.fetching.windows import was_asked
from govreports.recorder import Recorder
from govreports.records import Capture, Exchange

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# Where a page was drawn by a browser: the answer that its document was.
SENT = "govreports_sent"
# The capture that a conditional request's validators belong to.
KNOWN = "govreports_known"
_CAPTURE_ID = "govreports_capture_id"
_FETCHED_AT = "govreports_fetched_at"


class CaptureMiddleware:
    """Downloader middleware that hands each answer to the archive.

    It stands next to the downloader, below decompression, redirects and
    retries, so what it sees is what came over the wire. Scrapy has by then
    undone chunking and folded the case of header names; the rest is as sent.
    A page that a browser has drawn is archived twice: the document as sent, and
    the DOM that is read, which refers to it.
    """

    def __init__(self, crawler: Crawler, recorder: Recorder) -> None:
        """Keep the recorder whose archive takes the answers."""
        self.crawler = crawler
        self.recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware, unless this crawl is to store nothing."""
        recorder = Recorder.of(crawler)
        if recorder is None:
            message = "nothing is stored in this crawl"
            raise NotConfigured(message)
        return cls(crawler, recorder)

    def process_response(self, request: Request, response: Response) -> Response:
        """Queue the answer for the archive and mark it with its record's id."""
        if not was_asked(response):
            return response
        exchange = exchange_of(request, response)
        document: Exchange | None = request.meta.pop(SENT, None)
        if document is not None:
            self.recorder.archive(document)
            exchange = replace(exchange, rendered_from=document.id)
        request.meta[_CAPTURE_ID] = exchange.id
        request.meta[_FETCHED_AT] = exchange.fetched_at
        self.recorder.archive(exchange, request.meta.get(KNOWN) or "")
        return response


def exchange_of(request: Request, response: Response) -> Exchange:
    """Return an answer that has just come as the archive takes it."""
    return Exchange(
        id=str(uuid4()),
        url=response.url,
        method=request.method,
        status=response.status,
        headers=_raw_headers(response),
        body=response.body,
        fetched_at=now(),
        request_headers=_raw_headers(request) if request.body else (),
        request_body=request.body,
    )


def _raw_headers(message: Request | Response) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name, value) for name, values in message.headers.items() for value in values)


def capture_of(response: Response) -> Capture:
    """Return the page as readers take it: decoded of compression, after redirects."""
    request = response.request
    meta = request.meta if request else {}
    asked = meta.get("redirect_urls") or [request.url if request else response.url]
    return Capture(
        url=response.url,
        body=response.body,
        status=response.status,
        headers=tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1"))
            for name, value in _raw_headers(response)
        ),
        fetched_at=meta.get(_FETCHED_AT) or now(),
        requested_url=asked[0],
        id=meta.get(_CAPTURE_ID, ""),
    )
