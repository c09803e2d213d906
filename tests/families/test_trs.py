"""TRS WCM."""

from __future__ import annotations

import pytest

from govreports.families.base import UnreadableError
from govreports.families.trs import Trs
from govreports.records import Ask, Needs, RawReport
from tests.reading.pages import PROSE, article, capture

FAMILY = Trs()
LIST = "https://www.example.gov.cn/zwgk/fzzfjs_15921/"
ARTICLE = "https://www.example.gov.cn/zwgk/202403/t20240312_1001.html"
DEFINITION = (
    "<script>function createPageHTML(_nPageCount, _nCurrIndex, "
    "_sPageName, _sPageExt) { return; }</script>"
)


def rows(count: int) -> str:
    return "".join(
        f"<li><a href='./202401/t{number}.shtml' "
        f"title='测试市第{number}号工作情况报告'>测试市第{number}号…</a>"
        f"<span>2024-01-{number:02}</span></li>"
        for number in range(1, count + 1)
    )


def listed(call: str, count: int = 3, menu: str = "") -> str:
    return (
        f"<html><body>{menu}<ul>{rows(count)}</ul>{DEFINITION}<script>{call}</script></body></html>"
    )


def test_rows_have_whole_titles_and_addresses_below_the_column() -> None:
    listing = FAMILY.listing(capture(listed('createPageHTML(2, 0, "index", "shtml");'), url=LIST))
    assert next((row.url, row.title, row.date) for row in listing.rows) == (
        f"{LIST}202401/t1.shtml",
        "测试市第1号工作情况报告",
        "2024-01-01",
    )


@pytest.mark.parametrize(
    ("call", "url", "page", "pages", "following"),
    [
        ('createPageHTML(3, 0, "index", "shtml");', "", 1, 3, "index_1.shtml"),
        ('createPageHTML(3,1,"index","shtml")', "index_1.shtml", 2, 3, "index_2.shtml"),
        ('createPageHTML(3, 2, "index", "shtml");', "index_2.shtml", 3, 3, None),
        ("createPageHTML( 2 , 0 , 'list' , 'html' );", "", 1, 2, "list_1.html"),
        ('createPageHTML("2", "0", "index", "htm");', "", 1, 2, "index_1.htm"),
        ('createPageHTML(1, 0, "index", "html");', "", 1, 1, None),
        ('createPageHTML(0, 0, "index", "html");', "", 1, 1, None),
        ("createPageHTML('page_div',3, 1,'list','shtml',9);", "list.shtml", 1, 3, "list_2.shtml"),
        ("createPageHTML('page_div',3,3,'list','shtml',9);", "list_3.shtml", 3, 3, None),
    ],
)
def test_the_script_s_call_is_the_pager(
    call: str, url: str, page: int, pages: int, following: str | None
) -> None:
    listing = FAMILY.listing(capture(listed(call), url=LIST + url))
    assert (listing.page, listing.declared_pages) == (page, pages)
    assert listing.next == ((Ask(LIST + following),) if following else ())


@pytest.mark.parametrize(
    ("call", "declared"),
    [
        ('createPageHTML(3, 0, "index", "html", 8);', 8),
        ('createPageHTML(3, 0, "index", "html", 9);', 9),
        ('createPageHTML(3, 0, "index", "html", 3);', None),
        ('createPageHTML(3, 2, "index", "html", 9);', 9),
        ('createPageHTML(1, 0, "index", "html", 3);', 3),
        ('createPageHTML(1, 0, "index", "html", 1);', None),
        ('createPageHTML(3, 0, "index", "html");', None),
    ],
)
def test_declared_rows_are_believed_where_they_can_be_true(call: str, declared: int | None) -> None:
    assert FAMILY.listing(capture(listed(call), url=LIST)).declared_rows == declared


def test_a_call_for_an_article_s_pages_is_no_list_s() -> None:
    calls = 'createPageHTML(4, 0, "t20240101_5", "html"); createPageHTML(2, 0, "index", "html");'
    assert FAMILY.listing(capture(listed(calls), url=LIST)).declared_pages == 2


def test_an_unfilled_template_is_no_call() -> None:
    listing = FAMILY.listing(
        capture(listed("createPageHTML(${countPage}, ${index}, 'index', 'html')"), url=LIST)
    )
    assert (listing.declared_pages, len(listing.rows)) == (None, 3)


def test_a_list_of_one_page_without_a_call() -> None:
    source = f"<ul>{rows(4)}</ul><a href='index_2.html'>下一页</a>"
    listing = FAMILY.listing(capture(source, url=LIST))
    assert (len(listing.rows), listing.next) == (4, (Ask(f"{LIST}index_2.html"),))


