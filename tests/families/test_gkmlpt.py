"""gkmlpt where the replica does not reach."""

from __future__ import annotations

import json

import pytest

from govreports.families.base import UnreadableError
from govreports.families.gkmlpt import Gkmlpt
from govreports.reading.links import Link
from govreports.records import Capture, Listing, RawReport
from tests.reading.pages import PROSE, article, capture

HOST = "http://www.example.gov.cn"
TREE = [
    {"id": 1, "name": "公开指南", "jump_url": "/zn/index.html"},
    {"id": 2, "name": "法定主动公开内容", "children": [{"id": 2811, "name": "法治政府建设"}, 7]},
]


def catalogue(url: str, tree: str | None = None) -> Capture:
    shown = json.dumps(TREE) if tree is None else tree
    source = f"<script>window._CONFIG = {{ SID: '755001', TREE: {shown}, X: 1 }};</script>"
    return capture(source, url.partition("#")[0], requested_url=url)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/gkmlpt/index#2811", "/gkmlpt/api/all/2811?page=1&sid=755001"),
        ("/gkmlpt/index", "/gkmlpt/api/all/0?page=1&sid=755001"),
        ("/gkmlpt/index#top", "/gkmlpt/api/all/0?page=1&sid=755001"),
        ("/szjj/gkmlpt/index#7", "/szjj/gkmlpt/api/all/7?page=1&sid=755001"),
    ],
)
def test_the_fragment_says_which_category_is_asked_for(path: str, asked: str) -> None:
    listing = Gkmlpt().listing(catalogue(HOST + path))
    assert listing.is_shell
    assert [ask.url for ask in listing.next] == [HOST + asked]


def test_categories_are_links_into_the_catalogue_or_to_where_the_site_has_them() -> None:
    index = f"{HOST}/gkmlpt/index"
    assert Gkmlpt().links(catalogue(index)) == (
        Link(f"{HOST}/zn/index.html", "公开指南", "公开指南"),
        Link(f"{index}#2", "法定主动公开内容", "法定主动公开内容"),
        Link(f"{index}#2811", "法治政府建设", "法治政府建设"),
    )


@pytest.mark.parametrize("tree", ["[", "[{]", "[7, null]", "[" * 5000])
def test_a_tree_that_is_none_has_no_links(tree: str) -> None:
    assert Gkmlpt().links(catalogue(f"{HOST}/gkmlpt/index", tree)) == ()


def answer(rows: int, url: str, total: int) -> Listing:
    articles = [{"title": f"第{n}号报告", "url": f"/post_{n}.html"} for n in range(rows)]
    body = json.dumps({"total": total, "articles": articles})
    return Gkmlpt().listing(capture(body, url.partition("#")[0], requested_url=url))


def test_how_many_rows_a_page_has_goes_along_to_the_last_one() -> None:
    first = answer(3, f"{HOST}/gkmlpt/api/all/7?page=1&sid=1", 8)
    assert first.next[0].url == f"{HOST}/gkmlpt/api/all/7?page=2&sid=1#3"
    third = answer(2, f"{HOST}/gkmlpt/api/all/7?page=3&sid=1#3", 8)
    assert (third.page, third.next) == (3, ())


def test_pages_count_from_one_though_zero_is_heard() -> None:
    assert answer(3, f"{HOST}/gkmlpt/api/all/7?page=0&sid=1", 8).page == 1


def test_other_lists_of_the_site_are_read_as_they_are() -> None:
    rows = "".join(f'<li><a href="{n}.html">第{n}号报告</a>2024-01-0{n}</li>' for n in range(1, 5))
    pager = '<div class="page"><a href="index_2.html">下一页</a></div>'
    listing = Gkmlpt().listing(capture(f"<ul>{rows}</ul>{pager}", f"{HOST}/tzgg/index.html"))
    assert len(listing.rows) == 4
    assert listing.next[0].url == f"{HOST}/tzgg/index_2.html"


def test_a_page_that_is_no_list_is_refused() -> None:
    with pytest.raises(UnreadableError):
        Gkmlpt().listing(capture("<p>目录</p>", f"{HOST}/gkmlpt/index"))


def configured(content: object, body: str) -> str:
    detail = json.dumps({"content": content})
    return article(body, head=f"<script>window._CONFIG = {{ DETAIL: {detail}, }}</script>")


@pytest.mark.parametrize("place", ['<div class="article-content"> </div>', "<div>摘要</div>"])
def test_a_text_in_the_configuration_only_is_put_where_it_belongs(place: str) -> None:
    report = Gkmlpt().report(capture(configured(f"<p>{PROSE}</p>", place)))
    assert isinstance(report, RawReport)
    assert report.body == PROSE


@pytest.mark.parametrize("content", ["", None, 7, "<p>另一篇</p>"])
def test_a_text_on_the_page_goes_before_the_configuration_s(content: object) -> None:
    page = configured(content, f'<div class="article-content"><p>{PROSE}</p></div>')
    report = Gkmlpt().report(capture(page))
    assert isinstance(report, RawReport)
    assert report.body == PROSE
