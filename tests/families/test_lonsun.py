from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.families.base import UnreadableError
from govreports.families.lonsun import Lonsun
from govreports.records import RawReport
from tests.families.lists import SITE, items
from tests.reading.pages import PROSE, article, capture

if TYPE_CHECKING:
    from govreports.records import Listing

FAMILY = Lonsun()
COLUMN = f"{SITE}/public/column/21?type=4&catId=77&action=list"
CALL = """Ls.ajax({ dataType: "html", url: "/site/label/8888", data : {
labelName: 'publicInfoList', siteId : "5", pageIndex: %s, organId: 21, catId: catId, cId : "" }
}).done(function(html) { $("#list").html(html); });"""


def pagination(turn: str, options: str) -> str:
    call = f'Ls.pagination("#page", function (pageIndex) {{ {turn} }}, {{ {options} }});'
    return f"<html><body><ul>{items()}</ul><script>{call}</script></body></html>"


def listing(turn: str, options: str, url: str = COLUMN) -> Listing:
    return FAMILY.listing(capture(pagination(turn, options), url))


def test_sums_say_which_page_it_is_and_how_many_there_are() -> None:
    found = listing("", "isTotal: true, total: 454, currPage: (1+1), pageCount:(20 + 3)")
    assert (found.page, found.declared_rows, found.declared_pages) == (2, 454, 23)


def test_a_pager_that_leads_to_an_address() -> None:
    turn = f"location.href = '{SITE}/content/column/42?pageIndex=' + pageIndex;"
    found = listing(turn, "currPage: (0+1), pageCount:3", f"{SITE}/xwdt/index.html")
    assert [ask.url for ask in found.next] == [f"{SITE}/content/column/42?pageIndex=2"]


def test_a_pager_that_asks_the_label_service() -> None:
    (ask,) = listing(CALL % "pageIndex", "currPage: (0+1), pageCount:2").next
    assert ask.url == (
        f"{SITE}/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=5"
        "&pageIndex=2&organId=21&catId=77&cId="
    )
    assert ask.headers == (("Referer", COLUMN),)


def test_a_column_of_openness_pages_by_its_own_address_where_its_script_cannot_be_read() -> None:
    (ask,) = listing("changeSearchLoad(pageIndex)", "currPage: (1+1), pageCount:3").next
    assert ask.url == f"{COLUMN}&pageIndex=3"
    assert listing("load(pageIndex)", "currPage: (1+1), pageCount:3", f"{SITE}/a/").next == ()


def test_the_last_page_leads_nowhere() -> None:
    assert listing(CALL % "pageIndex", "currPage: (1+1), pageCount:2").next == ()


def test_a_shell_asks_for_the_first_page() -> None:
    page = capture(f"<html><body><script>{CALL % '1'}</script></body></html>", COLUMN)
    found = FAMILY.listing(page)
    assert found.is_shell
    assert "&pageIndex=1&" in found.next[0].url


def test_other_labels_of_a_page_are_no_lists() -> None:
    other = (CALL % "1").replace("publicInfoList", "linkList")
    page = capture(f"<html><body><script>{other}</script></body></html>", COLUMN)
    with pytest.raises(UnreadableError, match="label service"):
        FAMILY.listing(page)


def test_rows_without_a_pager_are_the_whole_list() -> None:
    found = FAMILY.listing(capture(f"<html><body><ul>{items()}</ul></body></html>"))
    assert (len(found.rows), found.declared_pages, found.next) == (3, None, ())


def test_a_fragment_without_rows_does_not_ask_for_itself() -> None:
    page = capture(f"<div></div><script>{CALL % '1'}</script>", f"{SITE}/site/label/8888?a=1")
    with pytest.raises(UnreadableError, match="label service"):
        FAMILY.listing(page)


def test_a_pager_without_rows_leads_nowhere() -> None:
    source = pagination(CALL % "pageIndex", "currPage: (0+1), pageCount:2").replace("<li>", "<!-- ")
    found = FAMILY.listing(capture(source, COLUMN))
    assert (found.rows, found.declared_pages, found.next) == ((), 2, ())


def header(number: str, name: str = "皖测,2024,3号") -> RawReport:
    tables = "".join(
        f'<table class="table_suoyin {seen}"><tr><th>索引号：</th><td>1/2024-1</td></tr>'
        f"<tr><th>{day}：</th><td>2024-03-12</td></tr>"
        f'<tr><th>文&emsp;号：</th><td id="_fileNum">{number}</td></tr></table>'
        for seen, day in (("hidden-xs", "发布日期"), ("hidden-lg", "发文日期"))
    )
    script = f'<script>function setFileName() {{ var fileName = "{name}", a = 1; }}</script>'
    body = f'{tables}<div class="j-fontContent"><p>{PROSE}</p></div>{script}'
    report = FAMILY.report(capture(article(body)))
    assert isinstance(report, RawReport)
    return report


def test_the_table_for_phones_is_not_read() -> None:
    assert dict(header("").header).keys() == {"索引号", "发布日期", "文号"}


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ("皖测,2024,3号", "皖测〔2024〕3号"),
        ("皖测〔2024〕3号", "皖测〔2024〕3号"),
        ("", ""),
    ],
)
def test_the_script_writes_the_number(parts: str, written: str) -> None:
    assert dict(header(" ", parts).header)["文号"] == written
