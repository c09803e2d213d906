"""开普 CMSPRO where the replica does not reach."""

from __future__ import annotations

import json

import pytest

from govreports.families.base import UnreadableError
from govreports.families.ucap import Ucap
from govreports.records import Listing, RawReport
from tests.reading.pages import PROSE, article, capture

HOST = "http://www.example.gov.cn"
CHANNEL = "4e3a2e3cc51f4a7688f34405910955e2"


def answer(shown: int, path: str, **stated: object) -> Listing:
    results = [{"title": f"第{n}号报告", "url": f"//www.example.gov.cn/{n}"} for n in range(shown)]
    body = json.dumps({"data": {"results": results, **stated}})
    return Ucap().listing(capture(body, f"{HOST}{path}"))


@pytest.mark.parametrize("search", ["/common/search/", "/search/", "/searchList/", "/x/search/"])
def test_a_column_page_leads_on_to_its_channel_s_search(search: str) -> None:
    page = capture(f"<script>var url = '{search}{CHANNEL}';</script>", f"{HOST}/c1/list.shtml")
    listing = Ucap().listing(page)
    (ask,) = listing.next
    assert listing.is_shell
    assert ask.url == (
        f"{HOST}{search}{CHANNEL}?_isAgg=true&_isJson=true&_template=index&page=1&_pageSize=15"
    )


def test_a_service_that_caps_the_page_s_size_is_read_by_its_own() -> None:
    listing = answer(3, f"/search/{CHANNEL}?page=1&_pageSize=15", total=7, rows=3, page=1)
    assert "page=2&_pageSize=3" in listing.next[0].url


def test_a_service_that_states_no_size_is_read_by_what_was_asked_for() -> None:
    assert answer(2, f"/search/{CHANNEL}?page=2&_pageSize=5", total=7).next == ()
    assert len(answer(5, f"/search/{CHANNEL}?page=1&_pageSize=5", total=7).next) == 1


def test_rows_without_a_scheme_are_on_the_answer_s() -> None:
    listing = answer(1, f"/search/{CHANNEL}?page=1", total=1)
    assert listing.rows[0].url == f"{HOST}/0"


def test_answers_of_other_services_lead_nowhere() -> None:
    assert answer(3, "/search/all", total=30).next == ()


def test_a_search_in_a_page_of_static_lists_is_not_the_list() -> None:
    rows = "".join(f'<li><a href="{n}.shtml">第{n}号报告</a>2024-01-0{n}</li>' for n in range(1, 5))
    pager = "<script>createPageHTML('page_div',3,1,'new_list','shtml',11);</script>"
    page = capture(
        f"<form action='/search/{CHANNEL}'></form><ul>{rows}</ul>{pager}",
        f"{HOST}/c1/new_list.shtml",
    )
    listing = Ucap().listing(page)
    assert (len(listing.rows), listing.declared_rows) == (4, 11)
    assert listing.next[0].url == f"{HOST}/c1/new_list_2.shtml"


def test_a_page_with_neither_rows_nor_search_is_refused() -> None:
    with pytest.raises(UnreadableError):
        Ucap().listing(capture("<p>栏目</p>", f"{HOST}/c1/list.shtml"))


def test_page_breaks_go_wherever_they_stand() -> None:
    page = article(f"<ucapcontent><p>{PROSE}#PAGE_BREAK#</p><p>#PAGE_BREAK#</p></ucapcontent>")
    report = Ucap().report(capture(page))
    assert isinstance(report, RawReport)
    assert report.body == PROSE
