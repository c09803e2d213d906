from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from govreports.families.base import UnreadableError
from govreports.families.govcn import GOVCN
from govreports.records import Ask
from tests.families.lists import answer, items
from tests.reading.pages import capture

FAMILY = GOVCN
LIBRARY = "https://sousuo.www.gov.cn/zcwjk/policyDocumentLibrary?t=zhengcelibrary_gw"
SERVICE = "https://sousuo.www.gov.cn/search-gov/data?t=zhengcelibrary_gw&p={}&n=2"
REFERER = (("Referer", LIBRARY),)


def ask(number: int = 1) -> Ask:
    return Ask(SERVICE.format(number), headers=REFERER)


def records(count: int, kind: str = "") -> list[dict[str, Any]]:
    return [
        {
            "url": f"http://www.gov.cn/zhengce/content/{kind}content_{number}.htm",
            "title": f"关于<em>报告</em>{number}的通知",
            "pubtimeStr": "2019.11.26",
            "pcode": "国测〔2019〕1号",
            "childtype": "综合政务\\其他",
        }
        for number in range(count)
    ]


def whole(count: int, total: int) -> str:
    search = {"totalCount": total, "pageSize": 2, "listVO": records(count), "catMap": {}}
    return json.dumps({"searchVO": search})


def parted(counts: dict[str, tuple[int, int]]) -> str:
    parts = {
        kind: {"totalCount": total, "listVO": records(count, kind)}
        for kind, (count, total) in counts.items()
    }
    total = sum(total for _, total in counts.values())
    search = {"totalCount": total, "pageSize": 2, "listVO": [], "catMap": parts}
    return json.dumps({"searchVO": search})


def test_the_librarys_page_asks_for_what_its_address_names() -> None:
    listing = FAMILY.listing(capture("<html><script>render()</script></html>", LIBRARY))
    (first,) = listing.next
    query = parse_qs(urlsplit(first.url).query, keep_blank_values=True)
    assert listing.is_shell
    assert urlsplit(first.url).path == "/search-gov/data"
    assert (query["t"], query["p"], query["type"]) == (["zhengcelibrary_gw"], ["1"], ["gwyzcwjk"])
    assert first.headers == REFERER


def test_a_list_in_one_piece() -> None:
    listing = FAMILY.listing(answer(whole(2, 5), ask()))
    assert (listing.page, listing.declared_rows, listing.declared_pages) == (1, 5, 3)
    assert listing.next == (ask(2),)
    row = listing.rows[0]
    assert (row.title, row.date) == ("关于报告0的通知", "2019.11.26")
    assert row.header == (("发文字号", "国测〔2019〕1号"), ("主题分类", "综合政务\\其他"))


def test_the_largest_category_says_how_many_pages_there_are() -> None:
    listing = FAMILY.listing(answer(parted({"gongwen": (2, 3), "bumenfile": (2, 7)}), ask()))
    assert len(listing.rows) == 4
    assert (listing.declared_rows, listing.declared_pages) == (10, 4)


def test_a_category_that_has_come_to_its_end_leaves_the_others() -> None:
    listing = FAMILY.listing(answer(parted({"gongwen": (0, 3), "bumenfile": (1, 7)}), ask(4)))
    assert (len(listing.rows), listing.next) == (1, ())


def test_an_answer_in_parts_without_the_search_around_it() -> None:
    source = json.loads(parted({"gongwen": (2, 2)}))["searchVO"]
    assert len(FAMILY.listing(answer(json.dumps(source), ask())).rows) == 2


@pytest.mark.parametrize("source", ['{"code": 1001, "msg": "抱歉"}', "[1]", "<html></html>", ""])
def test_an_answer_without_a_list_is_refused(source: str) -> None:
    with pytest.raises(UnreadableError, match="searchVO"):
        FAMILY.listing(answer(source, ask()))


def test_the_portals_plain_lists_are_read_as_any_other() -> None:
    page = capture(f"<html><body><ul>{items()}</ul></body></html>", "https://www.gov.cn/zhengce/")
    assert len(FAMILY.listing(page).rows) == 3
