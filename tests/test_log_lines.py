from __future__ import annotations

import logging

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.project import get_project_settings
from scrapy.utils.test import get_crawler

from govreports.log_lines import LogLines

REQUEST = Request("http://a.gov.cn/1.htm")
SPIDER = Spider("test")
ANSWER = Response(REQUEST.url, request=REQUEST)


def lines(level: str | int) -> LogLines:
    return build_from_crawler(LogLines, get_crawler(settings_dict={"LOG_LEVEL": level}))


@pytest.mark.parametrize("level", ["INFO", "WARNING", logging.ERROR])
def test_lines_that_nobody_sees_are_not_made(level: str | int) -> None:
    assert lines(level).crawled(REQUEST, ANSWER, SPIDER) is None
    assert lines(level).scraped({}, ANSWER, SPIDER) is None


@pytest.mark.parametrize("level", ["DEBUG", logging.DEBUG, "NOTSET"])
def test_lines_are_scrapy_s_where_they_are_asked_for(level: str | int) -> None:
    crawled = lines(level).crawled(REQUEST, ANSWER, SPIDER)
    scraped = lines(level).scraped({"title": "年报"}, ANSWER, SPIDER)
    assert crawled is not None
    assert crawled["level"] == logging.DEBUG
    assert "Crawled (200) <GET http://a.gov.cn/1.htm>" in crawled["msg"] % crawled["args"]
    assert scraped is not None
    assert "年报" in scraped["msg"] % scraped["args"]


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError, match="LOUD"):
        LogLines("LOUD")


def test_failures_are_always_logged() -> None:
    failed = lines("WARNING").item_error({}, ValueError("x"), ANSWER, SPIDER)
    assert failed is not None
    assert failed["level"] == logging.ERROR


def test_the_settings_name_it() -> None:
    assert get_project_settings()["LOG_FORMATTER"] == f"{LogLines.__module__}.{LogLines.__name__}"