def test_an_empty_list_with_a_call_is_an_empty_listing() -> None:
    listing = FAMILY.listing(capture(listed('createPageHTML(1, 0, "index", "html");', 0), url=LIST))
    assert (listing.rows, listing.declared_pages) == ((), 1)


def test_a_page_without_rows_and_call_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="createPageHTML"):
        FAMILY.listing(capture("<p>x</p>", url=LIST))


def test_a_list_that_a_script_draws_is_unreadable() -> None:
    source = f"<ul ms-for='el in list'></ul><div><ul>{rows(1)}</ul></div>"
    with pytest.raises(UnreadableError, match="script draws"):
        FAMILY.listing(capture(source, url=LIST))


def read(source: str, *parts: tuple[str, str]) -> RawReport:
    captures = tuple(capture(text, url=url) for url, text in parts)
    report = FAMILY.report(capture(source, url=ARTICLE), parts=captures)
    assert isinstance(report, RawReport)
    return report


EDITOR = (
    '<div class="article_content" id="zoom"><div class="TRS_Editor"><style type="text/css">'
    ".TRS_Editor P{{margin:0}}</style><div class=TRS_Editor>{}</div></div></div>"
)


def test_nested_editors_are_one_text_and_their_style_is_none() -> None:
    header = (
        "<div class='sub'><ul><li>索引号：005</li>"
        "<li>发文字号：测政〔2024〕1号</li><li>有效性：有效</li></ul></div>"
    )
    report = read(article(header + EDITOR.format(f"<p>{PROSE}</p><p>特此报告。</p>")))
    assert report.body == f"{PROSE}\n特此报告。"
    assert report.header == (("索引号", "005"), ("发文字号", "测政〔2024〕1号"), ("有效性", "有效"))
    assert report.family == "trs"


def test_files_with_generated_names_have_their_link_s_name() -> None:
    link = "<p>附件：<a href='./P020240312345.pdf'>分工表</a></p>"
    report = read(article(EDITOR.format(f"<p>{PROSE}</p>{link}")))
    assert [(file.name, file.url) for file in report.attachments] == [
        ("分工表", "https://www.example.gov.cn/zwgk/202403/P020240312345.pdf")
    ]
    assert report.body == f"{PROSE}\n附件：分工表"


PAGED = article(
    EDITOR.format(f"<p>{PROSE}</p>")
    + '<script>createDetailPageHTML(3,0,"t20240312_1001","html");</script>'
)
PARTS = [
    f"https://www.example.gov.cn/zwgk/202403/t20240312_1001_{number}.html" for number in (1, 2)
]


def test_an_article_in_several_pages_names_the_others() -> None:
    assert FAMILY.report(capture(PAGED, url=ARTICLE)) == Needs(tuple(map(Ask, PARTS)))


def test_parts_that_have_come_are_not_asked_for_again() -> None:
    part = capture(article(EDITOR.format("<p>第二页，文字。</p>")), url=PARTS[0])
    assert FAMILY.report(capture(PAGED, url=ARTICLE), parts=(part,)) == Needs((Ask(PARTS[1]),))


def test_parts_follow_each_other_whatever_their_order() -> None:
    second = article(EDITOR.format("<p>第二页，文字。</p>"))
    third = article(EDITOR.format("<p>第三页，文字。</p>"))
    report = read(PAGED, (PARTS[1], third), (PARTS[0], second))
    assert report.body == f"{PROSE}\n第二页，文字。\n第三页，文字。"


def test_an_article_in_one_page_needs_nothing() -> None:
    call = '<script>createDetailPageHTML(1,0,"t20240312_1001","html");</script>'
    assert read(article(EDITOR.format(f"<p>{PROSE}</p>") + call)).body == PROSE


@pytest.mark.parametrize(
    ("source", "url", "weight"),
    [
        ('<script>createPageHTML(1,0,"index","html")</script>', "http://127.0.0.1/", 90),
        ("<div class=TRS_Editor></div>", "http://127.0.0.1/", 85),
        ("<p>x</p>", ARTICLE, 75),
        ("<p>x</p>", "http://127.0.0.1/a/t1080281.shtml", 60),
        ("<script>_trs_uv=1</script>", "http://127.0.0.1/", 50),
    ],
)
def test_evidence(source: str, url: str, weight: int) -> None:
    evidence = FAMILY.matches(capture(source, url=url))
    assert evidence is not None
    assert (evidence.family, evidence.weight) == ("trs", weight)


def test_no_evidence() -> None:
    assert FAMILY.matches(capture("<p>x</p>", url="http://127.0.0.1/info/1/2.htm")) is None
