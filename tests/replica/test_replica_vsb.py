from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from govreports.replica.corpus import BEIJING
from govreports.replica.portals import tianshan

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import html

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal

    Parse = Callable[[ReplicaPortal, str], html.HtmlElement]

SLUG = "/open/guard/catalog/bjzf/tsqzfxxgkml"


@pytest.fixture
def vsb(made: Callable[..., ReplicaPortal], article: Article) -> ReplicaPortal:
    return made(replace(article, repeats_title=True), family="vsb")


@pytest.fixture
def old(made: Callable[..., ReplicaPortal], article: Article) -> ReplicaPortal:
    at = datetime(2018, 1, 2, 12, 34, 56, tzinfo=BEIJING)
    return made(replace(article, published_at=at), family="vsb")


def line(page: html.HtmlElement) -> str:
    (cell,) = page.xpath("//span[starts-with(@class, 'timestyle')]/..")
    for script in cell.xpath(".//script"):
        script.text = ""
    return " ".join(cell.text_content().split())


def test_article_addresses_are_tree_and_news_id(vsb: ReplicaPortal) -> None:
    assert re.fullmatch(r"/info/3168/\d{6}\.htm", vsb.path("one"))


@pytest.mark.parametrize(
    "mark",
    ["<!--Announced by Visual SiteBuilder 9-->", "CustomerNO:", "/_sitegray/", "_jsq_(3168,"],
)
def test_the_systems_marks_are_on_the_page(vsb: ReplicaPortal, mark: str) -> None:
    assert mark in vsb.respond("GET", vsb.path("one")).body.decode()


def test_the_title_lies_in_its_numbered_cell(vsb: ReplicaPortal, tree: Parse) -> None:
    cell = tree(vsb, vsb.path("one")).xpath("string(//td[@class='titlestyle1400'])")
    assert cell.strip() == vsb.truth("one").title


def test_the_line_below_the_title_is_the_whole_header(vsb: ReplicaPortal, tree: Parse) -> None:
    shown = line(tree(vsb, vsb.path("one")))
    assert shown == "2022-03-05 09:06:17 发文单位:测试局 点击数:"


def test_the_line_of_earlier_years_names_the_source(old: ReplicaPortal, tree: Parse) -> None:
    shown = line(tree(old, old.path("one")))
    assert shown == "2018-01-02 12:34 来源:测试办公室 (点击: )"


def test_the_truth_of_the_line(vsb: ReplicaPortal) -> None:
    report = vsb.truth("one")
    assert report.publisher == "测试局"
    assert report.source is None
    assert report.published_at == datetime(2022, 3, 5, 9, 6, 17, tzinfo=BEIJING)
    assert report.metadata == {"发文单位": "测试局", "#1": "2022-03-05 09:06:17"}
    assert report.index_number is None


def test_the_truth_of_the_earlier_line(old: ReplicaPortal) -> None:
    report = old.truth("one")
    assert report.publisher is None
    assert report.source == "测试办公室"
    assert report.published_at == datetime(2018, 1, 2, 12, 34, tzinfo=BEIJING)


def test_the_text_lies_in_the_nested_boxes_of_the_system(vsb: ReplicaPortal, tree: Parse) -> None:
    path = "//td[@class='contentstyle1400']/div[@id='vsb_newscontent']/div[@id='vsb_content']"
    (box,) = tree(vsb, vsb.path("one")).xpath(f"{path}/div[@class='v_news_content']")
    assert len(box.findall("p")) >= 5


def test_the_text_repeats_the_title_and_the_truth_does_not(vsb: ReplicaPortal, tree: Parse) -> None:
    first = tree(vsb, vsb.path("one")).xpath("string(//div[@class='v_news_content']/p[1])")
    assert first == vsb.truth("one").title
    assert (vsb.truth("one").body or "").startswith("现将2021年度")


def test_files_stand_in_brackets_with_a_count_of_downloads(vsb: ReplicaPortal, tree: Parse) -> None:
    page = tree(vsb, vsb.path("one"))
    (link,) = page.xpath("//tr/td/span/a[contains(@href, 'download.jsp')]")
    assert link.text == "任务表.docx"
    assert link.getparent().text == "附件【"
    assert "已下载" in link.getparent().tail


def test_a_file_is_served_under_its_id(vsb: ReplicaPortal) -> None:
    url = vsb.truth("one").attachments[1].url
    query = url.removeprefix("http://www.xjtsq.gov.cn")
    assert query.startswith("/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=")
    assert vsb.respond("GET", query).body.startswith(b"PK")


def test_neighbours_link_relatively_in_a_misspelt_element(tree: Parse) -> None:
    portal = tianshan(20)
    page = tree(portal, portal.path(portal.keys[4]))
    hrefs = page.xpath("//lable/following-sibling::a/@href")
    assert hrefs
    assert all(re.fullmatch(r"\d+\.htm", href) for href in hrefs)


