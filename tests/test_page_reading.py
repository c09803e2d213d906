"""What a page says, or why it says nothing: by what its list called it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from govreports.monitors.failure_classes import failure_class
from govreports.normalise import Context
from govreports.page_reading import ReadReport, ReportPage
from govreports.problems import page_unreadable
from govreports.reading.errors import NoReportError, UnreadableError
from govreports.records import Row
from tests.reading.pages import PROSE, URL, article, capture

TITLE = "测试区2023年法治政府建设工作情况报告"
HOME = (
    "<html><head><title>测试区人民政府</title></head><body><h1>要闻</h1><p>首页</p></body></html>"
)
EMPTY = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1></body></html>"


def page(source: str, row: Row | None) -> ReportPage:
    context = Context(portal="a", column="法治政府建设", region_code=None, row=row)
    return ReportPage(capture(source), "generic", context)


def failing(source: str, row: Row | None) -> UnreadableError:
    with pytest.raises(UnreadableError) as failed:
        page(source, row).read()
    return failed.value


def test_an_article_is_read_whatever_its_list_calls_it() -> None:
    source = article(f"<p>{PROSE}</p>", title=TITLE)
    for row in (None, Row(URL, TITLE), Row(URL, "另一篇")):
        assert isinstance(page(source, row).read(), ReadReport)


def test_what_was_read_bears_the_hash_of_its_bytes() -> None:
    source = article(f"<p>{PROSE}</p>", title=TITLE)
    read = page(source, None).read()
    assert isinstance(read, ReadReport)
    assert read.payload_sha256 == sha256(source.encode()).hexdigest()


def test_read_again_a_page_says_the_same_and_its_bytes_are_not_hashed() -> None:
    first = page(article(f"<p>{PROSE}</p>", title=TITLE), None)
    read = first.read()
    assert isinstance(read, ReadReport)
    assert first.read_again() == replace(read, payload_sha256="")


def test_the_home_page_in_an_articles_place_is_another_page() -> None:
    error = failing(HOME, Row(URL, TITLE))
    assert isinstance(error, NoReportError)
    assert TITLE in str(error)
    assert failure_class(page_unreadable(URL, error)) == "soft_error"


@pytest.mark.parametrize(
    ("source", "row"),
    [(EMPTY, Row(URL, TITLE)), (HOME, None)],
    ids=["the page names the article", "nobody knows what it was called"],
)
def test_else_it_is_a_page_that_cannot_be_read(source: str, row: Row | None) -> None:
    error = failing(source, row)
    assert not isinstance(error, NoReportError)
    assert failure_class(page_unreadable(URL, error)) == "parse"


def test_a_soft_error_keeps_its_own_name() -> None:
    source = "<html><head><title>404错误提示</title></head><body><p>页面不存在。</p></body></html>"
    error = failing(source, Row(URL, TITLE))
    assert "(soft_404)" in str(error)
    assert "another_page" not in str(error)
