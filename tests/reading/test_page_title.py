"""Choosing an article's title."""

from __future__ import annotations

import pytest

from govreports.reading.flow import body_flow, header_flow
from govreports.reading.meta import read_metas
from govreports.reading.title import bare, choose_title, page_title, text_of, title_in
from tests.reading.pages import PROSE, document, element

TITLE = "测试区司法局2023年度法治政府建设情况报告"


def chosen(body: str, title: str = "", meta: str = "") -> tuple[str | None, str | None]:
    tag = f'<meta name="ArticleTitle" content="{meta}">' if meta else ""
    page = document(
        f"<html><head><title>{title}</title>{tag}</head><body>{body}</body></html>"
    ).root
    text, found = choose_title(header_flow(page).lines, read_metas(page), page)
    return text, None if found is None else str(found.tag)


def inside(body: str, title: str) -> str | None:
    page = document(
        f"<html><head><title>{title}</title></head><body><div>{body}</div></body></html>"
    ).root
    return title_in(body_flow(page).lines, {}, page)


def test_the_visible_line_that_equals_the_meta() -> None:
    assert chosen(f"<p>导航</p><p>{TITLE}</p><h2>栏目</h2>", "某网站", TITLE) == (TITLE, "p")


def test_a_meta_that_is_cut_is_completed_by_the_visible_line() -> None:
    assert chosen(f"<div>{TITLE}</div>", meta=TITLE[:14] + "…") == (TITLE, "div")


def test_a_page_title_with_the_site_s_name_behind_it() -> None:
    assert chosen(f"<h1>{TITLE}</h1>", f"{TITLE}_测试区人民政府") == (TITLE, "h1")


def test_a_page_title_with_site_and_column_before_it() -> None:
    assert chosen(f"<h3>{TITLE}</h3>", f"测试区政府网 通知公告 {TITLE}") == (TITLE, "h3")


def test_a_visible_title_that_says_more_than_the_hint() -> None:
    full = f"{TITLE}（摘要）"
    assert chosen(f"<h1>{full}</h1>", TITLE) == (full, "h1")


def test_the_nearest_heading_where_nothing_is_said() -> None:
    assert chosen(f"<h2>政务公开专栏</h2><h2>{TITLE}</h2>") == (TITLE, "h2")


def test_a_class_named_like_a_title_counts_as_a_heading() -> None:
    assert chosen(f"<p>无关的一行文字</p><div class='content-title'>{TITLE}</div>")[0] == TITLE


def test_the_header_s_own_label_says_what_the_title_is() -> None:
    table = f"<table><tr><td>信息名称</td><td>{TITLE}</td></tr></table>"
    assert chosen(f"{table}<div>{TITLE}</div>", "测试区人民政府") == (TITLE, "div")


def test_a_heading_over_two_lines_is_one_title() -> None:
    assert (
        chosen(f"<h1>{TITLE}<div>——专项检查</div></h1>", f"{TITLE}——专项检查")[0]
        == f"{TITLE}——专项检查"
    )


def test_a_heading_with_a_break_has_no_line_break() -> None:
    assert (
        chosen("<h1>测试区司法局<br>2023年报告</h1>", "测试区司法局2023年报告")[0]
        == "测试区司法局2023年报告"
    )


def test_a_break_between_latin_words_or_numbers_leaves_a_space() -> None:
    heading = "<h1>Annual report<br>2023<br>年度</h1>"
    assert chosen(heading, "Annual report 2023年度")[0] == "Annual report 2023年度"


@pytest.mark.parametrize("behind", ["__2023年第3号公报", "_测试日报_测试网", "-公告公示-政务公开"])
def test_a_title_that_only_the_text_shows_ends_where_the_page_s_name_goes_on(behind: str) -> None:
    lines = body_flow(element(f"<div><p>测试区司法局</p><p>{TITLE}</p><p>{PROSE}</p></div>")).lines
    page = document(f"<title>测试区司法局{TITLE}{behind}</title><p>x</p>").root
    assert title_in(lines, {}, page) == f"测试区司法局{TITLE}"


def test_what_the_text_does_not_begin_with_is_not_its_title() -> None:
    lines = body_flow(element(f"<div><p>{PROSE}</p></div>")).lines
    page = document(f"<title>{TITLE}_测试网</title><p>x</p>").root
    assert title_in(lines, {}, page) is None


def test_a_date_in_the_title_s_line_is_no_part_of_it() -> None:
    assert chosen(f"<h2>{TITLE} <span>( 2024年03月01日 )</span></h2>", TITLE)[0] == TITLE


def test_a_title_that_ends_in_a_date_keeps_it() -> None:
    title = "测试区政府常务会议纪要2024年3月1日"
    assert chosen(f"<h2>{title}</h2>", title)[0] == title


def test_a_mark_in_the_title_stays() -> None:
    assert (
        chosen(f"<h1>【已废止】{TITLE}</h1>", meta=f"【已废止】{TITLE}")[0] == f"【已废止】{TITLE}"
    )


def test_links_labels_and_table_rows_are_no_titles() -> None:
    body = (
        f"<p><a href='/x'>{TITLE}</a></p><p>来源：{TITLE}</p><table><tr>"
        f"<td>名称</td><td>{TITLE}</td></tr></table>"
    )
    assert chosen(body, meta=TITLE) == (TITLE, None)


def test_the_hint_stands_in_where_nothing_is_visible() -> None:
    assert chosen("<p>x</p>", f"{TITLE}-测试区人民政府") == (TITLE, None)


def test_nothing_at_all_is_none() -> None:
    assert chosen("<p>x</p>") == (None, None)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("年度工作报告-某市政府网", "年度工作报告"),
        ("年度工作报告_通知公告_某市人民政府", "年度工作报告_通知公告"),
        ("年度工作报告 - 政务公开", "年度工作报告 - 政务公开"),
        ("2023-2024年度工作报告", "2023-2024年度工作报告"),
    ],
)
def test_site_names_are_cut_off_a_title_that_stands_in(title: str, kept: str) -> None:
    assert chosen("<p>x</p>", title)[0] == kept


def test_a_title_that_only_the_text_shows() -> None:
    body = "<p>测试区司法局</p><p>测试区财政局</p><p>关于加强协作的通知</p><p>各单位：</p>"
    assert inside(body, "关于加强协作的通知") == "测试区司法局 测试区财政局关于加强协作的通知"


def test_the_header_s_lines_in_the_text_are_no_title() -> None:
    body = f"<p>索引号：005</p><p>{TITLE}</p><p>正文</p>"
    assert inside(body, TITLE) == TITLE


def test_a_text_that_begins_otherwise_shows_none() -> None:
    assert inside("<p>各单位：</p>", TITLE) is None


def test_text_of_an_element_is_one_line() -> None:
    assert text_of(element("<h1> 一<br>二 <script>x</script></h1>")) == "一二"


def test_the_page_s_title() -> None:
    assert page_title(document("<title> 甲&nbsp;乙\n</title><p>x</p>").root) == "甲 乙"
    assert page_title(document("<p>x</p>").root) == ""


def test_titles_are_compared_without_punctuation() -> None:
    assert bare("《关于 “放管服” 的通知》（试行）") == "关于放管服的通知试行"
