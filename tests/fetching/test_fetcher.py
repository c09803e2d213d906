from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Request

from govreports.failures import FAILURES, FetchError, check_status, fetch_error
from govreports.fetching.fetcher import Fetcher, request_of
from govreports.records import Ask, Capture

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

URL = "http://a.gov.cn/1.htm"


class Engine:
    """Answers downloads from a list of responses and exceptions."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []

    async def download_async(self, request: Request) -> Any:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def fetcher(*answers: Any) -> tuple[Fetcher, Engine]:
    engine = Engine(*answers)
    return Fetcher(cast("Crawler", SimpleNamespace(engine=engine))), engine


def response(status: int = 200) -> HtmlResponse:
    return HtmlResponse(URL, status=status, body=b"<p>1</p>", request=Request(URL))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CannotResolveHostError("no such host"), "dns"),
        (DownloadTimeoutError("60 s"), "timeout"),
        (DownloadConnectionRefusedError("no"), "refused"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots"),
        (ResponseDataLossError("cut"), "cut_off"),
        (DownloadFailedError("tls"), "network"),
        (OSError("reset"), "network"),
    ],
)
def test_every_failure_has_its_class_and_keeps_its_words(error: Exception, kind: str) -> None:
    found = fetch_error(error)
    assert (found.kind, found.found) == (kind, str(error))
    assert isinstance(error, FAILURES)


def test_a_failure_without_words_is_named_by_its_type() -> None:
    assert fetch_error(DownloadTimeoutError()).found == "DownloadTimeoutError"


def test_a_page_comes_as_a_capture() -> None:
    fetch, engine = fetcher(response())
    page = asyncio.run(fetch.page(Ask(URL)))
    assert (page.url, page.status, page.body) == (URL, 200, b"<p>1</p>")
    assert engine.requests[0].url == URL


def test_a_failed_download_is_a_fetch_error() -> None:
    fetch, _ = fetcher(DownloadTimeoutError("60 s"))
    with pytest.raises(FetchError, match="60 s"):
        asyncio.run(fetch.page(Ask(URL)))


def test_a_page_of_any_status_comes_but_a_good_page_is_below_400() -> None:
    fetch, _ = fetcher(response(404), response(404))
    assert asyncio.run(fetch.page(Ask(URL))).status == 404
    with pytest.raises(FetchError) as caught:
        asyncio.run(fetch.good_page(Ask(URL)))
    assert (caught.value.kind, caught.value.status) == ("status_404", 404)


@pytest.mark.parametrize("status", [200, 204, 304])
def test_a_status_below_400_passes(status: int) -> None:
    page = Capture(URL, b"", status)
    assert check_status(page) is page


def test_a_form_becomes_a_post_with_its_fields() -> None:
    ask = Ask(URL, "POST", (("currpage", "2"), ("area", "中")), (("Referer", "http://a.gov.cn/"),))
    request = request_of(ask)
    assert request.method == "POST"
    assert request.body == b"currpage=2&area=%E4%B8%AD"
    assert request.headers[b"Referer"] == b"http://a.gov.cn/"
    assert request.headers[b"Content-Type"] == b"application/x-www-form-urlencoded"


def test_a_plain_wish_becomes_a_get() -> None:
    request = request_of(Ask(URL))
    assert (request.method, request.body) == ("GET", b"")


@pytest.mark.parametrize("ask", [Ask(URL), Ask(URL, "POST", (("page", "2"),))])
def test_each_request_carries_what_the_portal_states_for_such_pages(ask: Ask) -> None:
    engine = Engine(response())
    crawler = cast("Crawler", SimpleNamespace(engine=engine))
    asyncio.run(Fetcher(crawler, {"govreports_browser_ready": "#list"}).page(ask))
    (request,) = engine.requests
    assert request.meta["govreports_browser_ready"] == "#list"


def test_a_body_is_sent_as_it_stands() -> None:
    ask = Ask(URL, "POST", headers=(("Content-Type", "application/json"),), body='{"a": "中"}')
    request = request_of(ask)
    assert (request.method, request.body) == ("POST", '{"a": "中"}'.encode())
    assert request.headers[b"Content-Type"] == b"application/json"


def test_an_answer_knows_what_was_asked_for() -> None:
    fetch, _ = fetcher(response())
    ask = Ask(URL, "POST", (("currpage", "2"),))
    assert asyncio.run(fetch.good_page(ask)).asked == ask
