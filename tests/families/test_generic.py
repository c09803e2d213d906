from __future__ import annotations

import pytest

from govreports.families import FAMILIES, detect
from govreports.families.base import UnreadableError
from govreports.records import Ask, Capture, Listing, Needs, RawReport
from tests.reading.pages import PROSE, article, capture

COLUMN = "http://www.example.gov.cn/zwgk/fzbg/index.html"
GENERIC = FAMILIES["generic"]


def listing(source: str, url: str = COLUMN) -> Listing:
    return GENERIC.listing(capture(f"<html><body>{source}</body></html>", url))


def dated(count: int, first: int = 1) -> str:
    items = (
        f'<li><a href="{n}.html">测试区第{n}年度工作报告</a><span>2024-01-{n:02}</span></li>'
        for n in range(first, first + count)
    )
    return f"<ul>{''.join(items)}</ul>"


def undated(count: int, folder: str = "/zwgk/fzbg/") -> str:
    items = (f'<p><a href="{folder}{n}.html">测试区第{n}年度工作报告</a></p>' for n in range(count))
    return f"<div>{''.join(items)}</div>"


def test_rows_with_dates_are_a_list() -> None:
    found = listing(dated(4))
    assert [row.date for row in found.rows] == [f"2024-01-0{n}" for n in range(1, 5)]
    assert found == Listing(found.rows)


def test_links_into_the_column_are_a_list_where_nothing_is_dated() -> None:
    menu = '<ul><li><a href="/zwgk/">政务公开专栏首页入口</a></li></ul>'
    found = listing(menu + undated(5))
    assert [row.url[-6:] for row in found.rows] == [f"{n}.html" for n in range(5)]


@pytest.mark.parametrize(
    "source",
    [
        undated(2),
        undated(5, "/xwzx/"),
        undated(5, "http://www.elsewhere.gov.cn/zwgk/fzbg/"),
        '<a href="/zwgk/fzbg/1.html">报告</a>' * 5,
    ],
    ids=["too few", "another column", "another site", "short as a menu's"],
)
def test_other_links_are_no_list(source: str) -> None:
    with pytest.raises(UnreadableError, match="neither rows with dates nor links into the column"):
        listing(source)


def test_a_shell_around_a_frame_leads_on_to_it() -> None:
    frames = '<iframe src="/tree?x=1"></iframe><iframe src="/result?bureau=41"></iframe>'
    found = listing(f"<div class='left'>{undated(2)}</div>{frames}")
    assert found == Listing((), next=(Ask("http://www.example.gov.cn/result?bureau=41"),))


def test_a_frame_beside_a_list_is_left_alone() -> None:
    assert listing(dated(4) + '<iframe src="/map?id=1"></iframe>').next == ()


def test_a_list_that_a_script_draws_is_refused() -> None:
    with pytest.raises(UnreadableError, match="a script draws"):
        listing('<ul><li v-for="row in rows"><a>{{row.title}}</a></li></ul>' + dated(1))


def test_what_the_pager_states_is_declared() -> None:
    found = listing(
        dated(3) + '<div class="pages">共38条 第2页/共13页 <a href="i_3.html">下一页</a></div>'
    )
    assert (found.page, found.declared_rows, found.declared_pages) == (2, 38, 13)
    assert found.next == (Ask("http://www.example.gov.cn/zwgk/fzbg/i_3.html"),)


def test_a_total_below_the_rows_shown_counts_something_else() -> None:
    found = listing(dated(3) + '<div class="page">共2条 共1页</div>')
    assert (found.declared_rows, found.declared_pages) == (None, 1)


def test_the_next_page_is_found_by_its_words_without_any_name() -> None:
    found = listing(dated(3) + '<p><a href="?p=1">上一页</a><a href="?p=3">下一页</a></p>')
    assert [ask.url for ask in found.next] == [f"{COLUMN}?p=3"]


def test_the_next_page_is_found_by_its_number() -> None:
    pager = '<div id="page"><b>1</b><a href="index_2.html">2</a><a href="index_3.html">3</a></div>'
    assert [ask.url for ask in listing(dated(3) + pager).next] == [
        "http://www.example.gov.cn/zwgk/fzbg/index_2.html"
    ]


@pytest.mark.parametrize(
    "pager",
    [
        '<div class="page"><a href="index.html">下一页</a></div>',
        '<div class="page"><a href="javascript:go(2)">下一页</a></div>',
        "<div class='page'>共5页</div>",
        "",
    ],
    ids=["to itself", "by script", "no link", "no pager"],
)
def test_no_page_is_asked_for_that_nothing_links_to(pager: str) -> None:
    assert listing(dated(3) + pager).next == ()


def test_an_article_is_read_by_labels_and_by_where_its_prose_lies() -> None:
    header = "<p>索引号：005279426/2021-00015　发布机构：测试区司法局</p>"
    page = capture(article(f"{header}<div><p>{PROSE}</p></div>"))
    report = GENERIC.report(page)
    assert isinstance(report, RawReport)
    assert report.family == "generic"
    assert dict(report.header)["索引号"] == "005279426/2021-00015"
    assert report.body == PROSE


def test_it_is_taken_only_where_no_mark_is_found() -> None:
    assert detect(capture("<div class='TRS_Editor'>x</div>"))[-1].family == "generic"
    assert detect(capture("<div class='TRS_Editor'>x</div>"))[0].family == "trs"


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"\x01\x02\x03" * 90], ids=["", "pdf", "bin"])
def test_what_is_no_page_is_not_taken(body: bytes) -> None:
    assert GENERIC.matches(Capture(url=COLUMN, body=body)) is None


def test_an_article_in_parts_needs_the_pages_that_its_pager_links_to() -> None:
    url = "http://www.example.gov.cn/zwgk/fzbg/1234.html"
    pager = "<p><a href='1234_2.html'>2</a><a href='1234_3.html'>3</a></p>"
    first = capture(article(f"<div id='zoom'><p>{PROSE}</p></div>{pager}"), url)
    asks = tuple(Ask(url.replace(".html", f"_{number}.html")) for number in (2, 3))
    assert GENERIC.report(first) == Needs(asks)
    parts = tuple(
        capture(article(f"<div id='zoom'><p>第{number}页。{PROSE}</p></div>{pager}"), ask.url)
        for number, ask in enumerate(asks, 2)
    )
    assert GENERIC.report(first, parts=parts[:1]) == Needs(asks[1:])
    report = GENERIC.report(first, parts=parts)
    assert isinstance(report, RawReport)
    assert report.body == f"{PROSE}\n第2页。{PROSE}\n第3页。{PROSE}"
