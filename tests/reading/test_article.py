"""Article pages read as a whole, by the shared way alone."""

from __future__ import annotations

import pytest

from govreports.reading.article import Layout, answer_to, read_article, read_report
from govreports.reading.document import Document
from govreports.reading.errors import UnreadableError
from govreports.reading.header import Header
from govreports.reading.labels import Pair
from govreports.reading.xpath import elements
from govreports.records import Ask, BodyState, Needs, RawAttachment, RawReport
from tests.reading.pages import PROSE, article, capture, document

TITLE = "测试区司法局2023年工作报告"
HEAD = "<ul><li>索引号：005</li><li>发布机构：甲局</li><li>发布日期：2024-03-01</li></ul>"
TEXT = f"<p>区政府：</p><p>{PROSE}</p><p>测试区司法局</p><p>2024年3月1日</p>"
BODY = f"区政府：\n{PROSE}\n测试区司法局\n2024年3月1日"


def read(source: str) -> RawReport:
    page = capture(source)
    report = read_report(page, Document(page))
    assert isinstance(report, RawReport)
    return report


def test_title_header_and_text() -> None:
    report = read(article(f"{HEAD}<div>{TEXT}</div>"))
    assert report.title == TITLE
    assert report.header == (("索引号", "005"), ("发布机构", "甲局"), ("发布日期", "2024-03-01"))
    assert (report.body, report.body_state) == (BODY, BodyState.TEXT)
    assert dict(report.metas)["ArticleTitle"] == TITLE


def test_the_site_s_foot_lends_no_label() -> None:
    assert "主办单位" not in dict(read(article(f"{HEAD}<div>{TEXT}</div>")).header)


def test_an_editor_s_page_breaks_are_no_text() -> None:
    broken = f"<div id='zoom'><p>区政府：</p>#PAGE_BREAK#<p>{PROSE}#PAGE_BREAK#</p></div>"
    assert read(article(broken)).body == f"区政府：\n{PROSE}"


def test_everything_in_one_container() -> None:
    inner = (
        f"<p>{TITLE}</p><p>2024-03-01 10:00 来源：甲局 点击数：</p>{TEXT}<p>【打印】【关闭】</p>"
    )
    report = read(article(f"<div id='zoom'>{inner}</div>"))
    assert report.body == BODY
    assert report.header == (("来源", "甲局"),)


def test_a_header_table_inside_the_container() -> None:
    table = (
        "<table><tr><td>索引号</td><td>005</td><td>文号</td><td></td>"
        "</tr><tr><td>发布机构</td><td>甲局</td><td>有效性</td><td>有效</td>"
        "</tr></table>"
    )
    report = read(article(f"<div id='zoom'>{table}{TEXT}</div>"))
    assert dict(report.header) == {
        "索引号": "005",
        "文号": "",
        "发布机构": "甲局",
        "有效性": "有效",
    }
    assert report.body == BODY


def test_the_whole_article_in_one_table_cell() -> None:
    source = article(
        f"<table><tr><td>{TITLE}</td></tr><tr>"
        f"<td>2024-03-01 11:17:07 发文单位:甲局 点击数:</td></tr>"
        f"<tr><td><p>{TITLE}</p>{TEXT}</td></tr><tr><td>【关闭窗口】</td></tr></table>"
    )
    report = read(source)
    assert report.body == BODY
    assert report.slots == ("2024-03-01 11:17:07",)
    assert report.header == (("发文单位", "甲局"),)


def test_a_gb2312_page_is_read_to_its_end() -> None:
    source = article(f"{HEAD}<div id='zoom'>{TEXT}<p>附㐀：说明𠮷</p></div>").replace(
        "utf-8", "gb2312"
    )
    page = capture(source.encode("gb18030"))
    report = read_report(page, Document(page))
    assert isinstance(report, RawReport)
    assert report.body == f"{BODY}\n附㐀：说明𠮷"


def test_spaces_inside_chinese_go_and_latin_ones_stay() -> None:
    report = read(
        article("<div id='zoom'><p>\u3000\u3000依 法&nbsp;行政，按照 ISO 9001 执行。</p></div>")
    )
    assert report.body == "依法行政，按照ISO 9001执行。"


def test_files_beside_the_text() -> None:
    files = "<p><a href='./P020240301.pdf'>全文.pdf</a></p>"
    report = read(article(f"<div id='zoom'>{TEXT}</div><div class='files'>{files}</div>"))
    assert report.attachments == (
        RawAttachment("全文.pdf", "https://www.example.gov.cn/zwgk/fzbg/202403/P020240301.pdf"),
    )
    assert report.body == BODY


def test_a_report_of_images_only() -> None:
    report = read(article("<div id='zoom'><p><img src='1.jpg'></p><p><img src='2.jpg'></p></div>"))
    assert (report.body, report.body_state) == (None, BodyState.IMAGES)


def test_a_report_that_is_a_file_only() -> None:
    report = read(article("<div id='zoom'><p><a href='a.docx'>2023年工作报告</a></p></div>"))
    assert (report.body, report.body_state) == (None, BodyState.ATTACHMENT)
    assert [file.name for file in report.attachments] == ["2023年工作报告"]


