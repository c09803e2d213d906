"""大汉 jpaas where the replica does not reach: other spellings of pagers, several units."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from govreports.families.base import UnreadableError
from govreports.families.jpaas import Jpaas
from tests.reading.pages import PROSE, capture

if TYPE_CHECKING:
    from govreports.records import Listing

HOST = "http://www.example.gov.cn"
COLUMN = f"{HOST}/col/col1229/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
ROWS = "".join(f'<li><a href="/art/{n}.html">第{n}号报告</a>2024-01-0{n}</li>' for n in range(1, 4))


def unit(tag: str, page: str = "1229") -> str:
    query = f"{{'webId':'7','tagId':'{tag}','editType':'null','pageId':'{page}'}}"
    return f'<script src="/AuthorizedRead/unitbuild.js" url="{UNIT}" queryData="{query}"></script>'


def answer(markup: str, asked: str = "") -> Listing:
    body = json.dumps({"success": True, "data": {"html": markup}})
    return Jpaas().listing(capture(body, f"{HOST}{UNIT}?webId=7&pageId=1229{asked}"))


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        (["导航", "信息列表", "页脚"], "信息列表"),
        (["页脚", "当前栏目list"], "当前栏目list"),
        (["页脚", "右侧内容"], "右侧内容"),
        (["页脚", "zw"], "zw"),
        (["自定义"], "自定义"),
    ],
)
def test_the_list_s_unit_is_told_from_the_others_by_its_tag(tags: list[str], taken: str) -> None:
    listing = Jpaas().listing(capture("".join(map(unit, tags)), COLUMN))
    (ask,) = listing.next
    assert listing.is_shell
    assert query_of(ask.url)["tagId"] == taken
    # The first page is asked for as the page's script does, without `paramJson`.
    assert "paramJson" not in query_of(ask.url)


def test_the_next_page_keeps_the_unit_s_parameters_and_drops_the_editor_s() -> None:
    pager = '<div count="40" rows="15" pageNo="2"></div>'
    listing = answer(ROWS + pager, "&editType=null")
    (ask,) = listing.next
    query = query_of(ask.url)
    assert json.loads(query["paramJson"]) == {"pageNo": 3, "pageSize": "15"}
    assert (query["webId"], query["pageId"], "editType" in query) == ("7", "1229", False)


def test_a_pager_may_state_everything_in_its_query_data() -> None:
    pager = "<div queryData=\"{'rows':'3','count':'7','pageNo':'1'}\"></div>"
    listing = answer(ROWS + pager)
    assert (listing.declared_rows, len(listing.next)) == (7, 1)


def test_an_answer_that_is_always_the_first_page_is_counted_by_its_request() -> None:
    pager = '<div count="9" rows="3" pageNo="1"></div>'
    third = answer(ROWS + pager, "&paramJson=%7B%22pageNo%22%3A3%7D")
    assert (third.page, third.next) == (3, ())


def test_a_pager_without_an_address_takes_the_unit_of_its_page() -> None:
    page = f'<ul>{ROWS}</ul><div count="9" rows="3" pageNo="1"></div>{unit("列表")}'
    (ask,) = Jpaas().listing(capture(page, COLUMN)).next
    assert urlsplit(ask.url).path == UNIT
    assert query_of(ask.url)["tagId"] == "列表"


def test_an_answer_without_rows_ends_the_column() -> None:
    listing = answer("")
    assert (listing.rows, listing.next) == ((), ())


def test_older_columns_are_hanweb_s() -> None:
    store = (
        '<script type="text/xml"><datastore><recordset><record><![CDATA[<li><a href="/art/1.html">'
        "第一号报告</a>2024-01-02</li>]]></record></recordset></datastore></script>"
    )
    assert [row.title for row in Jpaas().listing(capture(store, COLUMN)).rows] == ["第一号报告"]


def test_a_page_with_neither_unit_nor_rows_is_refused() -> None:
    with pytest.raises(UnreadableError, match="found neither"):
        Jpaas().listing(capture("<p>栏目</p>", COLUMN))


def test_the_ministries_place_for_the_text_is_known() -> None:
    page = capture(
        "<title>关于2023年工作的报告</title><h1>关于2023年工作的报告</h1>"
        f'<div id="zoom"><p>导读</p><div class="editor-content"><p>{PROSE}</p></div></div>'
    )
    report = Jpaas().report(page)
    assert getattr(report, "body", None) == PROSE
