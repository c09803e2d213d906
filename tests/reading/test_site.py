from __future__ import annotations

import pytest

from govreports.reading.site import column_name, site_names
from govreports.records import Capture
from govreports.replica.pages import COLUMN
from govreports.replica.portals import PORTALS
from tests.portals.recorded import SHOWING_ROWS

URL = "http://a.gov.cn/fzzf/"


def page(body: str, head: str = "") -> Capture:
    html = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return Capture(URL, html.encode())


@pytest.mark.parametrize("name", SHOWING_ROWS)
def test_every_replicas_list_page_names_its_column_and_its_site(name: str) -> None:
    portal = PORTALS[name](5)
    shown = Capture(URL, portal.respond("GET", portal.column_path).body)
    assert column_name(shown) == COLUMN
    assert portal.place.place in site_names(shown)[0]


def test_the_meta_comes_before_the_breadcrumb() -> None:
    head = "<meta name='ColumnName' content='法治政府建设'>"
    assert column_name(page("<p>首页 &gt; <a href='/x'>依法行政</a></p>", head)) == "法治政府建设"


@pytest.mark.parametrize(
    "crumb",
    [
        "<p>当前位置：<a href='/'>首页</a> &gt; <a href='/z'>公开</a> &gt; 法治政府建设</p>",
        "<div><a href='/'>首页</a>»<span>政务公开</span>»<span>法治政府建设</span></div>",
        "<div>您的位置：<a href='/'>甲市</a>/<a href='/f'>法治政府建设</a>/列表</div>",
        "<table><tr><td>当前位置：<a href='/'>首页</a></td><td>&gt;法治政府建设</td></tr></table>",
    ],
)
def test_the_last_step_of_a_breadcrumb_names_the_column(crumb: str) -> None:
    assert column_name(page(crumb, "<title>甲市人民政府</title>")) == "法治政府建设"


def test_a_link_to_the_page_itself_is_the_navigations_current_item() -> None:
    items = "<li><a href='/gk/'>政务公开</a></li><li><a href='./'>依法行政</a></li>"
    assert column_name(page(f"<ul>{items}</ul><a href='./'>1</a>")) == "依法行政"


def test_of_the_title_only_the_part_that_is_not_the_sites_name_counts() -> None:
    assert column_name(page("", "<title>甲市人民政府门户网站 - 依法行政</title>")) == "依法行政"


def test_a_page_that_names_no_column_gives_none() -> None:
    assert column_name(page("<p>正文</p>", "<title>甲市人民政府</title>")) is None


def test_a_site_is_named_by_meta_link_home_title_and_organiser_in_that_order() -> None:
    head = "<meta name='SiteName' content='甲市人民政府'><title>依法行政-甲市政府网</title>"
    link = "<a href='/' title='甲市门户'><img alt='徽标'></a>"
    body = f"{link}<p>主办单位：甲市人民政府办公室 地址：</p>"
    assert site_names(page(body, head)) == (
        "甲市人民政府",
        "甲市门户",
        "徽标",
        "甲市政府网",
        "甲市人民政府办公室",
    )
