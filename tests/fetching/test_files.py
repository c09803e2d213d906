"""Files fetched from the portal's own hosts only, whatever leads to them."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import Settings

from govreports import settings
from govreports.failures import FetchError
from govreports.fetching.capture import KNOWN
from govreports.fetching.files import FileFetcher
from govreports.hosts import Hosts
from govreports.store.files import KnownAddress, KnownFile
from tests.fetching.test_fetcher import Engine

if TYPE_CHECKING:
    from govreports.records import Capture

HOME = "https://public.jinshui.gov.cn/"
FILE = f"{HOME}u/1.pdf"
PDF = b"%PDF-1.4 x"


def answer(status: int = 200, body: bytes = PDF, **headers: str) -> Response:
    made = HtmlResponse if body.startswith(b"<") else Response
    fields = {name: [value] for name, value in headers.items()}
    return made(FILE, status=status, body=body, headers=fields, request=Request(FILE))


def known(etag: str | None) -> KnownAddress:
    """A file that was fetched before."""
    file = KnownFile("a" * 64, 10, "application/pdf", "text", macros=False, reader_version="1")
    return KnownAddress(file, "the-capture", etag, None)


def fetch(
    *answers: Any, url: str = FILE, before: KnownAddress | None = None
) -> tuple[Capture, Engine]:
    engine = Engine(*answers)
    crawler = SimpleNamespace(engine=engine, settings=Settings(vars(settings)))
    fetcher = FileFetcher(cast("Any", crawler), Hosts(HOME).own)
    return asyncio.run(fetcher.file(url, before)), engine


def kind(*answers: Any, url: str = FILE) -> str:
    with pytest.raises(FetchError) as raised:
        fetch(*answers, url=url)
    return raised.value.kind


def test_a_file_is_asked_for_once_with_its_bounds_and_validators() -> None:
    page, engine = fetch(answer(), before=known('"1"'))
    (request,) = engine.requests
    assert page.body == PDF
    assert request.headers["If-None-Match"] == b'"1"'
    assert request.meta["download_maxsize"] == 50 * 1024 * 1024
    assert request.meta["download_timeout"] == 300
    assert request.meta["dont_redirect"] is True


def test_a_file_that_has_not_changed_is_handed_back_as_such() -> None:
    assert fetch(answer(304, b""))[0].status == 304


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_on_the_portal_s_hosts(status: int) -> None:
    page, engine = fetch(answer(status, b"", Location="/files/2.pdf"), answer())
    assert page.body == PDF
    assert [request.url for request in engine.requests] == [FILE, f"{HOME}files/2.pdf"]


def test_validators_go_along_with_every_step() -> None:
    steps = answer(302, b"", Location="/2.pdf"), answer(304, b"")
    _, engine = fetch(*steps, before=known("x"))
    assert engine.requests[1].headers["If-None-Match"] == b"x"


@pytest.mark.parametrize(("etag", "named"), [("x", "the-capture"), (None, None)])
def test_a_conditional_request_names_the_capture_that_it_asks_about(
    etag: str | None, named: str | None
) -> None:
    _, engine = fetch(answer(), before=known(etag))
    assert engine.requests[0].meta.get(KNOWN) == named


@pytest.mark.parametrize(
    "target",
    [
        "http://files.example.com/1.pdf",
        "http://127.0.0.1/1.pdf",
        "http://169.254.169.254/latest/meta-data.pdf",
        "file:///etc/passwd.pdf",
        "ftp://public.jinshui.gov.cn/1.pdf",
    ],
)
def test_nothing_leads_to_another_site(target: str) -> None:
    assert kind(url=target) == "elsewhere"
    assert kind(answer(302, b"", Location=target)) == "elsewhere"


@pytest.mark.parametrize("target", ["file:///etc/passwd.pdf", "ftp://public.jinshui.gov.cn/1.pdf"])
def test_a_page_leads_nowhere_but_over_http(target: str) -> None:
    page = f'<html><script>location.href="{target}"</script></html>'.encode()
    handed_back, engine = fetch(answer(body=page))
    assert handed_back.body == page
    assert [request.url for request in engine.requests] == [FILE]


@pytest.mark.parametrize("target", ["http://files.example.com/1.pdf", "http://127.0.0.1/1.pdf"])
def test_no_page_leads_to_another_site(target: str) -> None:
    page = f'<html><script>location.href="{target}"</script></html>'.encode()
    assert kind(answer(body=page)) == "elsewhere"


def test_a_page_before_a_file_is_followed_to_it() -> None:
    page = b'<html><body><a href="/u/2.pdf">download</a></body></html>'
    assert fetch(answer(body=page), answer())[0].body == PDF


def test_addresses_that_lead_in_a_circle_end() -> None:
    assert kind(*[answer(302, b"", Location=FILE)] * 5) == "redirect_loop"


def test_an_empty_answer_is_no_file() -> None:
    assert kind(answer(body=b"")) == "empty"


def test_an_error_is_no_file() -> None:
    assert kind(answer(404, b"<html>404</html>")) == "status_404"


def test_a_page_that_wants_a_code_is_left_alone() -> None:
    page = "<html><form>请输入验证码<input></form></html>".encode()
    assert kind(answer(body=page)) == "code"
