from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from govreports.replica.portals import leping

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal

    Parse = Callable[[ReplicaPortal, str], html.HtmlElement]

COLUMN = "/zfxxgk/zfxxgkml/fdzdgknr_15921/fzzfjs/"


@pytest.fixture
def trs(made: Callable[..., ReplicaPortal], article: Article) -> ReplicaPortal:
    return made(article, family="trs")


@pytest.fixture
def page(trs: ReplicaPortal, tree: Parse) -> html.HtmlElement:
    return tree(trs, trs.path("one"))


def metas(page: html.HtmlElement) -> dict[str, str]:
    return {tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@name]")}


def items(page: html.HtmlElement) -> list[str]:
    return [str(item.text_content()) for item in page.xpath("//div[@class='sub']/ul/li")]


def test_article_addresses_are_month_and_document_id(trs: ReplicaPortal) -> None:
    assert re.fullmatch(re.escape(COLUMN) + r"202203/t\d{7}\.shtml", trs.path("one"))


def test_the_standard_meta_tags_are_there(page: html.HtmlElement) -> None:
    tags = metas(page)
    assert tags["ArticleTitle"] == "测试局关于2021年度推进法治政府建设工作情况的报告"
    assert tags["PubDate"] == "2022-03-05 09:06"
    assert tags["ContentSource"] == "测试办公室"
    assert tags["ColumnName"] == "法治政府建设"
    assert tags["SiteIDCode"] == "3602810001"


def test_the_time_of_building_is_another_than_that_of_publication(page: html.HtmlElement) -> None:
    assert re.match(r"页面生成时间 \d{4}-", metas(page)["others"])


def test_the_header_is_a_list_of_labels_and_values(page: html.HtmlElement) -> None:
    assert items(page) == [
        "索 引 号：005279426/2022-00015",
        "发文机构：测试局",
        "发文字号：金政文〔2022〕7号",
        "主题分类：综合政务",
        "成文日期：2022-03-01",
        "发布日期：2022-03-05 09:06",
        "有 效 性：有效",
        "公开方式：主动公开",
    ]


def test_a_missing_document_number_leaves_its_label(trs: ReplicaPortal, tree: Parse) -> None:
    trs.edit("one", document_number=None)
    assert "发文字号：" in items(tree(trs, trs.path("one")))
    assert trs.truth("one").metadata["发文字号"] == ""
    assert trs.truth("one").document_number is None


def test_an_empty_template_of_a_number_is_no_number(trs: ReplicaPortal, tree: Parse) -> None:
    article = trs.entries["one"].article
    trs.edit("one", document_number=None, shown=article.printing("document_number", "〔〕号").shown)
    assert "发文字号：〔〕号" in items(tree(trs, trs.path("one")))
    assert trs.truth("one").document_number is None


def test_source_and_time_stand_below_the_title(page: html.HtmlElement) -> None:
    assert page.xpath("string(//span[@class='article_source'])") == "来源：测试办公室"
    assert page.xpath("string(//span[@class='article_time'])") == "时间：2022-03-05 09:06"


def test_the_truth_has_the_time_to_the_minute(trs: ReplicaPortal) -> None:
    at = trs.truth("one").published_at
    assert at is not None
    assert at.isoformat() == "2022-03-05T09:06:00+08:00"


def test_every_field_of_the_header_is_in_the_truth(trs: ReplicaPortal) -> None:
    report = trs.truth("one")
    assert report.topic == "综合政务"
    assert report.disclosure == "主动公开"
    assert report.source == "测试办公室"
    assert report.keywords == ()
    assert report.document_type is None


def test_editor_boxes_are_nested_the_outer_without_quotes(trs: ReplicaPortal) -> None:
    text = trs.respond("GET", trs.path("one")).body.decode()
    assert '<div class=TRS_Editor><style type="text/css">' in text
    assert '<div class="TRS_Editor"><style type="text/css">' in text


def test_both_editor_boxes_hold_a_stylesheet(page: html.HtmlElement) -> None:
    assert len(page.xpath("//div[@class='TRS_Editor']/style")) == 2
    assert len(page.xpath("//div[@class='TRS_Editor']/div[@class='TRS_Editor']")) == 1


def test_files_are_named_by_wcm_and_linked_relatively(page: html.HtmlElement) -> None:
    (href,) = page.xpath("//div[@class='article_attachment']//a/@href")
    assert re.fullmatch(r"\./P020220305090617\d{9}\.docx", href)


