"""Meta tags: the first of a name counts, in any case."""

from __future__ import annotations

from govreports.reading.meta import meta, read_metas
from tests.reading.pages import document

PAGE = """<html><head>
<meta charset="utf-8"><META Name="ArticleTitle" Content=" 年度&nbsp;报告 ">
<meta name="pubdate" content="2024-03-01 10:00"><meta name="Keywords" content="">
<meta name="PubDate" content="2019-01-01"><meta http-equiv="refresh" content="9">
</head><body><meta name="ContentStart"><meta name="ColumnName" content="年报"></body></html>"""


def test_metas_keep_their_names_and_page_order() -> None:
    metas = read_metas(document(PAGE).root)
    assert list(metas.items()) == [
        ("ArticleTitle", "年度 报告"),
        ("pubdate", "2024-03-01 10:00"),
        ("ColumnName", "年报"),
    ]


def test_a_stale_second_set_is_passed_over() -> None:
    second = '<meta name="ArticleTitle" content="别的文章"><meta name="articletitle" content="x">'
    page = PAGE.replace("</head>", f"{second}</head>")
    assert read_metas(document(page).root)["ArticleTitle"] == "年度 报告"


def test_a_blank_meta_leaves_the_place_to_a_later_one() -> None:
    page = PAGE.replace("</head>", '<meta name="keywords" content="法治"></head>')
    assert meta(read_metas(document(page).root), "KEYWORDS") == "法治"


def test_names_are_found_in_any_case() -> None:
    metas = read_metas(document(PAGE).root)
    assert meta(metas, "PUBDATE") == "2024-03-01 10:00"
    assert meta(metas, "Author") is None
