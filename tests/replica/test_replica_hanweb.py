from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from govreports.replica.hanweb import EMPTY_ANSWER
from govreports.replica.portals import zhanghe

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal

    Parse = Callable[[ReplicaPortal, str], html.HtmlElement]

COLUMN = "/col/col18658/index.html"
PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "columnid=18658&unitid=49913&webid=26"


@pytest.fixture
def hanweb(made: Callable[..., ReplicaPortal], article: Article) -> ReplicaPortal:
    return made(article, family="hanweb")


@pytest.fixture
def page(hanweb: ReplicaPortal, tree: Parse) -> html.HtmlElement:
    return tree(hanweb, hanweb.path("one"))


def cells(page: html.HtmlElement) -> list[list[str]]:
    rows = page.xpath("//table[@class='xxgk_table']/tr")
    return [[cell.text_content() for cell in row.findall("td")] for row in rows]


def hrefs(text: str) -> list[str]:
    return re.findall(r"<a href='([^']+)'", text)


def ask(portal: ReplicaPortal, query: str) -> str:
    return portal.respond("GET", f"{PROXY}?{query}&{UNIT}").body.decode()


def paths(portal: ReplicaPortal) -> list[str]:
    return [portal.path(key) for key in portal.listed]


def test_article_addresses_have_unpadded_dates(hanweb: ReplicaPortal) -> None:
    assert re.fullmatch(r"/art/2022/3/5/art_18658_\d{7}\.html", hanweb.path("one"))


def test_some_articles_are_cited_from_the_citys_column() -> None:
    columns = {path.split("_")[1] for path in paths(zhanghe(20))}
    assert columns == {"18658", "693"}


def test_the_header_has_four_cells_a_row(page: html.HtmlElement) -> None:
    assert cells(page) == [
        ["索引号：", "005279426/2022-00015", "信息分类：", "主动公开"],
        ["发布机构：", "测试局", "生成日期：", "2022-03-01"],
        ["文　　号：", "金政文〔2022〕7号", "有 效 性：", "有效"],
    ]


def test_a_missing_number_leaves_an_empty_cell(hanweb: ReplicaPortal, tree: Parse) -> None:
    hanweb.edit("one", document_number=None)
    assert cells(tree(hanweb, hanweb.path("one")))[2][:2] == ["文　　号：", ""]
    assert hanweb.truth("one").metadata["文号"] == ""


def test_the_label_of_the_topic_gives_the_mode_of_disclosure(hanweb: ReplicaPortal) -> None:
    report = hanweb.truth("one")
    assert report.disclosure == "主动公开"
    assert report.topic is None
    assert report.metadata["信息分类"] == "主动公开"


def test_the_label_of_the_topic_gives_the_topic_where_there_is_no_mode(
    hanweb: ReplicaPortal,
) -> None:
    hanweb.edit("one", disclosure=None)
    report = hanweb.truth("one")
    assert report.topic == "综合政务"
    assert report.disclosure is None


def test_date_and_source_run_on_without_a_gap(page: html.HtmlElement) -> None:
    line = page.xpath("string(//td[@class='ly'])")
    assert line == "发布日期:2022-03-05 09:06信息来源:测试办公室"


def test_the_truth_of_the_run_on_line(hanweb: ReplicaPortal) -> None:
    report = hanweb.truth("one")
    assert report.source == "测试办公室"
    assert report.metadata["发布日期"] == "2022-03-05 09:06"
    assert report.published_at is not None
    assert report.published_at.isoformat() == "2022-03-05T09:06:00+08:00"


@pytest.mark.parametrize("field", ["标题名称(html)", "信息来源", "信息内容"])
def test_fields_are_fenced_by_comments(hanweb: ReplicaPortal, field: str) -> None:
    text = hanweb.respond("GET", hanweb.path("one")).body.decode()
    start, end = f"<!--<$[{field}]>begin-->", f"<!--<$[{field}]>end-->"
    assert text.index(start) < text.index(end)


def test_the_text_lies_in_zoom(page: html.HtmlElement) -> None:
    assert len(page.xpath("//div[@id='zoom']/p")) >= 5


def test_the_makers_link_is_hidden(page: html.HtmlElement) -> None:
    (link,) = page.xpath("//a[@href='http://www.hanweb.com']")
    assert link.text == "Produced By 大汉网络 大汉版通发布系统"
    assert link.get("style") == "display:none"


def test_meta_tags_are_there_with_the_time_of_building(page: html.HtmlElement) -> None:
    metas = {tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@name]")}
    assert metas["ArticleTitle"] == "测试局关于2021年度推进法治政府建设工作情况的报告"
    assert metas["pubdate"] == "2022-03-05 09:06"
    assert metas["contentSource"] == "测试办公室"
    assert metas["Generator"] == "大汉版通"
    assert metas["Maketime"] != metas["pubdate"]


def test_the_visit_counter_is_a_hidden_frame(hanweb: ReplicaPortal, tree: Parse) -> None:
    (frame,) = tree(hanweb, hanweb.path("one")).xpath("//iframe")
    number = hanweb.path("one").rpartition("_")[2].removesuffix(".html")
    assert f"i_columnid=18658&i_articleid={number}" in frame.get("src")


def test_files_come_from_the_download_servlet(page: html.HtmlElement) -> None:
    (href,) = page.xpath("//td[@class='fj']/a/@href")
    assert re.fullmatch(
        r"/module/download/downfile\.jsp\?classid=0&filename=220305090617\d{6}\.docx", href
    )


def test_print_and_close_stand_below_the_text(page: html.HtmlElement) -> None:
    assert page.xpath("string(//div[@id='dayin'])") == "打印 关闭"


