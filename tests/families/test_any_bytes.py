"""Whatever a server answers, a family reads it or says that it cannot."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreports.families import FAMILIES, detect
from govreports.families.base import UnreadableError
from govreports.records import Listing, Needs, RawReport
from tests.reading.pages import capture

if TYPE_CHECKING:
    from collections.abc import Callable

URLS = st.sampled_from(
    [
        "http://www.example.gov.cn/art/2024/3/25/art_1_2.html",
        "http://www.example.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=x&page=-1",
        "http://public.example.gov.cn/?page=99999999999999999999",
        "http://www.example.gov.cn/slug/0.htm",
        "http://www.example.gov.cn/front/page/build/unit?paramJson=%7B%22pageNo%22%3A-1%7D",
        "http://www.example.gov.cn/TrueCMS/messageController/getMessage.do?startrecord=9&endrecord=1",
        "http://www.example.gov.cn/gkmlpt/api/all/7?page=0",
        f"http://www.example.gov.cn/common/search/{'0' * 32}?page=x&_pageSize=0",
        "http://www.example.gov.cn/tzgg/7.jhtml",
    ]
)
# Pieces of real markup, put together at random, reach deeper than random bytes.
PIECES = st.lists(
    st.sampled_from(
        [
            "<table>",
            "<tr>",
            "<td colspan='9' rowspan='0'>",
            "</table>",
            "<ul class='page-list'>",
            "<li id='line_u1_0'>",
            "<a href='http://[x'>2024-02-30</a>",
            "<a href='a.pdf'>",
            "<div id='zoom'>",
            "<div class='TRS_Editor'>",
            "<datastore><record><![CDATA[",
            "]]></record></datastore>",
            "createPageHTML(3,-1,'index','html')",
            "createPageHTML('x', 2, 1, 'list', 'shtml', 99)",
            "索引号：",
            "【来源：】",
            "发布日期:2024-03-25 09:06信息来源:",
            "<title>404</title>",
            "<ol reversed start='x'><li>",
            "<iframe src='/c'>",
            "正文，文字。" * 20,
            "\x00\ufeff\u200b",
            "<!--<$[信息内容]>begin-->",
            "<base href='::'>",
            "<script url='/front/page/build/unit' queryData=\"{'tagId':'list'}\"></script>",
            "<div count='9' rows='1' pageNo='x' unitUrl='http://[x'></div>",
            "$('#p').jpage({perPage: x, proxyUrl:'/messageController/getMessage.do', ajaxParam:{",
            "columnId:'1'",
            'window._CONFIG = { SID: \'1\', TREE: [{"id": null, "children": [7]}],',
            'DETAIL: {"content": "<p>x</p><script>"}',
            f"'/common/search/{'0' * 32}'",
            "<UCAPCONTENT>#PAGE_BREAK#",
            "Cms.attachment('http://[x','1','2','attach')",
            "<a id='attach1'>x.doc</a>",
            "<a onclick=\"location.href=encodeURI('index_2.jhtml')\">下一页</a>7_3.jhtml",
            '{"data":{"html":"<li><a href=x>x</a>2024-01-01","total":',
        ]
    ),
    max_size=25,
)


def parts_of(read: Callable[[], object]) -> object:
    with contextlib.suppress(UnreadableError):
        return read()
    return None


@pytest.mark.parametrize("name", FAMILIES)
@settings(max_examples=25, deadline=None)
@given(
    body=st.one_of(st.binary(max_size=300), PIECES.map(lambda some: "".join(some).encode())),
    url=URLS,
)
def test_a_family_reads_or_refuses(name: str, body: bytes, url: str) -> None:
    page = capture(body, url=url)
    report = parts_of(lambda: FAMILIES[name].report(page))
    listing = parts_of(lambda: FAMILIES[name].listing(page))
    assert report is None or isinstance(report, (RawReport, Needs))
    assert listing is None or isinstance(listing, Listing)


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=300), url=URLS)
def test_evidence_is_looked_for_in_anything(body: bytes, url: str) -> None:
    weights = [evidence.weight for evidence in detect(capture(body, url=url))]
    assert weights == sorted(weights, reverse=True)


# Python itself refuses numbers of so many digits.
LONG = "9" * 5000
LONG_NUMBERS = {
    "/index_1.html": "$('.p').pagination({totalPage: @})<a href='/a/index_@.html'>2020年</a>",
    f"/index_{LONG}.html": "$('.p').pagination({totalPage: 3})",
    f"/{LONG}.html": "共3页 1/3",
    f"/index_{LONG}.jhtml": "Cms.attachment('/','1','@','attach')<a id='attach@'>x.doc</a>",
    "/site/list": "Ls.pagination({total: @ + @, currPage: @, pageCount: @})",
    f"/module/xxgk/search.jsp?currpage={LONG}": "共3页",
    "/search-gov/data": '{"searchVO":{"totalCount":@,"listVO":[]}}',
    f"/search-gov/data?p={LONG}": '{"searchVO":{"totalCount":"@","pageSize":"@","listVO":[]}}',
}


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("path", LONG_NUMBERS, ids=range(len(LONG_NUMBERS)))
def test_numbers_of_thousands_of_digits_are_none(name: str, path: str) -> None:
    text = LONG_NUMBERS[path].replace("@", LONG)
    rows = "".join(
        f"<li><a href='/a/{n}.html'>第{n}号报告全文公开</a>2024-01-0{n}</li>" for n in range(1, 9)
    )
    body = text if text.startswith("{") else f"<ul>{rows}</ul><script>{text}</script>{text}"
    page = capture(body, url=f"http://www.example.gov.cn{path}")
    parts_of(lambda: FAMILIES[name].listing(page))
    parts_of(lambda: FAMILIES[name].report(page))


@pytest.mark.parametrize("name", FAMILIES)
def test_absurd_nesting_is_refused_with_a_reason(name: str) -> None:
    page = capture("<div>" * 20_000, url="http://www.example.gov.cn/a.html")
    with pytest.raises(UnreadableError, match="cannot be parsed"):
        FAMILIES[name].report(page)


@pytest.mark.parametrize("name", FAMILIES)
def test_two_megabytes_are_read(name: str) -> None:
    text = f"<p>{'本年度，各项工作有序推进，成效明显。' * 3}</p>" * 12_000
    page = capture(
        (
            f"<html><title>测试区年度工作报告</title><body><h1>测试区年度工作报告</h1>"
            f"<div id='zoom'>{text}</div></body></html>"
        ),
        url="http://www.example.gov.cn/a.html",
    )
    report = FAMILIES[name].report(page)
    assert isinstance(report, RawReport)
    assert report.body is not None
    assert report.body.count("\n") == 11_999
