"""A host that answers at one of http and https only."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from govreports.fetching.twins import SchemeTwins, at_twin
from govreports.ledger import Ledger

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

ROBOTS = Request("http://a.gov.cn/robots.txt", meta={"dont_obey_robotstxt": True})
PAGE = Request("http://a.gov.cn/1.htm?id=7", cb_kwargs={"row": 1}, priority=3)


class Engine:
    """Answers robots.txt under the schemes at which the host is there."""

    def __init__(self, *schemes: str) -> None:
        self.schemes = schemes
        self.asked: list[Request] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        if request.url.partition(":")[0] not in self.schemes:
            raise DownloadConnectionRefusedError(request.url)
        return Response(request.url, status=404)


@pytest.fixture
def crawler() -> Crawler:
    extensions = {"govreports.ledger.Ledger": 1}
    return get_crawler(settings_dict={"EXTENSIONS": extensions, "TELNETCONSOLE_ENABLED": False})


def twins(crawler: Crawler, *schemes: str) -> tuple[SchemeTwins, Engine]:
    engine = Engine(*schemes)
    crawler.engine = cast("Any", engine)
    return SchemeTwins(crawler), engine


def failing(
    middleware: SchemeTwins, request: Request = ROBOTS, error: Exception | None = None
) -> Request | None:
    refused = error or DownloadConnectionRefusedError("111")
    return asyncio.run(middleware.process_exception(request, refused))


@pytest.mark.parametrize(
    ("url", "twin"),
    [
        ("http://a.gov.cn/1.htm?id=7#t", "https://a.gov.cn/1.htm?id=7#t"),
        ("https://a.gov.cn/", "http://a.gov.cn/"),
        ("http://a.gov.cn:80/", "https://a.gov.cn/"),
        ("https://a.gov.cn:443/x", "http://a.gov.cn/x"),
        ("http://127.0.0.1:8080/x", "https://127.0.0.1:8080/x"),
    ],
)
def test_the_twin_of_an_address(url: str, twin: str) -> None:
    assert at_twin(Request(url, meta={})).url == twin


def test_the_twin_of_a_request_is_the_same_but_for_its_address() -> None:
    twin = at_twin(PAGE)
    assert (twin.cb_kwargs, twin.priority, twin.dont_filter) == ({"row": 1}, 3, True)
    assert twin.meta["redirect_urls"] == [PAGE.url]


def test_a_host_that_answers_at_the_other_scheme_is_asked_there_from_then_on(
    crawler: Crawler,
) -> None:
    middleware, engine = twins(crawler, "https")
    assert middleware.process_request(PAGE) is None
    twin = failing(middleware)
    assert twin is not None
    assert twin.url == "https://a.gov.cn/robots.txt"
    assert [one.url for one in engine.asked] == [twin.url]
    page = middleware.process_request(PAGE)
    assert page is not None
    assert page.url == "https://a.gov.cn/1.htm?id=7"
    assert middleware.process_request(page) is None
    assert middleware.process_request(Request("http://b.gov.cn/")) is None


def test_it_is_said_once_in_the_ledger(crawler: Crawler) -> None:
    middleware, _ = twins(crawler, "https")
    failing(middleware)
    middleware.process_request(PAGE)
    (problem,) = Ledger.of(crawler).problems
    assert problem.code == "scheme_changed"
    assert "refused: 111; https://a.gov.cn/robots.txt answers" in problem.found
    assert Ledger.of(crawler).verdict == "warnings"


def test_a_host_without_a_twin_keeps_its_first_failure_and_is_tried_once(crawler: Crawler) -> None:
    middleware, engine = twins(crawler)
    assert failing(middleware) is None
    assert failing(middleware) is None
    assert len(engine.asked) == 1
    assert middleware.process_request(PAGE) is None
    assert Ledger.of(crawler).problems == []


def test_a_probe_is_not_tried_again_and_again(crawler: Crawler) -> None:
    middleware, engine = twins(crawler)
    failing(middleware)
    assert engine.asked[0].meta["dont_retry"]
    assert failing(middleware, engine.asked[0]) is None
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (PAGE, DownloadTimeoutError("60 s")),
        (ROBOTS, IgnoreRequest("Forbidden by robots.txt")),
    ],
    ids=["a page after robots.txt came", "a refusal of our own"],
)
def test_other_failures_are_none_of_it(
    crawler: Crawler, request_: Request, error: Exception
) -> None:
    middleware, engine = twins(crawler, "https")
    assert failing(middleware, request_, error) is None
    assert engine.asked == []
