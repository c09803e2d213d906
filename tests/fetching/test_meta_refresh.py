from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from govreports.fetching.meta_refresh import MetaRefresh

REQUEST = Request("http://a.gov.cn/old.htm")
TAG = '<meta http-equiv="{}" content="0;url=/new.htm">'


@pytest.fixture
def middleware() -> MetaRefresh:
    return MetaRefresh.from_crawler(get_crawler())


def answer(html: str, encoding: str = "utf-8") -> HtmlResponse:
    return HtmlResponse(REQUEST.url, body=html.encode(encoding), encoding=encoding)


@pytest.mark.parametrize("name", ["refresh", "Refresh", "REFRESH"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_that_leads_on_is_followed(
    middleware: MetaRefresh, name: str, encoding: str
) -> None:
    page = answer(f"<html><head><title>跳转</title>{TAG.format(name)}</head></html>", encoding)
    followed = middleware.process_response(REQUEST, page)
    assert isinstance(followed, Request)
    # In UTF-16, Scrapy writes a byte order mark into the address.
    assert followed.url.startswith("http://a.gov.cn/new.htm")


def test_a_tag_behind_wide_characters_is_found(middleware: MetaRefresh) -> None:
    # 4,000 characters of three bytes each stand before it.
    page = answer(f"<html><head><!-- {'法' * 4000} -->{TAG.format('refresh')}</head></html>")
    assert isinstance(middleware.process_response(REQUEST, page), Request)


def test_a_page_without_the_word_passes_unread(
    middleware: MetaRefresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_response: HtmlResponse) -> str:
        message = "the page was decoded"
        raise AssertionError(message)

    monkeypatch.setattr(HtmlResponse, "text", property(read))
    page = answer("<html><body>法治政府建设年度报告</body></html>")
    assert middleware.process_response(REQUEST, page) is page


def test_a_page_that_only_speaks_of_it_passes(middleware: MetaRefresh) -> None:
    page = answer("<html><head><script>var refresh = 1;</script></head></html>")
    assert middleware.process_response(REQUEST, page) is page
