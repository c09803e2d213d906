"""What pagers declare and where they lead."""

from __future__ import annotations

import pytest

from govreports.reading.pager import (
    Totals,
    current_page,
    is_next,
    next_link,
    numbered_link,
    stated_totals,
)
from tests.reading.pages import document, element


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("共38条", Totals(rows=38)),
        ("共 38 条记录 第 2 页 共 3 页", Totals(rows=38, pages=3, page=2)),
        ("共38条\u00a0\u00a01/3\u00a0", Totals(rows=38, pages=3, page=1)),
        ("总计：120 篇", Totals(rows=120)),
        ("第2页/共5页", Totals(pages=5, page=2)),
        ("2/5页", Totals(pages=5, page=2)),
        ("首页 上一页 下一页 尾页", Totals()),
        ("2024/01/05", Totals()),
        ("", Totals()),
    ],
)
def test_totals_in_words(text: str, totals: Totals) -> None:
    assert stated_totals(text) == totals


@pytest.mark.parametrize("word", ["下一页", "下页", "下一页>", ">", "Next", " 下 一 页 "])
def test_the_link_to_the_next_page(word: str) -> None:
    page = document(f"<div><a href='index.html'>首页</a><a href='index_2.html'>{word}</a></div>")
    assert next_link(page, page.root) == "https://www.example.gov.cn/zwgk/fzbg/202403/index_2.html"


@pytest.mark.parametrize(
    "pager",
    [
        "<a href='index.html'>上一页</a>",
        "<a href='javascript:go(2)'>下一页</a>",
        "<a>下一页</a>",
        "<span>下一页</span>",
    ],
)
def test_no_link_to_a_next_page(pager: str) -> None:
    page = document(f"<div>{pager}</div>")
    assert next_link(page, page.root) is None


@pytest.mark.parametrize(("text", "answer"), [("下一页", True), ("下一篇", False), ("2", False)])
def test_a_link_is_to_the_next_page_by_its_words(text: str, answer: bool) -> None:  # noqa: FBT001
    assert is_next(element(f"<a>{text}</a>")) is answer


def test_a_page_s_number_is_a_link_to_it() -> None:
    page = document(
        '<html><body><a href="i_2.html"> 2 </a><a href="i_12.html">12</a></body></html>'
    )
    assert (
        numbered_link(page, page.root, 2) == "https://www.example.gov.cn/zwgk/fzbg/202403/i_2.html"
    )
    assert numbered_link(page, page.root, 3) is None


@pytest.mark.parametrize(
    ("pager", "page"),
    [
        ('<a href="index.html">1</a><span class="current">2</span><a href="a_3.html">3</a>', 2),
        ('<a href="index.html">1</a><a class="page-active" href="#">2</a>', 2),
        ('<a href="a_1.html">1</a><a href="t20240312_1001.html">7</a>', 7),
        ('<a href="a_1.html">1</a><a href="a_2.html">2</a>', None),
        ('<span class="current">首页</span>', None),
        ('<span class="currently">2</span>', None),
        (f'<span class="current">{"9" * 5000}</span>', None),
    ],
)
def test_the_page_s_own_number_is_marked_or_leads_to_itself(pager: str, page: int | None) -> None:
    one = document(f"<div class='page'>{pager}</div>")
    assert current_page(one, one.root) == page
