from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import html

from govreports.replica.articles import Attachment
from govreports.replica.portals import jinshui, xinmi

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal

    Parse = Callable[[ReplicaPortal, str], html.HtmlElement]

LIST = "/?a=dir&h=1&p=D0104X"


def card(page: html.HtmlElement) -> list[tuple[str | None, str]]:
    items = page.xpath("//div[@class='pubinfo-card-wrap']/ul[@class='pubinfo-card']/li")
    return [(item.find("i").get("title"), item.find("em").text) for item in items]


@pytest.fixture
def labelled(made: Callable[..., ReplicaPortal], article: Article) -> ReplicaPortal:
    return made(article, family="zhengzhou", dialect="labelled")


@pytest.fixture
def bare(made: Callable[..., ReplicaPortal], article: Article) -> ReplicaPortal:
    return made(article, family="zhengzhou", dialect="bare")


def test_article_addresses_are_directory_and_id(labelled: ReplicaPortal) -> None:
    assert re.fullmatch(r"/D0104X/\d{7}\.jhtml", labelled.path("one"))


def test_labels_stand_in_the_title_of_the_icons(labelled: ReplicaPortal, tree: Parse) -> None:
    assert card(tree(labelled, labelled.path("one"))) == [
        ("索引号", "005279426/2022-00015"),
        ("发布机构", "测试局"),
        ("关键词", "法治政府,工作报告"),
        ("成文日期", "2022-03-01"),
        ("发布日期", "2022-03-05"),
        ("体裁", "报告"),
        ("文号", "金政文〔2022〕7号"),
        ("有效性", "有效"),
    ]


def test_icons_of_the_first_five_are_the_platforms(labelled: ReplicaPortal, tree: Parse) -> None:
    page = tree(labelled, labelled.path("one"))
    assert page.xpath("//ul[@class='pubinfo-card']/li/i/@icon")[:5] == ["h", "V", "t", "G", "1"]


def test_labels_are_not_in_the_text_of_the_header(labelled: ReplicaPortal, tree: Parse) -> None:
    page = tree(labelled, labelled.path("one"))
    assert "索引号" not in page.xpath("string(//ul[@class='pubinfo-card'])")


def test_the_bare_dialect_has_values_without_labels(bare: ReplicaPortal, tree: Parse) -> None:
    rows = card(tree(bare, bare.path("one")))
    assert {label for label, _ in rows} == {None}
    assert [value for _, value in rows][:3] == [
        "005279426/2022-00015",
        "测试局",
        "法治政府,工作报告",
    ]


def test_metadata_of_bare_values_is_numbered(bare: ReplicaPortal) -> None:
    metadata = bare.truth("one").metadata
    assert list(metadata) == [f"#{number}" for number in range(1, 9)]
    assert metadata["#7"] == "金政文〔2022〕7号"


def test_an_empty_slot_is_dropped(bare: ReplicaPortal, tree: Parse) -> None:
    bare.edit("one", keywords=())
    rows = card(tree(bare, bare.path("one")))
    assert len(rows) == 7
    assert rows[2] == (None, "2022-03-01")
    assert bare.truth("one").metadata["#3"] == "2022-03-01"


def test_the_truth_is_what_the_header_shows(labelled: ReplicaPortal) -> None:
    report = labelled.truth("one")
    assert report.index_number == "005279426/2022-00015"
    assert report.document_number == "金政文〔2022〕7号"
    assert report.keywords == ("法治政府", "工作报告")
    assert report.issued_on == date(2022, 3, 1)
    assert report.published_on == date(2022, 3, 5)


def test_what_the_platform_does_not_show_is_not_in_the_truth(labelled: ReplicaPortal) -> None:
    report = labelled.truth("one")
    assert report.published_at is None
    assert report.source is None
    assert report.topic is None
    assert report.disclosure is None


def test_title_and_text_lie_in_their_boxes(labelled: ReplicaPortal, tree: Parse) -> None:
    page = tree(labelled, labelled.path("one"))
    title = page.xpath("string(//div[@class='content-title'])")
    assert title.strip() == "测试局关于2021年度推进法治政府建设工作情况的报告"
    assert len(page.xpath("//div[@class='content-txt ']/p")) >= 5


def test_there_are_no_standard_meta_tags(labelled: ReplicaPortal, tree: Parse) -> None:
    names = tree(labelled, labelled.path("one")).xpath("//meta/@name")
    assert set(names) == {"viewport", "format-detection"}


def test_the_id_stands_on_a_script_and_in_the_counter(labelled: ReplicaPortal, tree: Parse) -> None:
    page = tree(labelled, labelled.path("one"))
    number = page.xpath("string(//script/@data-content-id)")
    assert labelled.path("one") == f"/D0104X/{number}.jhtml"
    assert f"/count_content.jspx?id={number}&type=view" in html.tostring(page, encoding="unicode")


