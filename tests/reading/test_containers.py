"""Which element holds an article's text."""

from __future__ import annotations

import pytest

from govreports.reading.containers import (
    best_named,
    densest,
    find_container,
    holds_something,
    measure,
    named_containers,
    weigh,
)
from tests.reading.pages import PROSE, document, element

TEXT = f"<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>"
MENU = "<ul class='menu'>" + "<li><a href='/x'>栏目名称</a></li>" * 20 + "</ul>"


def found(body: str) -> str | None:
    container = find_container(document(f"<html><body>{body}</body></html>").root)
    return None if container is None else str(container.get("id") or container.tag)


@pytest.mark.parametrize(
    "attributes",
    [
        "id='zoom'",
        "id='Zoom'",
        "class='TRS_Editor'",
        "class='view TRS_UEDITOR trs_paper_default'",
        "id='vsb_content_501' class='j-fontContent'",
        "class='v_news_content'",
        "class='content-txt '",
        "class='article-content font16'",
    ],
)
def test_names_that_cms_give_to_the_text(attributes: str) -> None:
    page = document(f"<body>{MENU}<div><p>标题</p><div {attributes}>短文。</div></div></body>").root
    (named,) = named_containers(page)
    assert find_container(page) is named


def test_custom_elements_are_named_containers() -> None:
    assert found(f"<div><ucapcontent>{TEXT}</ucapcontent></div>") == "ucapcontent"


def test_without_a_name_the_prose_tells() -> None:
    assert found(f"{MENU}<div><h1>标题</h1><div id='x'>{TEXT}</div><div>打印</div></div>") == "x"


def test_one_paragraph_s_container_is_the_element_around_it() -> None:
    assert found(f"{MENU}<div id='x'><p>{PROSE}</p></div>") == "x"


def test_prose_in_a_table_s_cell() -> None:
    assert found(f"<table><tr><td>左</td><td id='x'>{TEXT}</td></tr></table>") == "x"


def test_an_article_that_is_a_table_lies_in_the_element_around_it() -> None:
    rows = f"<tr><td>一</td><td>{PROSE}</td></tr>" * 5
    assert found(f"{MENU}<div id='x'><table>{rows}</table></div>") == "x"


def test_an_empty_named_element_gives_way_to_the_text_beside_it() -> None:
    assert found(f"<div id='zoom'></div><div id='x'>{TEXT}</div>") == "x"


def test_a_named_element_with_text_is_not_outweighed_by_comments_below() -> None:
    comments = "<div id='comments'>" + "<p>写得好，学习了。</p>" * 30 + "</div>"
    assert found(f"<div id='zoom'>{TEXT}</div>{comments}") == "zoom"


def test_a_page_of_menus_has_no_article() -> None:
    assert found(MENU * 6) is None


def test_navigation_and_foot_are_no_article() -> None:
    assert found(f"<div class='footer'>{TEXT}</div><div class='nav'>{TEXT}</div>") is None


def test_less_than_a_sentence_is_no_article() -> None:
    assert found("<div><p>暂无内容，敬请期待。</p></div>") is None


def test_an_empty_page_has_none() -> None:
    assert found("") is None


def test_of_nested_names_the_innermost_with_nearly_all_text_is_taken() -> None:
    page = document(
        f"<div id='zoom'><div class='TRS_Editor' id='a'>"
        f"<div class='TRS_Editor' id='b'>{TEXT}</div></div></div>"
    ).root
    candidates = named_containers(page)
    for weights in (weigh(page), measure(candidates)):
        best = best_named(candidates, weights)
        assert best is not None
        assert best.get("id") == "b"


def test_of_nested_names_the_one_with_all_text_is_taken_if_the_inner_lacks_much() -> None:
    page = document(f"<div id='zoom'><div class='TRS_Editor'>{PROSE}</div>{TEXT}</div>").root
    best = best_named(named_containers(page), weigh(page))
    assert best is not None
    assert best.get("id") == "zoom"


def test_of_names_without_text_the_one_with_pictures_is_taken() -> None:
    page = document(
        "<div id='zoom'></div><div class='TRS_Editor' id='x'><img src='1.jpg'></div>"
    ).root
    best = best_named(named_containers(page), weigh(page))
    assert best is not None
    assert best.get("id") == "x"


def test_no_candidate_is_none() -> None:
    assert best_named([], {}) is None


def test_links_scripts_and_navigation_weigh_nothing() -> None:
    page = document(
        f"<body><a>{PROSE}</a><script>{PROSE}</script><style>{PROSE}</style>"
        f"<nav>{PROSE}</nav></body>"
    ).root
    assert weigh(page)[page] == 0


def test_text_without_punctuation_weighs_less_and_tails_count() -> None:
    page = document("<body><div>一二三四<b>五六，</b>七八，</div></body>").root
    assert weigh(page)[page] == 4 * 0.25 + 3 + 3


def test_measuring_counts_no_script_and_no_white_space() -> None:
    root = element("<div> 一 二<script>var a;</script><style>p{}</style>\n三 </div>")
    assert measure([root])[root] == 3


def test_the_densest_of_an_empty_page_is_none() -> None:
    page = document("<body><p> </p></body>").root
    assert densest(page, weigh(page)) is None


@pytest.mark.parametrize("empties", [0, 1, 7, 8, 9, 40])
def test_text_is_found_however_many_empty_elements_stand_before_it(empties: int) -> None:
    before = "<p> </p>" * empties
    assert holds_something(element(f"<div>{before}<p>依法</p></div>"))
    assert holds_something(element(f"<div>{before}<br>依法</div>"))
    assert not holds_something(element(f"<div>{before}<!-- 依法 --></div>"))


@pytest.mark.parametrize(
    ("fragment", "something"),
    [
        ("<div> \n</div>", False),
        ("<div><p></p></div>", False),
        ("<div>字</div>", True),
        ("<div><img src='a'></div>", True),
        ("<div><a href='a.pdf'></a></div>", True),
        ("<div><iframe src='/b'></iframe></div>", True),
    ],
)
def test_whether_an_element_holds_anything(fragment: str, something: bool) -> None:  # noqa: FBT001
    assert holds_something(element(fragment)) is something
