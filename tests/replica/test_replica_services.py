"""The list services of the invented places' portals, asked as their pages ask and otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from govreports.replica import gkmlpt, jeecms, jpaas, truecms, ucap
from govreports.replica.places import PLACES
from govreports.replica.portals import portal

if TYPE_CHECKING:
    from govreports.replica.answers import Answer
    from govreports.replica.portal import ReplicaPortal

INVENTED = tuple(name for name, place in PLACES.items() if place.invented)
ARTICLES = 14


def get(replica: ReplicaPortal, path: str, referer: str = "", **query: object) -> Answer:
    target = f"{path}?{urlencode(query)}" if query else path
    return replica.respond("GET", target, {"referer": referer})


def data(answer: Answer) -> Any:
    assert answer.status == 200
    return json.loads(answer.body)


@pytest.mark.parametrize("name", INVENTED)
def test_home_and_navigation_lead_to_the_column(name: str) -> None:
    replica = portal(name, 3)
    home = get(replica, replica.template.home)
    assert home.status == 200
    assert "政府信息公开".encode() in home.body
    assert get(replica, replica.column_path.partition("#")[0]).status == 200


@pytest.mark.parametrize("name", INVENTED)
def test_a_column_that_is_taken_away_is_in_no_navigation(name: str) -> None:
    replica = portal(name, 3)
    replica.remove_column()
    home = get(replica, replica.template.home).body.decode()
    ways = [part.partition('"')[0] for part in home.split('href="')[1:] if part.startswith("/")]
    pages = [get(replica, way) for way in ways]
    shown = [page.body.decode() for page in pages if page.status == 200]
    assert shown
    assert not any(">法治政府建设<" in page or '"法治政府建设"' in page for page in shown)


@pytest.mark.parametrize("name", INVENTED)
def test_files_and_pictures_lie_where_the_pages_say(name: str) -> None:
    replica = portal(name, 40)
    addresses = {address for address, *_ in replica.addresses()}
    assert len(addresses) > 5
    assert {get(replica, address).status for address in addresses} == {200}


def test_jpaas_hears_a_page_s_number_in_param_json_only() -> None:
    replica = portal("linxi", ARTICLES, per_page=6)
    unit: dict[str, Any] = {"webId": jpaas.WEB_ID, "tagId": jpaas.TAG, "pageId": jpaas.COLUMN_ID}
    first = data(get(replica, jpaas.UNIT, **unit))["data"]["html"]
    assert data(get(replica, jpaas.UNIT, **unit, pageNo=2))["data"]["html"] == first
    second = get(replica, jpaas.UNIT, **unit, paramJson='{"pageNo":2,"pageSize":"6"}')
    assert data(second)["data"]["html"] != first


def test_jpaas_has_no_list_for_another_unit() -> None:
    answer = get(portal("linxi", 3), jpaas.UNIT, webId=jpaas.WEB_ID, tagId="页脚")
    assert data(answer) == {"success": False, "code": "500", "message": "", "data": None}


def test_ucap_caps_the_size_of_a_page() -> None:
    replica = portal("xuechuan", 40, per_page=30)
    found = data(get(replica, ucap.SEARCH, page=1, _pageSize=500))["data"]
    assert (found["rows"], len(found["results"]), found["total"]) == (ucap.MOST_ROWS, 20, 40)


def test_ucap_s_static_lists_have_no_search() -> None:
    assert get(portal("xuechuan", 3, dialect="static"), ucap.SEARCH, page=1).status == 404


def test_gkmlpt_answers_a_site_by_its_number_and_a_category_by_its_own() -> None:
    replica = portal("rongwan", ARTICLES, per_page=6)
    ours = data(get(replica, f"/gkmlpt/api/all/{gkmlpt.CATEGORY}", page=3, sid=gkmlpt.SITE_ID))
    assert (ours["total"], len(ours["articles"])) == (ARTICLES, 2)
    assert data(get(replica, "/gkmlpt/api/all/0", page=1, sid=gkmlpt.SITE_ID))["total"] == ARTICLES
    assert data(get(replica, "/gkmlpt/api/all/9", page=1, sid=gkmlpt.SITE_ID))["articles"] == []
    assert get(replica, "/gkmlpt/api/all/0", page=1, sid="1").status == 404


@pytest.mark.parametrize(
    ("referer", "end", "status"),
    [
        (f"http://127.0.0.1:9{truecms.COLUMN_PATH}", 50, 200),
        (f"http://127.0.0.1:9{truecms.COLUMN_PATH}", 51, 404),
        ("http://127.0.0.1:9/", 50, 404),
        ("", 50, 404),
    ],
)
def test_truecms_refuses_strangers_and_large_windows(referer: str, end: int, status: int) -> None:
    window = {"columnId": truecms.COLUMN_ID, "startrecord": 1, "endrecord": end, "perpage": 10}
    replica = portal("weitang", ARTICLES)
    assert get(replica, truecms.SERVICE, referer, **window).status == status


def test_truecms_wraps_its_json_in_a_call_in_one_dialect() -> None:
    window = {"columnId": truecms.COLUMN_ID, "startrecord": 1, "endrecord": 5}
    replica = portal("weitang", ARTICLES, dialect="jsonp")
    answer = get(replica, truecms.SERVICE, truecms.COLUMN_PATH, **window)
    assert answer.body.startswith(b"jsonpCallback({")


def test_jeecms_completes_as_many_addresses_as_it_is_asked_for() -> None:
    tails = data(get(portal("mailing", 3), jeecms.TAILS, cid=7, n=2))
    assert len(set(tails)) == 2
    assert all(tail.startswith("&t=") for tail in tails)


def test_jeecms_has_no_page_behind_the_last_one() -> None:
    replica = portal("mailing", ARTICLES, per_page=6)
    there = [get(replica, f"{jeecms.CHANNEL}/index_{page}.jhtml").status for page in (1, 2, 3, 4)]
    assert there == [404, 200, 200, 404]
