"""Lists → rows."""

from __future__ import annotations

import pytest

from govreports.reading.rows import (
    is_drawn_by_script,
    last_date,
    link_title,
    main_rows,
    row_of,
    unique_rows,
)
from govreports.records import Row
from tests.reading.pages import document, element

BASE = "https://www.example.gov.cn/zwgk/fzbg/202403"


def rows(body: str) -> list[tuple[str, str | None]]:
    return [(row.title, row.date) for row in main_rows(document(f"<body>{body}</body>"))]


ITEM = (
    "<li><a href='./t{0}.html' title='测试区第{0}号工作情况报告'>"
    "测试区第{0}号工作…</a><span>2024-01-0{0}</span></li>"
)
LIST = "<ul>" + "".join(ITEM.format(number) for number in range(1, 6)) + "</ul>"
EXPECTED: list[tuple[str, str | None]] = [
    (f"测试区第{number}号工作情况报告", f"2024-01-0{number}") for number in range(1, 6)
]


def test_a_list_of_items_with_dates() -> None:
    assert rows(LIST) == EXPECTED


def test_a_side_bar_with_fewer_or_shorter_rows_is_passed_over() -> None:
    side = (
        "<div class='hot'><ul><li>"
        "<a href='/x.html'>热点</a> 2024-05-01</li><li>"
        "<a href='/y.html'>图片</a> 2024-05-02</li></ul></div>"
    )
    assert rows(side + LIST + side) == EXPECTED


def test_a_menu_without_dates_is_no_list() -> None:
    assert (
        rows("<ul><li><a href='/a/'>政务公开</a></li><li><a href='/b/'>互动交流</a></li></ul>")
        == []
    )


def test_table_rows() -> None:
    table = "".join(
        f"<tr><td>{number}</td><td>"
        f"<a href='/info/1/{number}.htm'>测试区第{number}号工作情况报告</a>"
        f"</td>"
        f"<td>甲局</td><td></td><td>2024-01-0{number}</td></tr>"
        for number in range(1, 6)
    )
    assert rows(f"<form><table><tbody>{table}</tbody></table></form>") == EXPECTED


def test_dates_inside_the_links() -> None:
    links = "".join(
        (
            f"<div class='row'><a href='/a{n}.html'>"
            f"<p>测试区第{n}号工作情况报告</p><i>2024-01-0{n}</i></a></div>"
        )
        for n in range(1, 6)
    )
    assert [date for _, date in rows(links)] == [date for _, date in EXPECTED]


def test_a_list_that_begins_anew_after_some_items_is_one() -> None:
    halves = LIST.replace("<li><a href='./t4", "</ul><ul><li><a href='./t4")
    assert rows(f"<div>{halves}</div>") == EXPECTED


def test_the_longest_link_of_an_item_is_the_article_s() -> None:
    items = LIST.replace("<li><a", "<li><a href='/col/'>[年报]</a><a")
    assert rows(items) == EXPECTED


def test_links_to_other_hosts_are_rows_as_well() -> None:
    (row,) = main_rows(
        document(
            "<ul><li><a href='https://mp.weixin.qq.com/s/x'>"
            "转发一篇文章的标题</a>2024-01-01</li></ul>"
        )
    )
    assert row.url == "https://mp.weixin.qq.com/s/x"


def test_an_article_listed_twice_is_one_row() -> None:
    assert rows(LIST.replace("t5.html", "t4.html")) == EXPECTED[:4]


def test_an_empty_page_has_no_rows() -> None:
    assert rows("<p>暂无信息</p>") == []


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("<a href='x' title='完整的标题文字'>完整的标…</a>", "完整的标题文字"),
        ("<a href='x' title='完整的标题文字'>完整的标...</a>", "完整的标题文字"),
        ("<a href='x' title='完整的标题文字'>·完整的标题文字</a>", "完整的标题文字"),
        ("<a href='x'>• 完整的标题文字 </a>", "完整的标题文字"),
        ("<a href='x' title='短'>完整的标题文字</a>", "完整的标题文字"),
        ("<a href='x' title='完整的标题文字'><img src='i.png'></a>", "完整的标题文字"),
        ("<a href='x' title='完整的标题文字'>完整的标题文字2024-01-01</a>", "完整的标题文字"),
        ("<a href='x'></a>", ""),
    ],
)
def test_titles_of_links(link: str, title: str) -> None:
    assert link_title(element(link)) == title


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-01-05", "2024-01-05"),
        ("[2024/1/5]", "2024/1/5"),
        ("2024.01.05", "2024.01.05"),
        ("2024年1月5日", "2024年1月5"),
        ("2024- 01- 05", "2024-01-05"),
        ("索引号2026-02-00018 发布2024-01-05", "2024-01-05"),
        ("2024-13-40", None),
        ("2024-01-05 2024-01-06", "2024-01-06"),
        ("01-05", None),
        ("", None),
    ],
)
def test_the_last_real_date(text: str, date: str | None) -> None:
    assert last_date(text) == date


def test_a_row_without_a_page_or_a_title_is_none() -> None:
    page = document("<p>x</p>")
    assert row_of(page, element("<a href='javascript:;'>上一页</a>")) is None
    assert row_of(page, element("<a href='a.html'> </a>")) is None


def test_a_pinned_row() -> None:
    item = element("<li><i class='zhiding'></i><a href='a.html'>标题</a>2024-01-05</li>")
    link = item.find("a")
    assert link is not None
    row = row_of(document("<p>x</p>"), link, item)
    assert row == Row(f"{BASE}/a.html", "标题", "2024-01-05", pinned=True)


def test_unique_rows_keep_the_first() -> None:
    first, second = Row("u", "甲"), Row("u", "乙")
    assert unique_rows([first, None, second, Row("v", "丙")]) == (first, Row("v", "丙"))


@pytest.mark.parametrize("mark", ["v-for", "ms-repeat", "ng-repeat"])
def test_templates_of_scripts_are_told_from_lists(mark: str) -> None:
    assert is_drawn_by_script(f'<li {mark}="row in rows">')
    assert not is_drawn_by_script(f"<li>{mark}</li>")