def test_attachments_lie_in_a_box_below_the_text(labelled: ReplicaPortal, tree: Parse) -> None:
    page = tree(labelled, labelled.path("one"))
    (link,) = page.xpath("//div[@class='content-relative attachment ']/ul/li/a")
    assert link.text == "任务表.docx"
    assert link.get("href") == "/u/cms/public/202203/05090617file.docx"


def test_a_pdf_lies_under_its_chinese_name(labelled: ReplicaPortal) -> None:
    labelled.edit("one", boxed=(Attachment("全文.pdf", "token"),))
    urls = [attachment.url for attachment in labelled.truth("one").attachments]
    assert urls[1].endswith("/attachment/%E5%85%A8%E6%96%87.pdf?token==")


def test_related_documents_carry_index_numbers_that_are_not_the_pages(tree: Parse) -> None:
    portal = jinshui(20)
    page = tree(portal, portal.path(portal.keys[5]))
    text = page.xpath("string(//div[@class='content-relative'])")
    assert text.count("索引号：") == 3
    assert (portal.truth(portal.keys[5]).index_number or "-") not in text


def test_the_search_form_holds_labels_without_values(labelled: ReplicaPortal, tree: Parse) -> None:
    holders = tree(labelled, labelled.path("one")).xpath("//form//input/@placeholder")
    assert {"索引号", "文号", "发布机构"} <= set(holders)


def test_rows_are_direct_children_of_the_list(tree: Parse) -> None:
    portal = jinshui(20)
    rows = tree(portal, LIST).xpath("//ul[@class='page-list']/a[@class='list_item_pubinfo_a']")
    assert [row.get("href") for row in rows] == [portal.path(key) for key in portal.listed[:15]]
    assert all(row.find("span") is not None for row in rows)


def test_each_row_is_followed_by_its_card_and_a_hidden_twin(tree: Parse) -> None:
    rows = tree(jinshui(20), LIST).xpath("//ul[@class='page-list']/a")
    for row in rows:
        first, second = row.getnext(), row.getnext().getnext()
        assert first.get("class") == "pubinfo-card"
        assert second.get("class") == "pubinfo-card-list-m hidden"
        assert first.xpath("string(.)") == second.xpath("string(.)")


def test_the_older_list_has_title_and_day(tree: Parse) -> None:
    portal = xinmi(20)
    rows = tree(portal, LIST).xpath("//ul[@class='common-list']/a")
    first = portal.truth(portal.listed[0])
    assert rows[0].find("span").text == first.title
    assert rows[0].find("em").text == portal.entries[portal.listed[0]].article.printed(
        "published_on"
    )


@pytest.mark.parametrize("number", [1, 2, 4])
def test_the_last_but_one_anchor_of_the_pager_is_the_last_page(tree: Parse, number: int) -> None:
    anchors = tree(jinshui(50), f"{LIST}&page={number}").xpath("//div[@class='page-tile']/a")
    assert anchors[-2].text == "4"
    assert anchors[-1].text == "下一页"
    assert anchors[-2].get("href") == f"{LIST}&page=4"


def test_both_routes_to_the_directory_list_the_same(tree: Parse) -> None:
    portal = jinshui(20)
    path = "//ul[@class='page-list']/a/@href"
    assert tree(portal, LIST).xpath(path) == tree(portal, portal.column_path).xpath(path)


def test_parameters_may_stand_in_any_order() -> None:
    portal = jinshui(20)
    swapped = portal.respond("GET", "/?page=2&p=D0104X&a=dir&h=1")
    assert swapped.body == portal.respond("GET", f"{LIST}&page=2").body


def test_a_page_behind_the_last_is_an_empty_list(tree: Parse) -> None:
    page = tree(jinshui(20), f"{LIST}&page=9")
    assert page.xpath("//ul[@class='page-list']/a") == []


def test_routes_of_other_directories_are_not_there() -> None:
    assert jinshui(5).respond("GET", "/?a=dir&h=1&p=D44Y").status == 404


def test_an_article_without_header_shows_no_card(labelled: ReplicaPortal, tree: Parse) -> None:
    labelled.edit("one", header=False)
    assert card(tree(labelled, labelled.path("one"))) == []
    assert labelled.truth("one").metadata == {}
    assert labelled.truth("one").published_on is None


def test_a_date_in_the_last_slot_is_printed_and_bound_to_no_field(
    made: Callable[..., ReplicaPortal], article: Article, tree: Parse
) -> None:
    nine = replace(article, extra=(("实施日期", "2022-03-01"),))
    portal = made(nine, family="zhengzhou", dialect="bare")
    assert card(tree(portal, portal.path("one")))[-1] == (None, "2022-03-01")
    assert portal.truth("one").metadata["#9"] == "2022-03-01"
    assert portal.truth("one").effective_on is None
