from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from govreports.families.base import UnreadableError
from govreports.families.epoint import EPOINT
from govreports.records import Ask
from tests.families.lists import SITE, answer, items
from tests.reading.pages import capture

if TYPE_CHECKING:
    from govreports.records import Listing

FAMILY = EPOINT
COLUMN = f"{SITE}/dynamic/zwgk/govInfoPub.html?categorynum=003001&deptcode=d1"
SHELL = '<html><head><script src="/js/webBuilderCommon.js"></script></head><body></body></html>'
SERVICE = f"{SITE}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
SCRIPT = 'var siteInfo = {"projectName": "%s", "siteGuid": "7eb5-83ea"};'


def script_ask(url: str = COLUMN) -> Ask:
    (ask,) = FAMILY.listing(capture(SHELL, url)).next
    return ask


def service_ask(project: str = "/EWB-FRONT") -> Ask:
    (ask,) = FAMILY.listing(answer(SCRIPT % project, script_ask())).next
    return ask


def rows(count: int, total: int) -> str:
    data = [
        {"infourl": f"/a/{number}.html", "title": "<font>报…</font>", "realtitle": f"报告{number}"}
        for number in range(count)
    ]
    return json.dumps({"custom": {"total": total, "data": data}})


def wish(ask: Ask) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask.body)
    return found


def test_a_shell_asks_for_the_shared_script_and_takes_its_column_along() -> None:
    ask = script_ask()
    assert ask.url == f"{SITE}/js/webBuilderCommon.js?categorynum=003001&deptcode=d1"
    assert ask.headers == (("Referer", COLUMN),)


def test_the_other_name_of_the_script() -> None:
    page = capture(SHELL.replace("webBuilderCommon", "ajaxReq"), COLUMN)
    assert FAMILY.listing(page).next[0].url.startswith(f"{SITE}/js/ajaxReq.js?")


def test_the_script_says_whom_to_ask() -> None:
    ask = service_ask()
    assert (ask.url, ask.method) == (SERVICE, "POST")
    assert ("Referer", COLUMN) in ask.headers
    assert wish(ask) == {
        "deptcode": "d1",
        "categorynum": "003001",
        "pageIndex": 0,
        "pageSize": 20,
        "siteGuid": "7eb5-83ea",
    }


def test_older_builds_wrap_what_they_ask_for() -> None:
    ask = service_ask("/EWB_YK_Mid")
    assert ask.url == f"{SITE}/EWB_YK_Mid/rest/lightfrontaction/getgovinfolist"
    (further,) = FAMILY.listing(answer(rows(20, 30), ask)).next
    assert wish(further)["params"]["pageIndex"] == 1


def test_a_script_without_the_sites_id_is_refused() -> None:
    with pytest.raises(UnreadableError, match="siteGuid"):
        FAMILY.listing(answer("var siteInfo = {};", script_ask()))


def test_an_answer_has_whole_titles_and_leads_to_the_next_page() -> None:
    listing = FAMILY.listing(answer(rows(20, 45), service_ask()))
    assert listing.rows[3].title == "报告3"
    assert (listing.page, listing.declared_rows) == (1, 45)
    assert (wish(listing.next[0])["pageIndex"], wish(listing.next[0])["pageSize"]) == (1, 20)


def test_a_service_that_gives_fewer_rows_counts_its_pages_by_them() -> None:
    listing = FAMILY.listing(answer(rows(15, 32), service_ask()))
    numbers = [listing.page]
    for count in (15, 2):
        (ask,) = listing.next
        assert wish(ask)["pageSize"] == 15
        listing = FAMILY.listing(answer(rows(count, 32), ask))
        numbers.append(listing.page)
    assert (numbers, listing.next) == ([1, 2, 3], ())


def test_an_answer_without_rows_is_refused() -> None:
    with pytest.raises(UnreadableError, match="getgovinfolist"):
        FAMILY.listing(answer('{"custom": null}', service_ask()))


def test_an_answer_of_which_nobody_knows_the_request_leads_nowhere() -> None:
    assert FAMILY.listing(capture(rows(20, 45), SERVICE)).next == ()
    assert FAMILY.listing(answer(rows(20, 45), Ask(SERVICE))).next == ()


def static(pager: str, url: str) -> Listing:
    source = f'<html><body><ul>{items()}</ul><div class="page">{pager}</div></body></html>'
    return FAMILY.listing(capture(source, url))


def test_static_pages_count_in_their_address() -> None:
    listing = static("<span>2/3</span>", f"{SITE}/xxgk/050014/2.html")
    assert [ask.url for ask in listing.next] == [f"{SITE}/xxgk/050014/3.html"]
    assert static("<span>3/3</span>", f"{SITE}/xxgk/050014/3.html").next == ()
    assert static("<span>1/3</span>", f"{SITE}/xxgk/050014/moreinfo.html").next == ()


def test_a_column_that_prints_its_rows_is_no_shell() -> None:
    source = SHELL.replace("</body>", f"<ul>{items()}</ul></body>")
    assert len(FAMILY.listing(capture(source, COLUMN)).rows) == 3
