"""Pages that answer 200 and are no report."""

from __future__ import annotations

import pytest

from govreports.reading.document import Document
from govreports.reading.errors import UnreadableError
from govreports.reading.soft_errors import (
    classify,
    is_another_page,
    may_be_challenge,
    refuse_soft_error,
)
from tests.reading.pages import PROSE, URL, article, capture

LINKS = "<li><a href='/a.html'>要闻</a></li>" * 40
HOME = (
    "<html><head><title>测试区人民政府</title>"
    f"<meta name='SiteName' content='测试区人民政府'></head><body><ul>{LINKS}</ul></body></html>"
)


def kind(source: str, **fields: object) -> str | None:
    page = capture(source, **fields)  # type: ignore[arg-type]
    return classify(page, Document(page))


def test_an_article_is_no_error() -> None:
    assert kind(article(f"<p>{PROSE}</p>")) is None


@pytest.mark.parametrize("status", [405, 412, 468, 512, 521, 566, 567])
def test_statuses_of_challenges(status: int) -> None:
    assert kind("<html><body><p>请稍候</p></body></html>", status=status) == "blocked"


@pytest.mark.parametrize(
    "script",
    [
        "document.cookie='__jsl_clearance_s=1';location.href=location.pathname",
        "var wzwschallenge='x';",
        "var arg1='acw_sc__v2';",
        "eval(function(p,a,c,k){return p}('x',1,1))",
        "window.browserLevel = 1;",
        "var s='EO_Bot_Ssid';location.reload()",
    ],
)
def test_challenges_in_small_pages_of_script(script: str) -> None:
    assert kind(f"<html><head><script>{script}</script></head><body></body></html>") == "blocked"


@pytest.mark.parametrize("length", [0, 20, 30, 59, 60])
@pytest.mark.parametrize(
    ("body", "times"),
    [
        ("<p>{0}</p>", 1),
        ("<div>{0}</div>", 1),
        ("<p><span>{0}</span></p><div>{0}</div>", 2),
        ("<div>{0}<p></p>{0}</div>", 2),
        ("<noscript>{0}<p>{0}</p></noscript>", 1),
        ("<p><script>{0}</script>{0}<!-- {0} --></p>", 1),
    ],
)
def test_a_challenge_shows_little_text_wherever_it_stands(
    body: str, times: int, length: int
) -> None:
    shown = body.format("字" * length)
    found = kind(f"<html><body><script>var wzwschallenge;</script>{shown}</body></html>")
    assert (found == "blocked") == (times * length < 60)


@pytest.mark.parametrize(
    "head",
    [
        "<script>window.location.href='/new/index.html';</script>",
        "<script>location.replace('/a')</script>",
        "<meta http-equiv='refresh' content='0;url=/a'>",
    ],
)
def test_pages_that_only_lead_on(head: str) -> None:
    assert kind(f"<html><head>{head}</head><body></body></html>") == "redirect_stub"


def test_a_short_article_with_a_script_that_may_move_on_is_an_article() -> None:
    script = "<script>if(mobile){location.href='/m/'}</script>"
    assert kind(article(f"{script}<p>{PROSE}</p>")) is None


@pytest.mark.parametrize(
    "title",
    [
        "404错误提示",
        "404 Not Found",
        "页面不存在",
        "您访问的页面找不到",
        "提示信息",
        "Apache Tomcat/8.0 - Error report",
        "系统维护",
    ],
)
def test_error_pages_served_as_normal_ones(title: str) -> None:
    assert (
        kind(f"<html><head><title>{title}</title></head><body><p>{PROSE}</p></body></html>")
        == "soft_404"
    )


def test_an_article_about_errors_is_an_article() -> None:
    title = "关于政府网站错误信息处理情况的通报"
    assert kind(article(f"<p>{PROSE}</p>", title=title)) is None


def test_the_home_page_under_an_article_s_address() -> None:
    assert kind(HOME) == "not_a_report"


def test_the_home_page_under_its_own_address_is_not_judged() -> None:
    assert kind(HOME, url="https://www.example.gov.cn/") is None


