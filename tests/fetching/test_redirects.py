from __future__ import annotations

import logging

import pytest
from scrapy import Request, signals
from scrapy.http import HtmlResponse, Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.project import get_project_settings
from scrapy.utils.test import get_crawler

from govreports.fetching.meta_refresh import MetaRefresh
from govreports.fetching.redirects import Redirects

OLD, NEW = "http://a.gov.cn/old.htm", "http://a.gov.cn/new.htm"
REQUEST = Request(OLD, headers={"Referer": "http://a.gov.cn/list.htm"})


def by_status() -> Response:
    return Response(OLD, status=302, headers={"Location": "/new.htm"}, request=REQUEST)


def by_page() -> Response:
    tag = b'<html><head><meta http-equiv="refresh" content="0;url=/new.htm"></head></html>'
    return HtmlResponse(OLD, body=tag, request=REQUEST)


WAYS = [(Redirects, by_status), (MetaRefresh, by_page)]


@pytest.mark.parametrize(("middleware", "answer"), WAYS)
def test_the_next_request_names_no_page(
    middleware: type[Redirects | MetaRefresh], answer: object
) -> None:
    assert callable(answer)
    built = build_from_crawler(middleware, get_crawler())
    assert isinstance(built, Redirects | MetaRefresh)
    followed = built.process_response(REQUEST, answer())
    assert isinstance(followed, Request)
    assert followed.url == NEW
    assert "Referer" not in followed.headers
    assert followed.meta["redirect_urls"] == [OLD]


@pytest.mark.parametrize(("middleware", "_answer"), WAYS)
def test_a_crawl_starts_without_a_warning(
    middleware: type[Redirects | MetaRefresh], _answer: object, caplog: pytest.LogCaptureFixture
) -> None:
    crawler = get_crawler(settings_dict={"MEMUSAGE_ENABLED": False})
    built = build_from_crawler(middleware, crawler)
    with caplog.at_level(logging.WARNING):
        crawler.signals.send_catch_log(signals.engine_started)
    assert isinstance(built, middleware)
    assert not caplog.records


def test_the_settings_take_ours_in_place_of_scrapy_s() -> None:
    chosen = get_project_settings().getdict("DOWNLOADER_MIDDLEWARES")
    ours = [name for name, order in chosen.items() if order is not None and "refresh" in name]
    assert ours == ["govreports.fetching.meta_refresh.MetaRefresh"]
    assert chosen["scrapy.downloadermiddlewares.redirect.RedirectMiddleware"] is None
    assert chosen["govreports.fetching.redirects.Redirects"] == 600