def test_an_empty_text_with_its_file_beside_it() -> None:
    report = read(
        article("<div id='zoom'></div><div class='attach'><a href='a.pdf'>全文.pdf</a></div>")
    )
    assert report.body_state is BodyState.ATTACHMENT


def test_a_report_that_is_elsewhere() -> None:
    report = read(
        article("<div id='zoom'><p><a href='https://mp.weixin.qq.com/s/x'>原文</a></p></div>")
    )
    assert (report.body, report.body_state) == (None, BodyState.ELSEWHERE)


def test_a_page_without_text_or_files_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="without text or files"):
        read(article("<div id='zoom'></div>"))


def test_a_page_without_anything_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="without a title"):
        read_article(document("<html><body><p></p></body></html>"))


def test_a_soft_error_is_refused() -> None:
    page = capture("<html><title>404 Not Found</title><body>nginx</body></html>")
    with pytest.raises(UnreadableError, match="soft_404"):
        read_report(page, Document(page))


FRAMED = article(f"{HEAD}<iframe src='/content?id=1' width='100%'></iframe>")
FRAME_URL = "https://www.example.gov.cn/content?id=1"


def test_a_text_in_a_frame_is_asked_for() -> None:
    page = capture(FRAMED)
    assert read_report(page, Document(page)) == Needs((Ask(FRAME_URL),))


def test_a_text_in_a_frame_is_read_from_its_part() -> None:
    page = capture(FRAMED)
    part = capture(f"<html><body><div>{TEXT}</div></body></html>", url=FRAME_URL)
    report = read_report(page, Document(page), parts=(part,))
    assert isinstance(report, RawReport)
    assert (report.title, report.body, report.url) == (TITLE, BODY, page.url)
    assert dict(report.header)["索引号"] == "005"


def test_a_frame_without_text_leaves_the_report_unread() -> None:
    page = capture(FRAMED)
    with pytest.raises(UnreadableError, match="without text"):
        read_report(page, Document(page), parts=(capture("<p></p>", url=FRAME_URL),))


def test_an_answer_is_known_by_either_address() -> None:
    part = capture("x", url="https://a.cn/moved", requested_url="https://a.cn/asked")
    assert answer_to("https://a.cn/asked", (part,)) is part
    assert answer_to("https://a.cn/moved", (part,)) is part
    assert answer_to("https://a.cn/other", (part,)) is None


def test_a_layout_s_places_come_first() -> None:
    layout = Layout(
        titles=elements("//h5"),
        bodies=elements("//*[@class='mine']"),
        header=lambda _page: Header((Pair("来源", "版式"),)),
    )
    source = article(
        f"<h5>另一个标题</h5><div id='zoom'>{TEXT}</div><div class='mine'><p>另一段文字。</p></div>"
    )
    report = read_article(document(source), layout)
    assert (report.title, report.body) == ("另一个标题", "另一段文字。")
    assert report.header == (("来源", "版式"),)


def test_where_a_layout_misses_the_shared_way_serves() -> None:
    layout = Layout(
        titles=elements("//h5"), bodies=elements("//*[@class='mine']"), header=lambda _page: None
    )
    report = read_article(document(article(f"{HEAD}<div id='zoom'>{TEXT}</div>")), layout)
    assert (report.title, report.body, len(report.header)) == (TITLE, BODY, 3)


def test_a_layout_s_empty_container_gives_way_to_prose_elsewhere() -> None:
    layout = Layout(bodies=elements("//*[@class='mine']"))
    report = read_article(
        document(article(f"<div class='mine'></div><div>{TEXT}{TEXT}</div>")), layout
    )
    assert report.body is not None
    assert report.body.startswith(BODY)


def test_a_far_header_is_found_where_the_near_page_has_none() -> None:
    menu = "<div>" + "<p><a href='/x'>栏目</a></p>" * 300 + "</div>"
    table = (
        "<table><tr><td>索引号</td><td>005</td></tr><tr><td>发布机构</td>"
        "<td>甲局</td></tr><tr><td>文号</td><td>1</td></tr></table>"
    )
    source = (
        f"<html><head><title>{TITLE}</title></head><body>{table}<div>{menu}<div><div><div><div>"
        f"<h1>{TITLE}</h1><div id='zoom'>{TEXT}</div></div></div></div></div></div></body></html>"
    )
    assert dict(read(source).header)["索引号"] == "005"


def test_a_title_that_only_the_text_shows() -> None:
    source = (
        f"<html><head><title>{TITLE}</title></head><body><h1>测试区政务公开专栏</h1>"
        f"<div id='zoom'><p>{TITLE}</p>{TEXT}</div></body></html>"
    )
    assert read(source).title == TITLE


def test_a_source_behind_the_text_is_the_header_s() -> None:
    behind = '<p>文章来源：<a href="">测试区司法局</a></p><p>打印 关闭窗口</p>'
    report = read_article(document(article(f"<div id='zoom'><p>{PROSE}</p>{behind}</div>")))
    assert report.body == PROSE
    assert dict(report.header)["文章来源"] == "测试区司法局"


def test_what_links_to_others_behind_the_text_is_not() -> None:
    behind = '<p>相关链接</p><p>来源：<a href="/b.html">测试区问答</a></p>'
    report = read_article(document(article(f"<div id='zoom'><p>{PROSE}</p>{behind}</div>")))
    assert "来源" not in dict(report.header)