def test_the_requested_address_counts_after_a_redirect_home() -> None:
    assert kind(HOME, url="https://www.example.gov.cn/", requested_url=URL) == "not_a_report"


def test_a_page_with_an_article_s_metas_is_no_home_page() -> None:
    assert kind(HOME.replace("<body>", "<meta name='ArticleTitle' content='年报'><body>")) is None


def test_a_soft_error_is_named_in_the_error() -> None:
    page = capture(HOME)
    with pytest.raises(UnreadableError, match=r"home page \(not_a_report\)"):
        refuse_soft_error(page, Document(page))


def test_a_good_page_is_let_through() -> None:
    page = capture(article(f"<p>{PROSE}</p>"))
    refuse_soft_error(page, Document(page))
    assert classify(page, Document(page)) is None


ROW = "金水区2023年法治政府建设工作情况报告"


@pytest.mark.parametrize(
    ("shown", "another"),
    [
        (f"<h1>{ROW}</h1>", False),
        ("<h1>金水区2023年法治政府 <br>建设工作情况报告</h1>", False),
        (f"<title>{ROW}-金水区人民政府</title>", False),
        (f"<ul><li><a href='/1.htm'>{ROW}</a></li></ul>", True),
        (f"<script>var title = '{ROW}';</script>", True),
        ("<h1>要闻</h1>", True),
    ],
)
def test_a_page_is_another_where_it_names_the_article_nowhere_but_in_links(
    shown: str,
    another: bool,  # noqa: FBT001 - a case of the table above
) -> None:
    assert is_another_page(capture(f"<html><body>{shown}</body></html>"), ROW) is another


def test_of_a_title_that_the_list_cuts_off_the_beginning_counts() -> None:
    page = capture(f"<html><body><h1>{ROW}</h1></body></html>")
    assert not is_another_page(page, "金水区2023年法治政府建设…")
    assert is_another_page(page, "金水区2022年法治政府建设…")


def test_what_cannot_be_parsed_is_another_page() -> None:
    assert is_another_page(capture(""), ROW)


MARK = "<script>var s = 'acw_sc__v2';</script>"


@pytest.mark.parametrize(("shown", "expected"), [(59, "blocked"), (60, None)])
def test_what_a_page_shows_decides_wherever_the_mark_stands(
    shown: int, expected: str | None
) -> None:
    half, rest = "政" * 30, "府" * (shown - 30)
    before = f"<html><body>{MARK}<p>{half}</p> \n<b>{rest}</b></body></html>"
    behind = f"<html><body><p>{half}<i></i>{rest}</p>\n{MARK}</body></html>"
    assert (kind(before), kind(behind)) == (expected, expected)


def test_code_and_comments_are_not_shown() -> None:
    code = f"<noscript>{PROSE}</noscript><style>{PROSE}</style><!-- {PROSE} -->"
    assert kind(f"<html><body>{code}{MARK}</body></html>") == "blocked"


@pytest.mark.parametrize(("size", "expected"), [(60_000, "blocked"), (70_000, None)])
def test_a_puzzle_is_no_longer_than_a_page(size: int, expected: str | None) -> None:
    puzzle = f"<script>var puzzle = '{'x' * size}';</script>"
    assert kind(f"<html><body>{MARK}{puzzle}</body></html>") == expected


@pytest.mark.parametrize(("filler", "expected"), [(3_000, "blocked"), (5_000, None)])
def test_a_script_that_sets_a_cookie_counts_in_small_pages_only(
    filler: int, expected: str | None
) -> None:
    script = f"<script>document.cookie = '{'x' * filler}';</script>"
    assert kind(f"<html><body>{script}</body></html>") == expected


@pytest.mark.parametrize(("links", "worth"), [(0, True), (11, True), (12, False), (40, False)])
def test_what_leads_to_many_pages_is_not_looked_through_for_marks(
    links: int,
    *,
    worth: bool,
) -> None:
    menu = "<li><a href='/a.html'>要闻</a></li>" * links
    page = f"<html><body>{menu}{MARK}</body></html>".encode()
    assert may_be_challenge(200, page) is worth
    assert may_be_challenge(412, page)
