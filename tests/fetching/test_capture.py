from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.test import get_crawler

from govreports.archive.reader import decode
from govreports.fetching.capture import SENT, CaptureMiddleware, capture_of, exchange_of
from govreports.fetching.windows import WITHIN_WINDOW

if TYPE_CHECKING:
    from govreports.records import Exchange

URL = "http://a.gov.cn/1.htm"
PAGE = "<html><body>正文</body></html>".encode()
PACKED = gzip.compress(PAGE)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Encoding": "gzip",
    "Set-Cookie": ["a=1", "b=2"],
    "ETag": '"x"',
}


class Recorder:
    """Keeps what the archive is handed."""

    def __init__(self) -> None:
        self.kept: list[Exchange] = []
        self.known: list[str] = []

    def archive(self, exchange: Exchange, known: str = "") -> None:
        self.kept.append(exchange)
        self.known.append(known)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def middleware(recorder: Recorder) -> CaptureMiddleware:
    return CaptureMiddleware(get_crawler(), recorder)  # type: ignore[arg-type]


def answered(request: Request, **changes: Any) -> Response:
    facts: dict[str, Any] = {"status": 200, "headers": HEADERS, "body": PACKED, **changes}
    return Response(request.url, request=request, **facts)


def test_the_archive_gets_the_bytes_and_headers_as_the_server_sent_them(
    middleware: CaptureMiddleware, recorder: Recorder
) -> None:
    request = Request(URL)
    middleware.process_response(request, answered(request))
    (exchange,) = recorder.kept
    assert exchange.body == PACKED
    assert exchange.headers.count((b"Set-Cookie", b"a=1")) == 1
    assert exchange.headers.count((b"Set-Cookie", b"b=2")) == 1
    assert (b"Content-Encoding", b"gzip") in exchange.headers
    assert (exchange.url, exchange.method, exchange.status) == (URL, "GET", 200)
    assert UUID(exchange.id).version == 4
    assert exchange.fetched_at.tzinfo is UTC


def test_the_answer_itself_goes_on_unchanged(middleware: CaptureMiddleware) -> None:
    request = Request(URL)
    response = answered(request)
    assert middleware.process_response(request, response) is response


@pytest.mark.parametrize("status", [200, 301, 304, 404, 503])
def test_answers_of_every_status_are_kept(
    middleware: CaptureMiddleware, recorder: Recorder, status: int
) -> None:
    request = Request(URL)
    middleware.process_response(request, answered(request, status=status, body=b"", headers={}))
    assert [exchange.status for exchange in recorder.kept] == [status]


def test_every_answer_has_a_record_of_its_own(
    middleware: CaptureMiddleware, recorder: Recorder
) -> None:
    request = Request(URL)
    for _ in range(2):
        middleware.process_response(request, answered(request))
    first, second = recorder.kept
    assert first.id != second.id


def test_the_capture_that_is_read_equals_the_archived_answer_decoded(
    middleware: CaptureMiddleware, recorder: Recorder
) -> None:
    request = Request(URL)
    response = middleware.process_response(request, answered(request))
    unpacked = HttpCompressionMiddleware.from_crawler(get_crawler()).process_response(
        request, response
    )
    assert isinstance(unpacked, Response)
    read, archived = capture_of(unpacked), decode(recorder.kept[0])
    assert read.body == archived.body == PAGE
    assert (read.id, read.url, read.fetched_at) == (archived.id, archived.url, archived.fetched_at)
    assert read.payload_sha256 == archived.payload_sha256
    assert read.header("etag") == '"x"'


def test_after_a_redirect_the_capture_knows_what_was_asked_for() -> None:
    request = Request(URL, meta={"redirect_urls": ["http://a.gov.cn/old.htm"]})
    page = capture_of(HtmlResponse(URL, body=PAGE, request=request))
    assert (page.requested_url, page.url) == ("http://a.gov.cn/old.htm", URL)


def test_without_an_archive_a_capture_has_no_record_but_a_time() -> None:
    page = capture_of(HtmlResponse(URL, body=PAGE, request=Request(URL)))
    assert page.id == ""
    assert page.fetched_at is not None
    assert page.fetched_at <= datetime.now(UTC)


def test_of_a_drawn_page_the_document_as_sent_and_the_dom_are_kept(
    middleware: CaptureMiddleware, recorder: Recorder
) -> None:
    request = Request(URL)
    document = exchange_of(request, answered(request))
    request.meta[SENT] = document
    drawn = HtmlResponse(
        URL,
        headers={"Content-Type": "text/html; charset=utf-8"},
        body="<p>画出来的正文</p>".encode(),
        request=request,
    )
    middleware.process_response(request, drawn)
    kept, dom = recorder.kept
    assert kept is document
    assert (dom.body, dom.rendered_from) == (drawn.body, document.id)
    read = capture_of(drawn)
    assert (read.id, read.payload_sha256) == (dom.id, decode(dom).payload_sha256)
    # The validators of the document say nothing about what its scripts fetched.
    assert read.header("etag") is None


def test_a_retry_of_a_drawn_page_keeps_its_own_document_only(
    middleware: CaptureMiddleware, recorder: Recorder
) -> None:
    request = Request(URL)
    request.meta[SENT] = exchange_of(request, answered(request))
    middleware.process_response(request, answered(request))
    again = request.copy()
    middleware.process_response(again, answered(again))
    assert [bool(one.rendered_from) for one in recorder.kept] == [False, True, False]


def test_a_crawl_that_stores_nothing_has_no_middleware() -> None:
    crawler = get_crawler()
    crawler.get_extension = lambda _: None  # type: ignore[method-assign, assignment]
    with pytest.raises(NotConfigured):
        CaptureMiddleware.from_crawler(crawler)


def test_what_the_portal_was_not_asked_for_is_not_archived(
    middleware: CaptureMiddleware, recorder: Recorder
) -> None:
    request = Request(URL)
    response = answered(request, status=304, body=b"", flags=[WITHIN_WINDOW])
    assert middleware.process_response(request, response) is response
    assert recorder.kept == []
    assert capture_of(response).id == ""
