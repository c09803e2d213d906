"""Which pages an article in parts goes on with."""

from __future__ import annotations

import pytest

from govreports.reading.further_pages import linked_pages
from tests.reading.pages import PROSE, document

FOLDER = "https://www.example.gov.cn/zwgk/fzbg"
URL = f"{FOLDER}/1234.html"


def pages(links: str, url: str = URL) -> list[str]:
    source = f"<html><body><div id='zoom'><p>{PROSE}</p></div><p>{links}</p></body></html>"
    return [one.removeprefix(f"{FOLDER}/") for one in linked_pages(document(source, url))]


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ("<a href='1234_2.html'>2</a> <a href='1234_3.html'>3</a>", ["1234_2.html", "1234_3.html"]),
        ("<a href='./1234_1.html'>[2]</a><a href='./1234_1.html'>下一页</a>", ["1234_1.html"]),
        (f"<a href='{FOLDER}/1234_2.html'>第2页</a>", ["1234_2.html"]),
        ("<a href='/zwgk/fzbg/\n1234_2.html'>2</a>", ["1234_2.html"]),
        ("<a href='1234\n_2.html'>2</a>", ["1234_2.html"]),
        ("<a href='12\t34_2.html'>下一页</a>", ["1234_2.html"]),
        (
            "<a href='1234_2.html'>下一页</a><a href='1234_4.html'>尾页</a>",
            ["1234_2.html", "1234_3.html", "1234_4.html"],
        ),
    ],
)
def test_the_pager_s_links_to_the_article_s_own_name_with_a_number(
    links: str, found: list[str]
) -> None:
    assert pages(links) == found


def test_an_article_may_be_its_folder_s_index() -> None:
    assert pages("<a href='index_1.html'>2</a>", f"{FOLDER}/index.html") == ["index_1.html"]


@pytest.mark.parametrize(
    "links",
    [
        "",
        "<a href='1235.html'>下一页</a>",
        "<a href='1235_2.html'>2</a>",
        "<a href='../1234_2.html'>2</a>",
        "<a href='http://m.example.gov.cn/zwgk/fzbg/1234_2.html'>2</a>",
        "<a href='1234_2.html'>政策解读</a>",
        "<a href='1234_7.html'>7</a>",
        "<a href='1234_2.pdf'>2</a>",
        "<a href='1234_123.html'>2</a>",
        "<a href='1234_.html'>2</a>",
        "<a href='x1234_2.html'>2</a>",
        "<a>2</a>",
    ],
)
def test_other_links_are_no_further_pages(links: str) -> None:
    assert pages(links) == []


@pytest.mark.parametrize("url", [f"{FOLDER}/", f"{FOLDER}/1234", "https://www.example.gov.cn"])
def test_an_address_without_a_file_has_none(url: str) -> None:
    assert pages("<a href='1234_2.html'>2</a>", url) == []
