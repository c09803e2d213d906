from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.families.base import UnreadableError
from govreports.families.shanghai import SHANGHAI
from tests.families.lists import SITE, items
from tests.reading.pages import capture

if TYPE_CHECKING:
    from govreports.records import Listing

FAMILY = SHANGHAI
YEARS = (
    '<a href="/nw39221/index.html"><h4>2022年</h4></a>'
    '<a href="/2023nw/index.html">2023年</a><a href="/x2021/index.html">2021 年</a>'
)


def listing(path: str, links: str = YEARS, pages: int | None = 2, rows: str = "") -> Listing:
    call = f'$(".pagination").pagination({{ totalPage: {pages}, count: 5 }});' if pages else ""
    source = (
        f"<html><body><div>{links}</div><ul>{rows or items()}</ul>"
        f"<script>{call}</script></body></html>"
    )
    return FAMILY.listing(capture(source, SITE + path))


def following(found: Listing) -> list[str]:
    return [ask.url.removeprefix(SITE) for ask in found.next]


def test_the_sections_index_leads_to_all_archives_the_newest_first() -> None:
    found = listing("/nw39220/index.html")
    assert found.is_shell
    assert following(found) == ["/2023nw/index.html", "/nw39221/index.html", "/x2021/index.html"]


def test_an_archive_is_read_to_its_end_before_the_older_one() -> None:
    first = listing("/2023nw/index.html")
    assert (first.page, len(first.rows), first.declared_pages) == (1, 3, None)
    assert following(first) == ["/2023nw/index_2.html"]
    assert following(listing("/2023nw/index_2.html")) == ["/nw39221/index.html"]
    assert following(listing("/nw39221/index.html", pages=None)) == ["/x2021/index.html"]
    assert following(listing("/x2021/index_2.html")) == []


def test_a_departments_list_states_its_pages() -> None:
    found = listing("/zdgk/index.html", links="")
    assert (found.declared_pages, following(found)) == (2, ["/zdgk/index_2.html"])


def test_rows_that_are_commented_out_are_none() -> None:
    found = listing("/zdgk/index.html", "", rows=f"<!-- {items(5, first=9)} -->{items()}")
    assert len(found.rows) == 3


def test_the_pager_of_a_list_without_rows_is_no_list() -> None:
    with pytest.raises(UnreadableError, match="without rows"):
        listing("/zdgk/index.html", "", rows="<li>暂无</li>")


def test_lists_without_the_platforms_pager_are_read_as_any_other() -> None:
    source = f'<html><body><ul>{items()}</ul><a href="b.html">下一页</a></body></html>'
    found = FAMILY.listing(capture(source, f"{SITE}/a/index.html"))
    assert following(found) == ["/a/b.html"]
