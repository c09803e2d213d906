from __future__ import annotations

import pytest

from govreports.fetching.absence import Absence, absence, sent_home
from govreports.records import Capture

URL = "http://a.gov.cn/D0104X/1.jhtml"
ARTICLE = (
    "<html><head><title>报告</title></head><body><h1>报告</h1><p>"
    + "本页是一份报告的正文，写明全年工作的情况。" * 20
    + "</p></body></html>"
)
NOT_FOUND = "<html><head><title>404错误提示</title></head><body>您访问的页面不存在。</body></html>"
CHALLENGE = "<html><script>document.cookie='__jsl_clearance=1';location.href='/'</script></html>"


def page(body: str, status: int = 200, url: str = URL, asked: str = URL) -> Capture:
    return Capture(url, body.encode(), status, requested_url=asked)


@pytest.mark.parametrize("status", [404, 410])
def test_a_status_of_absence_is_gone(status: int) -> None:
    assert absence(page("", status)) is Absence.GONE


def test_an_error_page_with_status_200_is_gone() -> None:
    assert absence(page(NOT_FOUND)) is Absence.GONE


def test_an_article_sent_to_the_home_page_is_gone() -> None:
    assert absence(page(ARTICLE, url="http://a.gov.cn/")) is Absence.GONE


@pytest.mark.parametrize("status", [200, 304])
def test_an_article_or_not_modified_is_there(status: int) -> None:
    assert absence(page(ARTICLE if status == 200 else "", status)) is Absence.THERE


@pytest.mark.parametrize("status", [403, 412, 429, 500, 503, 521])
def test_refusals_and_server_errors_prove_nothing(status: int) -> None:
    assert absence(page("", status)) is Absence.UNKNOWN


def test_a_challenge_page_proves_nothing() -> None:
    assert absence(page(CHALLENGE)) is Absence.UNKNOWN


def test_an_empty_answer_proves_nothing() -> None:
    assert absence(page("")) is Absence.UNKNOWN


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ("http://a.gov.cn/", True),
        ("http://a.gov.cn/index.html", True),
        ("http://a.gov.cn/?a=dir&p=D0104X", False),
        (URL, False),
        ("http://a.gov.cn/D0104X/2.jhtml", False),
    ],
)
def test_only_a_home_page_is_home(answered: str, *, expected: bool) -> None:
    assert sent_home(page(ARTICLE, url=answered)) is expected


def test_the_home_page_itself_is_not_sent_home() -> None:
    assert not sent_home(page(ARTICLE, url="http://a.gov.cn/index.html", asked="http://a.gov.cn/"))