def test_a_relative_file_is_absolute_in_the_truth(trs: ReplicaPortal) -> None:
    linked, below = trs.truth("one").attachments
    assert linked.url.startswith(f"https://www.lps.gov.cn{COLUMN}202203/P0")
    assert below.name == "任务表.docx"


@pytest.mark.parametrize("word", ["浏览次数", "字体大小", "扫一扫", "分享到", "打印", "责任编辑"])
def test_furniture_stands_around_the_text(page: html.HtmlElement, word: str) -> None:
    assert word in page.text_content()
    assert word not in page.xpath("string(//div[@id='zoom'])")


def test_the_side_bar_names_index_numbers_of_others(tree: Parse) -> None:
    portal = leping(20)
    page = tree(portal, portal.path(portal.keys[7]))
    assert page.xpath("string(//ul[@class='xgwj'])").count("索引号：") == 3


def test_a_page_without_header_has_its_meta_tags_alone(trs: ReplicaPortal, tree: Parse) -> None:
    trs.edit("one", header=False)
    page = tree(trs, trs.path("one"))
    assert page.xpath("//div[@class='sub']") == []
    assert "时间：" not in page.text_content()
    assert metas(page)["PubDate"] == "2022-03-05 09:06"


def test_the_truth_of_a_page_without_header_comes_from_its_meta_tags(trs: ReplicaPortal) -> None:
    trs.edit("one", header=False)
    report = trs.truth("one")
    assert report.metadata == {}
    assert report.source is None
    assert report.published_at is not None
    assert report.index_number is None


@pytest.mark.parametrize(("name", "current"), [("", 0), ("index.shtml", 0), ("index_3.shtml", 3)])
def test_lists_call_create_page_html(name: str, current: int) -> None:
    text = leping(50).respond("GET", COLUMN + name).body.decode()
    assert f'createPageHTML(4, {current}, "index", "shtml", 50);' in text


@pytest.mark.parametrize(
    "name", ["index_0.shtml", "index_4.shtml", "index_x.shtml", "index_1.html"]
)
def test_lists_that_there_are_not_answer_404(name: str) -> None:
    assert leping(50).respond("GET", COLUMN + name).status == 404


def test_rows_link_relatively_and_keep_the_whole_title(tree: Parse) -> None:
    portal = leping(20)
    rows = tree(portal, COLUMN).xpath("//ul[@class='list_content']/li")
    for row, key in zip(rows, portal.listed, strict=False):
        link = row.find("a")
        assert link.get("href") == "./" + portal.path(key).removeprefix(COLUMN)
        assert link.get("title") == portal.truth(key).title
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.find("span").text)


def test_long_titles_are_cut_in_the_text_of_the_list(tree: Parse) -> None:
    links = tree(leping(50), COLUMN).xpath("//ul[@class='list_content']/li/a")
    cut = [link for link in links if link.text.endswith("…")]
    assert cut
    assert all(link.get("title").startswith(link.text[:-1]) for link in cut)


def test_an_article_in_parts_names_them_and_serves_them(trs: ReplicaPortal, tree: Parse) -> None:
    trs.edit("one", parts=2)
    first = trs.path("one")
    stem = first.rpartition("/")[2].removesuffix(".shtml")
    text = trs.respond("GET", first).body.decode()
    assert f'createDetailPageHTML(2, 0, "{stem}", "shtml");' in text
    second = tree(trs, first.replace(".shtml", "_1.shtml"))
    assert f'createDetailPageHTML(2, 1, "{stem}", "shtml");' in html.tostring(
        second, encoding="unicode"
    )


def test_the_parts_together_are_the_whole_text(trs: ReplicaPortal, tree: Parse) -> None:
    trs.edit("one", parts=2)
    first = trs.path("one")
    boxes = [
        tree(trs, path).xpath("//div[@class='TRS_Editor']/div/p")
        for path in (first, first.replace(".shtml", "_1.shtml"))
    ]
    assert all(boxes)
    words = "".join(p.text_content() for box in boxes for p in box)
    assert words.index("现将") < words.index("测试局")
    assert trs.truth("one").body is not None


def test_an_article_in_one_part_has_no_second_page(trs: ReplicaPortal) -> None:
    assert trs.respond("GET", trs.path("one").replace(".shtml", "_1.shtml")).status == 404