def test_the_side_column_names_index_numbers_of_others(tree: Parse) -> None:
    portal = tianshan(20)
    page = tree(portal, portal.path(portal.keys[4]))
    assert page.xpath("string(//table[@class='winstyle1396'])").count("索引号：") == 3


def test_the_end_of_the_text_is_marked_and_the_page_closes(vsb: ReplicaPortal, tree: Parse) -> None:
    page = tree(vsb, vsb.path("one"))
    assert len(page.xpath("//form[@name='_newscontent_fromname']//div[@id='div_vote_id']")) == 1
    assert "【关闭窗口】" in page.text_content()


def test_rows_lie_in_the_second_form(tree: Parse) -> None:
    portal = tianshan(20)
    rows = tree(portal, f"{SLUG}.htm").xpath("(//form)[2]//tr[count(td) = 5]")
    assert len(rows) == 15
    for row, key in zip(rows, portal.listed, strict=False):
        assert row.xpath("td[2]/a/@href") == ["../../../../" + portal.path(key)[1:]]
        assert row.xpath("td[2]/a/@title") == [portal.truth(key).title]
        day = portal.entries[key].article.printed("published_on")
        assert row.xpath("string(td[5])") == day


def test_numbered_pages_run_backwards(tree: Parse) -> None:
    portal = tianshan(50)
    assert rows_at(tree, portal, f"{SLUG}/3.htm") == paths(portal)[15:30]
    assert rows_at(tree, portal, f"{SLUG}/1.htm") == paths(portal)[45:]


def rows_at(tree: Parse, portal: ReplicaPortal, path: str) -> list[str]:
    hrefs = tree(portal, path).xpath("(//form)[2]//td[2]/a/@href")
    return ["/" + href.replace("../", "") for href in hrefs]


def paths(portal: ReplicaPortal) -> list[str]:
    return [portal.path(key) for key in portal.listed]


@pytest.mark.parametrize("number", ["0", "4", "99", "1234567890"])
def test_the_first_page_has_no_number_and_others_are_not_there(number: str) -> None:
    assert tianshan(50).respond("GET", f"{SLUG}/{number}.htm").status == 404


def test_the_pager_states_rows_and_pages(tree: Parse) -> None:
    cell = tree(tianshan(50), f"{SLUG}.htm").xpath("string(//td[@id='fanye1397'])")
    assert cell.split() == ["共50条", "1/4"]


def test_the_pager_of_the_first_page_leads_into_the_folder(tree: Parse) -> None:
    links = tree(tianshan(50), f"{SLUG}.htm").xpath("//a[@class='Next']")
    assert [(link.text, link.get("href")) for link in links] == [
        ("下页", "tsqzfxxgkml/3.htm"),
        ("尾页", "tsqzfxxgkml/1.htm"),
    ]


def test_the_pager_of_a_later_page_leads_both_ways(tree: Parse) -> None:
    links = tree(tianshan(50), f"{SLUG}/2.htm").xpath("//a[@class='Next']")
    assert [(link.text, link.get("href")) for link in links] == [
        ("首页", "../tsqzfxxgkml.htm"),
        ("上页", "3.htm"),
        ("下页", "1.htm"),
        ("尾页", "1.htm"),
    ]


def test_the_last_page_leads_no_further(tree: Parse) -> None:
    page = tree(tianshan(50), f"{SLUG}/1.htm")
    assert page.xpath("//span[@class='PrevDisabled']/text()") == ["下页", "尾页"]


def test_the_dialect_of_lines_keys_its_rows(tree: Parse) -> None:
    portal = tianshan(20, dialect="lines")
    rows = tree(portal, f"{SLUG}.htm").xpath("//ul[@class='gg-list']/li")
    assert [row.get("id") for row in rows] == [f"line_u7_{number}" for number in range(15)]
    assert rows[0].xpath("a/@title") == [portal.truth(portal.listed[0]).title]


def test_the_dialect_of_lines_pages_in_spans(tree: Parse) -> None:
    page = tree(tianshan(50, dialect="lines"), f"{SLUG}.htm")
    assert page.xpath("//span[@class='p_no_d']/text()") == ["1"]
    assert page.xpath("//span[@class='p_no']/a/@href") == [
        f"tsqzfxxgkml/{number}.htm" for number in (3, 2, 1)
    ]
    assert page.xpath("string(//span[@class='p_t'])") == "共50条"


def test_the_last_page_of_lines_has_no_next(tree: Parse) -> None:
    page = tree(tianshan(50, dialect="lines"), f"{SLUG}/1.htm")
    assert page.xpath("//span[contains(@class, 'p_next')]/a") == []
