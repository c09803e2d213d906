from __future__ import annotations

import pytest

from govreports.reading.interstitials import file_behind, is_page, wants_code
from govreports.records import Capture

URL = "http://www.a.gov.cn/system/_content/download.jsp?wbfileid=7"
FILE = "http://www.a.gov.cn/files/7.pdf"


def page(body: str) -> Capture:
    return Capture(URL, f"<html><head></head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "body",
    [
        '<p>正在下载，如未开始请<a href="/files/7.pdf">点击这里</a></p>',
        "<script>location.href='/files/7.pdf'</script>",
        "<script>function go(){window.location.href = '/files/7.pdf';} go();</script><p>请稍候</p>",
        '<meta http-equiv="refresh" content="0; url=/files/7.pdf">',
        '<iframe src="/pdf/viewer.html?file=/files/7.pdf"></iframe>',
        '<embed src="../../files/7.pdf">',
        '<a href="/files/7.pdf">下载</a><a href="/files/7.pdf">再次下载</a><a href="/">首页</a>',
    ],
)
def test_a_page_before_a_file_leads_to_it(body: str) -> None:
    assert file_behind(page(body)) == FILE


@pytest.mark.parametrize(
    "body",
    [
        "<p>您访问的页面不存在</p>",
        '<a href="/files/7.pdf">一</a><a href="/files/8.pdf">二</a>',
        '<form>请输入验证码<input name="code"></form><a href="/files/7.pdf">下载</a>',
        "",
    ],
)
def test_a_page_that_leads_to_no_file_for_certain_leads_nowhere(body: str) -> None:
    assert file_behind(page(body)) is None


def test_a_page_that_asks_for_a_code_is_told() -> None:
    assert wants_code(page('<img src="/captcha.jpg"><input name="code">'))
    assert wants_code(page("请输入验证码"))
    assert not wants_code(page("请稍候"))


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 <html>",
        b"<html>" + b" " * 70_000,
        b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><a href="/1.pdf">x</a></html>',
    ],
)
def test_what_is_a_file_itself_is_no_page_before_one(body: bytes) -> None:
    capture = Capture(URL, body)
    assert not is_page(body)
    assert file_behind(capture) is None