def test_a_page_without_header_keeps_its_run_on_line(hanweb: ReplicaPortal, tree: Parse) -> None:
    hanweb.edit("one", header=False)
    assert cells(tree(hanweb, hanweb.path("one"))) == []
    assert set(hanweb.truth("one").metadata) == {"发布日期", "信息来源"}


def test_the_first_group_is_in_the_column_page() -> None:
    portal = zhanghe(50)
    text = portal.respond("GET", COLUMN).body.decode()
    store = text[text.index('<script type="text/xml">') : text.index("</datastore>")]
    assert hrefs(store) == paths(portal)[:15]
    assert store.count("<![CDATA[") == 16


def test_the_jpage_call_states_rows_groups_and_pages() -> None:
    text = zhanghe(50).respond("GET", COLUMN).body.decode()
    assert re.search(r"totalRecord:50,.*groupSize:3,.*perPage:5,", text)
    assert "proxyUrl:'/module/web/jpage/dataproxy.jsp'" in text


def test_the_search_form_has_a_call_with_another_total() -> None:
    text = zhanghe(50).respond("GET", COLUMN).body.decode()
    assert text.index("totalRecord:1000") < text.index("totalRecord:50")


def test_rows_that_do_not_divide_by_three_make_groups_of_one_page() -> None:
    text = zhanghe(50, per_page=20).respond("GET", COLUMN).body.decode()
    assert re.search(r"totalRecord:50,.*groupSize:1,.*perPage:20,", text)


def test_the_column_page_names_the_next_group() -> None:
    text = zhanghe(50).respond("GET", COLUMN).body.decode()
    assert f'<nextgroup><![CDATA[<a href="{PROXY}?page=1&appid=1' in text
    assert "&columnid=18658&unitid=49913&webname=%25E6" in text


def test_a_window_is_counted_from_one_and_closed() -> None:
    portal = zhanghe(50)
    assert hrefs(ask(portal, "startrecord=16&endrecord=30&perpage=5")) == paths(portal)[15:30]
    assert hrefs(ask(portal, "startrecord=46&endrecord=60&perpage=5")) == paths(portal)[45:]


def test_groups_are_counted_from_zero() -> None:
    portal = zhanghe(50)
    assert hrefs(ask(portal, "page=1")) == paths(portal)[15:30]
    assert hrefs(ask(portal, "page=3")) == paths(portal)[45:]


def test_an_answer_names_the_next_group_relatively() -> None:
    assert '<a href="./dataproxy.jsp?page=2&' in ask(zhanghe(50), "page=1")
    assert "<nextgroup>" not in ask(zhanghe(50), "page=3")


def test_an_answer_states_rows_and_pages_and_is_xml() -> None:
    portal = zhanghe(50)
    answer = portal.respond("GET", f"{PROXY}?page=1&{UNIT}")
    root = etree.fromstring(answer.body)
    assert answer.header("content-type") == "text/xml;charset=utf-8"
    assert (root.findtext("totalrecord"), root.findtext("totalpage")) == ("50", "10")
    assert len(root.findall("recordset/record")) == 15


def test_a_form_is_understood_as_a_query_is() -> None:
    portal = zhanghe(50)
    form = f"startrecord=16&endrecord=30&perpage=5&{UNIT}".encode()
    posted = portal.respond("POST", PROXY, {}, form)
    assert hrefs(posted.body.decode()) == paths(portal)[15:30]


def test_the_dialect_of_windows_knows_no_groups() -> None:
    portal = zhanghe(50, dialect="window")
    assert "<nextgroup>" not in portal.respond("GET", COLUMN).body.decode()
    assert hrefs(ask(portal, "page=2")) == paths(portal)[:15]
    assert hrefs(ask(portal, "startrecord=31&endrecord=45")) == paths(portal)[30:45]


def test_the_dialect_of_groups_knows_no_windows() -> None:
    portal = zhanghe(50, dialect="page")
    assert hrefs(ask(portal, "startrecord=16&endrecord=30")) == paths(portal)[:15]
    assert hrefs(ask(portal, "page=2")) == paths(portal)[30:45]


def test_the_stunted_dialect_answers_54_bytes_without_a_row() -> None:
    answer = ask(zhanghe(50, dialect="stunted"), "page=1")
    assert answer == EMPTY_ANSWER
    assert len(answer.encode()) == 54
    assert etree.fromstring(answer).findall("recordset/record") == []


def test_another_unit_is_answered_with_no_row() -> None:
    portal = zhanghe(50)
    answer = portal.respond("GET", f"{PROXY}?page=1&columnid=18658&unitid=1&webid=26")
    assert answer.body.decode() == EMPTY_ANSWER


@pytest.mark.parametrize("query", ["startrecord=0&endrecord=15", "startrecord=x", "page=-1"])
def test_an_odd_window_or_group_gives_the_first(query: str) -> None:
    portal = zhanghe(50)
    assert hrefs(ask(portal, query)) == paths(portal)[:15]


def test_dates_of_some_rows_run_over_three_lines() -> None:
    text = ask(zhanghe(50), "page=1")
    assert len(re.findall(r">\d{4}-\n\d\d-\n\d\d<", text)) == 5
    assert len(re.findall(r">\d{4}-\d\d-\d\d<", text)) == 10


def test_long_titles_are_cut_in_the_text_and_whole_in_the_attribute() -> None:
    text = ask(zhanghe(50), "page=1")
    rows = re.findall(r"title='([^']+)' class=\"fl\">([^<]+)</a>", text)
    cut = [(whole, shown) for whole, shown in rows if shown.endswith("…")]
    assert cut
    assert all(whole.startswith(shown[:-1]) and whole != shown for whole, shown in cut)
