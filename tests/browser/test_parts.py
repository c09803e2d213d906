"""What a page's scripts may ask for, and how often the portal is asked."""

from __future__ import annotations

import asyncio
import gzip
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from govreports.failures import FetchError
from govreports.fetching.browser.parts import Part, Parts, RefusedError
from govreports.hosts import Hosts
from govreports.ledger import Ledger
from govreports.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from govreports.records import Capture, Exchange

HOME = "https://www.lps.gov.cn/"
PAGE = f"{HOME}xxgk/"
SCRIPT = Part(f"{HOME}list.js", "script", PAGE)
ROWS = Part(f"{HOME}rows", "fetch", PAGE)


class Portal:
    """Answers plain downloads, and stands in for the crawl around them."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.answers: dict[str, Response | Exception] = {}
        self.archived: list[Exchange] = []
        self.ledger = Ledger(cast("Crawler", None))
        extensions = {Ledger: self.ledger, Recorder: SimpleNamespace(archive=self.archived.append)}
        settings = Settings(
            {
                "USER_AGENT": "govreports/0 (test)",
                "ROBOTSTXT_OBEY": True,
                "DOWNLOAD_TIMEOUT": 7,
            }
        )
        self.crawler = SimpleNamespace(
            settings=settings,
            signals=SignalManager(),
            spider=SimpleNamespace(hosts=Hosts(HOME)),
            get_extension=extensions.get,
        )
        self.parts = Parts(cast("Crawler", self.crawler), self.fetch)

    async def fetch(self, request: Request) -> Response:
        self.asked.append(request)
        answer = self.answers.get(request.url, Response(request.url, body=b"whole"))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def get(self, part: Part, wanted: Callable[[], bool] = lambda: True) -> Capture:
        return asyncio.run(self.parts.get(part, wanted))

    def urls(self) -> list[str]:
        return [request.url for request in self.asked]

    def rules(self, text: str, url: str = HOME) -> None:
        rules = ProtegoRobotParser.from_crawler(cast("Any", self.crawler), text.encode())
        self.parts._robots.on_robots_parsed(rules, Request(url))  # noqa: SLF001 - as the signal does

    def codes(self) -> list[str]:
        return [problem.code for problem in self.ledger.problems]


@pytest.fixture
def portal() -> Portal:
    made = Portal()
    made.rules("User-agent: *\nDisallow: /private/")
    return made


def test_a_part_comes_as_the_portal_sent_it_and_is_archived(portal: Portal) -> None:
    packed = Response(
        ROWS.url, headers={"Content-Encoding": "gzip"}, body=gzip.compress("行".encode())
    )
    portal.answers[ROWS.url] = packed
    assert portal.get(ROWS).body == "行".encode()
    (exchange,) = portal.archived
    assert (exchange.url, exchange.body, exchange.rendered_from) == (ROWS.url, packed.body, "")
    assert portal.ledger.counts["browser_requests"] == 1


def test_a_part_is_asked_for_under_our_own_name_with_what_the_script_says(portal: Portal) -> None:
    headers = {
        "user-agent": "Mozilla/5.0",
        "accept-encoding": "zstd",
        "host": "x",
        ":path": "/",
        "cookie": "sid=1",
        "referer": PAGE,
    }
    portal.get(Part(ROWS.url, "xhr", PAGE, "POST", headers, b"page=2"))
    (request,) = portal.asked
    assert request.headers.to_unicode_dict() == {
        "Cookie": "sid=1",
        "Referer": PAGE,
        "User-Agent": "govreports/0 (test)",
        "Accept-Encoding": "gzip, deflate, br",
    }
    assert (request.method, request.body) == ("POST", b"page=2")
    assert request.meta["download_timeout"] == 7


@pytest.mark.parametrize(
    "part",
    [
        Part(f"{HOME}logo.png", "image", PAGE),
        Part(f"{HOME}a.woff", "font", PAGE),
        Part(f"{HOME}film.mp4", "media", PAGE),
        Part(f"{HOME}beat", "ping", PAGE),
        Part("https://hm.example.com/count.js", "script", PAGE),
        Part("ftp://www.lps.gov.cn/rows", "fetch", PAGE),
    ],
    ids=["picture", "font", "film", "beacon", "another site", "another protocol"],
)
def test_what_is_not_read_or_not_the_portals_is_refused_and_counted(
    portal: Portal, part: Part
) -> None:
    with pytest.raises(RefusedError):
        portal.get(part)
    assert portal.asked == []
    assert portal.ledger.counts["browser_refused"] == 1
    assert portal.codes() == []


def test_what_robots_txt_forbids_is_not_asked_for_and_named_once(portal: Portal) -> None:
    for number in range(2):
        with pytest.raises(FetchError) as caught:
            portal.get(Part(f"{HOME}private/rows?n={number}", "fetch", PAGE))
        assert caught.value.kind == "robots"
    assert portal.asked == []
    assert portal.codes() == ["part_not_fetched"]


def test_another_host_of_the_portal_is_asked_for_its_own_rules_once(portal: Portal) -> None:
    host = "https://api.lps.gov.cn"
    rules = Response(f"{host}/robots.txt", body=b"User-agent: *\nDisallow: /closed")
    portal.answers[f"{host}/robots.txt"] = rules
    portal.get(Part(f"{host}/rows", "fetch", PAGE))
    with pytest.raises(FetchError):
        portal.get(Part(f"{host}/closed", "fetch", PAGE))
    assert portal.urls() == [f"{host}/robots.txt", f"{host}/rows"]


@pytest.mark.parametrize("answer", [DownloadTimeoutError(), Response(HOME, status=404)])
def test_a_host_without_rules_allows_all(portal: Portal, answer: Any) -> None:
    portal.answers["https://api.lps.gov.cn/robots.txt"] = answer
    assert portal.get(Part("https://api.lps.gov.cn/rows", "fetch", PAGE)).body == b"whole"


def test_a_crawl_that_obeys_no_rules_reads_none(portal: Portal) -> None:
    portal.crawler.settings.set("ROBOTSTXT_OBEY", value=False)
    parts = Parts(cast("Crawler", portal.crawler), portal.fetch)
    part = Part("https://api.lps.gov.cn/private/rows", "fetch", PAGE)
    assert asyncio.run(parts.get(part, lambda: True)).body == b"whole"
    assert portal.urls() == [part.url]


def test_scripts_are_fetched_once_a_crawl_and_rows_each_time(portal: Portal) -> None:
    for _ in range(2):
        portal.get(SCRIPT)
        portal.get(ROWS)
    assert portal.urls() == [SCRIPT.url, ROWS.url, ROWS.url]


def test_a_script_that_is_absent_is_not_asked_for_again_one_that_failed_is(portal: Portal) -> None:
    absent, failing = (Part(f"{HOME}{name}.js", "script", PAGE) for name in ("absent", "failing"))
    portal.answers = {
        absent.url: Response(absent.url, status=404),
        failing.url: Response(failing.url, status=503),
    }
    for _ in range(2):
        assert portal.get(absent).status == 404
        assert portal.get(failing).status == 503
    assert portal.urls() == [absent.url, failing.url, failing.url]


def redirect(url: str, target: str) -> Response:
    return Response(url, status=302, headers={"Location": target})


def test_redirects_are_followed_under_the_same_rules(portal: Portal) -> None:
    portal.answers[SCRIPT.url] = redirect(SCRIPT.url, "/v2/list.js")
    answer = portal.get(SCRIPT)
    assert (answer.url, answer.body) == (f"{HOME}v2/list.js", b"whole")
    assert portal.urls() == [SCRIPT.url, f"{HOME}v2/list.js"]
    portal.answers[ROWS.url] = redirect(ROWS.url, "https://elsewhere.example.com/rows")
    with pytest.raises(RefusedError):
        portal.get(ROWS)


def test_redirects_in_a_circle_end(portal: Portal) -> None:
    portal.answers[ROWS.url] = redirect(ROWS.url, ROWS.url)
    with pytest.raises(FetchError, match="more than 3 redirects"):
        portal.get(ROWS)
    assert len(portal.asked) == 4


def test_a_part_that_does_not_come_or_is_damaged_is_named(portal: Portal) -> None:
    damaged = Response(SCRIPT.url, headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b no")
    portal.answers = {ROWS.url: DownloadTimeoutError("7 s"), SCRIPT.url: damaged}
    for part, kind in ((ROWS, "timeout"), (SCRIPT, "cut_off")):
        with pytest.raises(FetchError) as caught:
            portal.get(part)
        assert caught.value.kind == kind
    assert portal.codes() == ["part_not_fetched"] * 2
    assert [problem.url for problem in portal.ledger.problems] == [PAGE] * 2


def test_a_page_that_is_closed_wants_no_more_parts(portal: Portal) -> None:
    with pytest.raises(RefusedError):
        portal.get(ROWS, lambda: False)
    assert portal.asked == []


def test_parts_come_one_at_a_time(portal: Portal) -> None:
    steps: list[str] = []

    async def slow(request: Request) -> Response:
        steps.append("asked")
        await asyncio.sleep(0)
        steps.append("answered")
        return Response(request.url)

    async def together() -> None:
        parts = Parts(cast("Crawler", portal.crawler), slow)
        await asyncio.gather(*(parts.get(ROWS, lambda: True) for _ in range(3)))

    asyncio.run(together())
    # robots.txt, then the parts.
    assert steps == ["asked", "answered"] * 4
