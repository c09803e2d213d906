from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from govreports.failures import FetchError
from govreports.families import family
from govreports.finding import ColumnFinder, ColumnNotFoundError, FoundColumn, ListReader
from govreports.records import Ask, Capture, Listing

HOME = "http://a.gov.cn/"
COLUMN = "法治政府建设"
LIST = """<html><body><ul class="page-list">
<a href="/D1X/1.jhtml"><span>一</span><em>2024-01-02</em>
</a></ul></body></html>"""


@dataclass
class Site:
    """Pages by address, and the order in which they were asked for."""

    pages: dict[str, str]
    asked: list[str] = field(default_factory=list)

    async def good_page(self, ask: Ask) -> Capture:
        self.asked.append(ask.url)
        if ask.url not in self.pages:
            raise FetchError("status_404", "the server answered with status 404", 404)
        return Capture(ask.url, self.pages[ask.url].encode(), requested_url=ask.url)


def links(*pairs: tuple[str, str]) -> str:
    anchors = "".join(f'<a href="{url}">{text}</a>' for text, url in pairs)
    return f"<html><body>{anchors}</body></html>"


def finder_on(site: Site, name: str, lists: Site | None = None) -> ColumnFinder:
    of = family(name)

    async def read(page: Capture) -> Listing:
        return of.listing(page)

    return ColumnFinder(
        site,  # type: ignore[arg-type]
        ListReader(of, read),
        HOME,
        lambda url: url.startswith(HOME),
        lists=lists,  # type: ignore[arg-type]
    )


def find(site: Site, known: str | None = None) -> str:
    finder = finder_on(site, "zhengzhou")
    return asyncio.run(finder.find(COLUMN, known)).page.url


def test_a_known_address_that_shows_rows_is_taken_without_looking_further() -> None:
    site = Site({HOME + "?p=D1X": LIST})
    assert find(site, HOME + "?p=D1X") == HOME + "?p=D1X"
    assert site.asked == [HOME + "?p=D1X"]


def test_a_known_address_whose_rows_come_by_script_is_taken_too() -> None:
    shell = "<script>window._CONFIG = { SID: '1', TREE: [{\"id\": 7}] }</script>"
    site = Site({HOME + "gkmlpt/index": shell})
    finder = finder_on(site, "gkmlpt")
    found = asyncio.run(finder.find(COLUMN, HOME + "gkmlpt/index"))
    assert found.page.url == HOME + "gkmlpt/index"
    assert site.asked == [HOME + "gkmlpt/index"]


def test_a_link_on_the_home_page_is_one_hop() -> None:
    site = Site({HOME: links((COLUMN, "/list")), HOME + "list": LIST})
    assert find(site) == HOME + "list"


def test_a_link_behind_the_navigation_is_two_hops_and_navigation_words_come_first() -> None:
    site = Site(
        {
            HOME: links(("新闻", "/news"), ("政务公开", "/open")),
            HOME + "open": links((COLUMN, "/list")),
            HOME + "news": links(),
            HOME + "list": LIST,
        }
    )
    assert find(site) == HOME + "list"
    assert site.asked == [HOME, HOME + "open", HOME + "list"]


def test_an_article_whose_title_only_contains_the_words_is_not_the_column() -> None:
    site = Site({HOME: links((f"2020年度{COLUMN}情况报告", "/1.jhtml"))})
    with pytest.raises(ColumnNotFoundError, match="two hops"):
        find(site)


def test_a_known_address_that_is_gone_gives_way_to_the_link() -> None:
    site = Site({HOME: links((COLUMN, "/list")), HOME + "list": LIST})
    assert find(site, HOME + "old") == HOME + "list"


def test_a_dead_page_of_the_navigation_does_not_hide_the_column_behind_another() -> None:
    site = Site(
        {
            HOME: links(("政务公开", "/dead"), ("专题专栏", "/topics")),
            HOME + "topics": links((COLUMN, "/list")),
            HOME + "list": LIST,
        }
    )
    assert find(site) == HOME + "list"


def test_pages_three_hops_away_are_not_looked_at() -> None:
    site = Site(
        {
            HOME: links(("政务公开", "/open")),
            HOME + "open": links(("更多", "/more")),
            HOME + "more": links((COLUMN, "/list")),
            HOME + "list": LIST,
        }
    )
    with pytest.raises(ColumnNotFoundError):
        find(site)
    assert HOME + "more" not in site.asked


def test_other_sites_are_never_asked() -> None:
    site = Site({HOME: links(("政务公开", "http://b.gov.cn/open"))})
    with pytest.raises(ColumnNotFoundError):
        find(site)
    assert site.asked == [HOME]


def test_a_home_page_that_does_not_come_says_so() -> None:
    with pytest.raises(FetchError):
        find(Site({}))


def test_a_column_that_is_nowhere_says_why_its_known_address_did_not_come() -> None:
    with pytest.raises(ColumnNotFoundError) as caught:
        find(Site({HOME: links()}), HOME + "gone")
    assert caught.value.failure is not None
    assert caught.value.failure.kind == "status_404"


def test_lists_are_fetched_in_their_own_way_the_navigation_as_ever() -> None:
    pages = {HOME: links((COLUMN, "/list")), HOME + "list": LIST}
    plain, lists = Site(pages), Site(pages)
    finder = finder_on(plain, "zhengzhou", lists)
    asyncio.run(finder.find(COLUMN, HOME + "gone"))
    assert plain.asked == [HOME]
    assert lists.asked == [HOME + "gone", HOME + "list"]


def test_a_column_that_a_script_draws_is_found_with_its_place_on_the_page() -> None:
    tree = '[{"id": 1, "name": "目录", "children": [{"id": 7, "name": "法治政府建设"}]}]'
    shell = f"<script>window._CONFIG = {{ SID: '1', TREE: {tree} }}</script>"
    pages = {HOME: links(("政府信息公开", "/gkmlpt/index")), HOME + "gkmlpt/index": shell}
    site = Site({**pages, HOME + "gkmlpt/index#7": shell})
    finder = finder_on(site, "gkmlpt")
    found = asyncio.run(finder.find(COLUMN, None))
    assert found.category == "#7"


def test_only_a_number_in_the_fragment_names_a_column() -> None:
    page = Capture(HOME, b"", requested_url=HOME + "#top")
    assert FoundColumn(COLUMN, page).category == ""
