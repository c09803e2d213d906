"""Columns of a single text: their page shows it in place of a list, and is read as its one row."""

from __future__ import annotations

import pytest

from govreports.families import FAMILIES
from govreports.reading.errors import UnreadableError
from govreports.records import Listing, RawReport, Row
from tests.reading.pages import PROSE, capture

COLUMN = "http://www.example.gov.cn/zwgk/zn/index.html"
TITLE = "测试区政府信息公开指南"
HEADER = "<p>发布时间：2024-03-01 09:30 来源：测试区政府办</p>"
MENU = '<ul><li><a href="/zwgk/">政务公开</a></li><li><a href="/hdjl/">互动交流</a></li></ul>'
READERS = ["generic", "trs", "vsb", "jeecms", "epoint", "aspnet", "ucap", "shanghai"]


def page(title: str = TITLE, header: str = HEADER, text: str = PROSE) -> str:
    return (
        f"<html><head><title>公开指南-测试区</title></head><body>{MENU}<div class='xl'>"
        f"<h1>{title}</h1>{header}<div id='zoom'>{text}</div></div></body></html>"
    )


def listing(source: str, name: str = "generic") -> Listing:
    return FAMILIES[name].listing(capture(source, COLUMN))


@pytest.mark.parametrize("name", READERS)
def test_a_column_that_shows_its_only_text_is_a_list_of_one(name: str) -> None:
    assert listing(page(), name) == Listing((Row(COLUMN, TITLE, "2024-03-01 09:30"),))


@pytest.mark.parametrize("name", READERS)
def test_the_row_leads_to_the_page_that_reads_as_that_article(name: str) -> None:
    (row,) = listing(page(), name).rows
    report = FAMILIES[name].report(capture(page(), row.url), row)
    assert isinstance(report, RawReport)
    assert (report.title, report.url) == (row.title, COLUMN)


@pytest.mark.parametrize(
    "source",
    [
        page(header=""),
        page(header="<p>来源：测试区政府办</p>"),
        page(text=""),
        page(title="404 页面不存在", header="", text="<p>您访问的页面不存在。</p>"),
        f"<html><body>{MENU}</body></html>",
    ],
    ids=["no header", "no date", "no text", "not found", "menus only"],
)
def test_without_a_dated_text_it_is_no_list(source: str) -> None:
    with pytest.raises(UnreadableError, match="expected a list"):
        listing(source)


@pytest.mark.parametrize(
    ("name", "path"),
    [("trs", "/zwgk/t20240301_1001.html"), ("trs", "/zn/t1080281.shtml"), ("vsb", "/info/1/2.htm")],
)
def test_an_article_s_own_address_is_no_column(name: str, path: str) -> None:
    article = capture(page(), f"http://www.example.gov.cn{path}")
    with pytest.raises(UnreadableError, match="expected a list"):
        FAMILIES[name].listing(article)


def test_a_list_beside_a_text_stays_the_list() -> None:
    rows = "".join(f"<li><a href='{n}.html'>第{n}号报告</a>2024-01-0{n}</li>" for n in (1, 2, 3))
    found = listing(page().replace("<div class='xl'>", f"<ul>{rows}</ul><div class='xl'>"))
    assert [row.title for row in found.rows] == ["第1号报告", "第2号报告", "第3号报告"]
