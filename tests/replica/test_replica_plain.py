"""The portals of invented places: the way to the column, services that want the right request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from lxml import html

from govreports.replica import aspnet, epoint, govcn, hanweb_openness, lonsun
from govreports.replica.pages import COLUMN
from govreports.replica.portals import portal

if TYPE_CHECKING:
    from govreports.replica.portal import ReplicaPortal

PLACES = ("chenghu", "qiyun", "wenyuan", "wangshu", "hulan")
ARTICLES = 7
PER_PAGE = 3
WISH = {
    "siteGuid": epoint.SITE,
    "categorynum": epoint.CATEGORY,
    "pageIndex": 1,
    "pageSize": 20,
}


def made(name: str, dialect: str = "") -> ReplicaPortal:
    return portal(name, ARTICLES, dialect=dialect, per_page=PER_PAGE)


def text(shown: ReplicaPortal, path: str, form: dict[str, Any] | None = None) -> str:
    method = "GET" if form is None else "POST"
    answer = shown.respond(method, path, {}, urlencode(form or {}).encode())
    assert answer.status == 200, path
    return answer.body.decode()


def tree(shown: ReplicaPortal, path: str) -> Any:
    return html.fromstring(text(shown, path))


def links(shown: ReplicaPortal, path: str) -> dict[str, str]:
    anchors = tree(shown, path).xpath("//a[@href]")
    return {anchor.text_content().strip(): anchor.get("href") for anchor in anchors}


def listed(source: str, shown: ReplicaPortal) -> list[str]:
    """Paths of articles in a list, in its order, each once."""
    found = [path for path in re.findall(r'href="([^"]+)"', source) if path in paths(shown)]
    return list(dict.fromkeys(found))


def paths(shown: ReplicaPortal) -> list[str]:
    return [shown.path(key) for key in shown.listed]


@pytest.mark.parametrize("name", PLACES)
def test_the_column_is_two_hops_from_the_home_page(name: str) -> None:
    shown = made(name)
    way = links(shown, shown.template.home)["政府信息公开"]
    assert links(shown, way)[COLUMN] == shown.column_path
    shown.remove_column()
    assert COLUMN not in links(shown, way)


@pytest.mark.parametrize("name", PLACES)
def test_nothing_lies_elsewhere(name: str) -> None:
    assert made(name).respond("GET", "/nowhere/index.html").status == 404


def ask_label(shown: ReplicaPortal, **fields: str) -> str:
    known = {"labelName": "publicInfoList", "catId": str(lonsun.CATEGORY), "IsAjax": "1"}
    return text(shown, f"{lonsun.SERVICE}?{urlencode({**known, **fields})}")


def test_the_label_service_knows_pages_and_its_own_list_only() -> None:
    shown = made("chenghu")
    assert listed(ask_label(shown, pageIndex="2"), shown) == paths(shown)[3:6]
    assert ask_label(shown, labelName="linkList") == ""
    assert ask_label(shown, IsAjax="") == ""


def test_the_number_stands_in_the_script_only() -> None:
    shown = made("chenghu")
    key = next(key for key in shown.listed if "〔" in (shown.truth(key).document_number or ""))
    page = tree(shown, shown.path(key))
    assert [cell.text.strip() for cell in page.xpath("//td[@id='_fileNum']")] == ["", ""]
    assert "发文日期" in page.xpath("string(//table[contains(@class, 'hidden-lg')])")


def ask_epoint(shown: ReplicaPortal, wish: object, dialect: str = "service") -> Any:
    path = epoint.PROJECTS[dialect] + epoint.ACTION
    answer = shown.respond("POST", path, {}, json.dumps(wish).encode())
    return json.loads(answer.body)["custom"]


def test_the_service_of_epoint_counts_pages_from_0_and_caps_them() -> None:
    shown = made("qiyun")
    found = ask_epoint(shown, WISH)
    assert found["total"] == ARTICLES
    assert [row["infourl"] for row in found["data"]] == paths(shown)[3:6]


@pytest.mark.parametrize(
    ("dialect", "wish"),
    [
        ("service", {"params": WISH}),
        ("service", {**WISH, "siteGuid": "other"}),
        ("service", {**WISH, "categorynum": ""}),
        ("service", [WISH]),
        ("wrapped", WISH),
        ("wrapped", {"params": None}),
    ],
)
def test_another_wish_is_answered_with_nothing(dialect: str, wish: object) -> None:
    assert ask_epoint(made("qiyun", dialect), wish, dialect) is None


def test_the_service_of_epoint_is_asked_by_post() -> None:
    answer = made("qiyun").respond("GET", epoint.PROJECTS["service"] + epoint.ACTION)
    assert json.loads(answer.body)["custom"] is None


def ask_library(shown: ReplicaPortal, query: str, referer: str = "/zcwjk/") -> Any:
    answer = shown.respond("GET", f"{govcn.SERVICE}?{query}", {"referer": referer})
    return json.loads(answer.body).get("searchVO")


def test_the_library_gives_pages_to_its_own_page_only() -> None:
    shown = made("wenyuan")
    found = ask_library(shown, "type=gwyzcwjk&p=2&n=3")
    assert [row["url"] for row in found["listVO"]] == paths(shown)[3:6]
    assert (found["totalCount"], found["totalpage"], found["pageSize"]) == (7, 3, 3)
    assert ask_library(shown, "p=2&n=3") is None
    assert ask_library(shown, "type=gwyzcwjk&p=2&n=3", referer="") is None


def test_the_library_in_parts_gives_rows_of_each_category() -> None:
    shown = made("wenyuan", "parted")
    parts = ask_library(shown, "type=gwyzcwjk&p=1&n=3")["catMap"]
    assert sum(part["totalCount"] for part in parts.values()) == ARTICLES
    assert all(len(part["listVO"]) == min(3, part["totalCount"]) for part in parts.values())


def postback(number: int, **fields: str) -> dict[str, str]:
    known = {
        "__EVENTTARGET": aspnet.PAGER,
        "__EVENTARGUMENT": str(number),
        "__VIEWSTATE": aspnet.state(f"{aspnet.LIST}#1"),
        "ctl00$ddlYear": "0",
    }
    return {**known, **fields}


def test_a_postback_with_the_state_gets_its_page() -> None:
    shown = made("wangshu")
    assert listed(text(shown, shown.column_path, postback(2)), shown) == paths(shown)[3:6]
    assert listed(text(shown, shown.column_path, postback(9)), shown) == paths(shown)[6:]


@pytest.mark.parametrize(
    "field", [{"__VIEWSTATE": ""}, {"__EVENTTARGET": "other"}, {"ctl00$ddlYear": ""}]
)
def test_a_postback_that_lacks_something_gets_the_first_page(field: dict[str, str]) -> None:
    shown = made("wangshu")
    assert listed(text(shown, shown.column_path, postback(2, **field)), shown) == paths(shown)[:3]


def test_a_pressed_button_is_a_search() -> None:
    shown = made("wangshu")
    found = text(shown, shown.column_path, postback(2, **{aspnet.SEARCH: "检索"}))
    assert listed(found, shown) == []


def test_each_year_has_its_archive_and_the_index_only_the_newest() -> None:
    shown = made("hulan")
    index = tree(shown, shown.column_path)
    archives = index.xpath("//div[@class='year-list']/a/@href")
    rows = [path for archive in archives for path in listed(text(shown, archive), shown)]
    assert set(rows) <= set(paths(shown))
    assert len(archives) > 2
    assert {archive.rsplit("/", 1)[0][:4] for archive in archives} == {"/xxg", "/nw4"}


def test_a_departments_files_lie_in_a_box_each_linked_twice() -> None:
    shown = portal("hulan", 20, dialect="department")
    key = next(key for key in shown.listed if len(shown.truth(key).attachments) > 1)
    box = tree(shown, shown.path(key)).get_element_by_id("typediv6")
    names = [link.get("title") for link in box.iter("a")]
    assert len(names) == 2 * len(set(names))


def ask_openness(shown: ReplicaPortal, method: str = "POST", **fields: str) -> str:
    known = {
        "infotypeId": hanweb_openness.CATEGORY,
        "jdid": hanweb_openness.NODE,
        "area": hanweb_openness.AREA,
        "divid": "div18658",
        "texttype": "0",
        "currpage": "2",
    }
    form = urlencode({**known, **fields})
    path = hanweb_openness.SERVICE
    if method == "GET":
        return shown.respond("GET", f"{path}?{form}").body.decode()
    return shown.respond("POST", path, {}, form.encode()).body.decode()


def test_the_openness_module_gives_a_fragment_with_dead_links() -> None:
    shown = made("zhanghe", "openness")
    found = ask_openness(shown)
    assert listed(found, shown) == paths(shown)[3:6]
    assert "共3页" in found
    assert "javascript:gotopage(3)" in found
    assert "<html" not in found


@pytest.mark.parametrize("field", [{"infotypeId": ""}, {"jdid": "1"}, {"area": ""}])
def test_another_form_gets_no_row(field: dict[str, str]) -> None:
    shown = made("zhanghe", "openness")
    assert listed(ask_openness(shown, **field), shown) == []
    assert listed(ask_openness(shown, "GET"), shown) == []
