"""Lists as portals lay them out: the same five rows, whatever stands around title and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.families import FAMILIES
from govreports.reading.rows import last_date, link_title
from tests.reading.pages import capture, element

if TYPE_CHECKING:
    from govreports.records import Listing

COLUMN = "http://www.example.gov.cn/zwgk/zcwj/index.html"
TITLES = (
    "关于印发2023年工作要点的通知",
    "测试区法治政府建设年度报告",
    "关于节约用水管理的若干意见",
    "2022年政府信息公开年度报告",
    "关于加强防汛工作的紧急通知",
)
DATES = [f"2023-0{number}-1{number}" for number in range(1, 6)]
MENU = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul>'
HOT = '<div class="hot"><ul><li><a href="/h/1.html">一条不属于本栏目的热点新闻</a></li></ul></div>'
UL = "<ul class='list'>{}</ul>"


def listing(item: str, around: str = UL, pager: str = "") -> Listing:
    rows = (
        item.format(n=number, title=title, cut=f"{title[:8]}...", date=date, day=date[-2:])
        for number, (title, date) in enumerate(zip(TITLES, DATES, strict=True), 1)
    )
    body = f"<div class='main'>{around.format(''.join(rows))}{pager}</div>"
    source = f"<html><head><title>政策文件</title></head><body>{MENU}{body}{HOT}</body></html>"
    return FAMILIES["generic"].listing(capture(source, COLUMN))


LINK = "<a href='{n}.html'>{title}</a>"
CELLS = f"<td>·</td><td>{LINK}</td><td>{{date}}</td>"


@pytest.mark.parametrize(
    ("item", "around"),
    [
        (f"<li>{LINK}<span>{{date}}</span></li>", UL),
        (f"<li><span>[{{date}}]</span>{LINK}</li>", UL),
        ("<li><a href='{n}.html' title='{title}'>{cut}</a><i>{date}</i></li>", UL),
        ("<li><a href='{n}.html'><b>{title}</b><span>{date}</span></a></li>", UL),
        ("<a href='{n}.html'><p>{title}</p><span>（{date}）</span></a>", "<div>{}</div>"),
        (f"<dl><dt>{LINK}</dt><dd>{{date}}</dd></dl>", "<div>{}</div>"),
        (f"<tr>{CELLS}</tr>", "<table>{}</table>"),
        (f"<table><tr>{CELLS}</tr></table>", "<div>{}</div>"),
        (f"<table><tbody><tr>{CELLS}</tr></tbody></table>", "<div>{}</div>"),
        (f"<li>[<a href='/zwgk/zcwj/'>政策文件</a>] {LINK} {{date}}</li>", UL),
        (f"<li><h3>{LINK}</h3><p>摘要。<a href='{{n}}.html'>[详细]</a></p>{{date}}</li>", UL),
        (f"<li><div><b>{{day}}</b><span>2023-0{{n}}</span></div>{LINK}</li>", UL),
    ],
)
def test_every_layout_gives_the_same_rows(item: str, around: str) -> None:
    rows = listing(item, around).rows
    assert [(row.title, row.date) for row in rows] == list(zip(TITLES, DATES, strict=True))
    assert [row.url for row in rows] == [
        f"http://www.example.gov.cn/zwgk/zcwj/{number}.html" for number in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("pager", "totals"),
    [
        ("共 38 条 1/13页 <a href='index_2.html'>下一页</a>", (38, 13)),
        ("总记录数：38，总页数：13，当前页：1 <a href='index_2.html'>下页</a>", (38, 13)),
        ("当前第 1 页，共 13 页，每页 5 条，共 62 条 <a href='index_2.html'>下一页</a>", (62, 13)),
        (
            "首页 上一页 <a href='index_2.html'>下一页</a> <a href='index_13.html'>尾页</a> 共13页",
            (None, 13),
        ),
        ("页数：1/13 <a href='index_2.html'>[下一页]</a>", (None, 13)),
        ("共有38条记录 共13页 <a href='index_2.html'>【下一页】</a>", (38, 13)),
        ("<a href='index_2.html'>&gt;</a>", (None, None)),
    ],
)
def test_what_a_pager_states_and_where_it_leads(
    pager: str, totals: tuple[int | None, int | None]
) -> None:
    item = "<li><a href='{n}.html'>{title}</a><span>{date}</span></li>"
    found = listing(item, pager=f"<div class='page'>{pager}</div>")
    assert (found.declared_rows, found.declared_pages) == totals
    assert [ask.url[-13:] for ask in found.next] == ["/index_2.html"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("15 2023-06 关于节约用水的通知", "2023-06-15"),
        ("15 2023.6 关于节约用水的通知", "2023.6.15"),
        ("15 2023年06月 关于节约用水的通知", "2023年06月15"),
        ("45 2023-06 关于节约用水的通知", None),
        ("第15 2023-0612号", None),
        ("15 2023-06 2022-01-02", "2022-01-02"),
    ],
)
def test_a_day_above_its_month_is_a_date(text: str, date: str | None) -> None:
    assert last_date(text) == date


def test_a_date_that_is_part_of_a_title_stays_in_it() -> None:
    assert link_title(element("<a>关于2023-06-15停水的通知</a>")) == "关于2023-06-15停水的通知"
    assert (
        link_title(element("<a><b>关于2023-06-15停水</b>的通知</a>")) == "关于2023-06-15停水的通知"
    )
    assert link_title(element("<a><b>停水通知</b><i>2023-06-15 08:00</i></a>")) == "停水通知"
