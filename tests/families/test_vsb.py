"""博达 VSB."""

from __future__ import annotations

import pytest

from govreports.families.base import UnreadableError
from govreports.families.vsb import Vsb
from govreports.records import Ask, RawReport
from tests.reading.pages import PROSE, capture

FAMILY = Vsb()
ROOT = "http://www.example.gov.cn"
SLUG = f"{ROOT}/open/guard/catalog/nianbao"
ARTICLE = f"{ROOT}/info/3168/132808.htm"
TITLE = "测试区2023年度法治政府建设工作报告"

TABLE = "".join(
    f"<tr id='row{number}'><td>{number}</td><td>"
    f"<a href='{{up}}info/3168/{number}.htm'>"
    f"测试区第{number}号工作情况报告</a></td>"
    f"<td>甲局</td><td></td><td>2024-01-{number:02}</td></tr>"
    for number in range(1, 4)
)
LINES = "".join(
    f"<li id='line_u13_{number}'><span>2024-01-{number:02}</span><a href='../info/1/{number}.htm' "
    f"title='测试区第{number}号工作情况报告'>测试区第{number}号…</a></li>"
    for number in range(3)
)
NEW_PAGER = (
    "<div class='pb_sys_common'><span class='p_pages'><span class='p_no_d'>1</span>"
    "<span class='p_no'><a href='nianbao/2.htm'>2</a></span>"
    "<span class='p_no'><a href='nianbao/1.htm'>3</a></span>"
    "<span class='p_next p_fun'><a href='nianbao/2.htm'>下页</a></span>"
    "<span class='p_last p_fun'><a href='nianbao/1.htm'>尾页</a>"
    "</span><span class='p_t'>共8条</span></span></div>"
)


def table(pager: str, up: str = "../../../") -> str:
    rows = TABLE.replace("{up}", up)
    return (
        "<html><body><form><input></form><form><table><tbody>"
        f"{rows}<tr><td colspan=5>{pager}</td></tr></tbody></table></form></body></html>"
    )


def test_rows_of_a_table() -> None:
    listing = FAMILY.listing(capture(table(""), url=f"{SLUG}.htm"))
    assert [(row.url, row.title, row.date) for row in listing.rows] == [
        (f"{ROOT}/info/3168/{number}.htm", f"测试区第{number}号工作情况报告", f"2024-01-0{number}")
        for number in range(1, 4)
    ]


def test_rows_of_numbered_lines() -> None:
    listing = FAMILY.listing(capture(f"<ul class='gg-list'>{LINES}</ul>", url=f"{ROOT}/a/b.htm"))
    assert next((row.title, row.date) for row in listing.rows) == ("测试区第0号工作情况报告", None)
    assert [(row.title, row.date) for row in listing.rows][1] == (
        "测试区第1号工作情况报告",
        "2024-01-01",
    )


def test_the_pager_s_numbers_and_links() -> None:
    listing = FAMILY.listing(capture(table(NEW_PAGER), url=f"{SLUG}.htm"))
    assert (listing.page, listing.declared_pages, listing.declared_rows) == (1, 3, 8)
    assert listing.next == (Ask(f"{SLUG}/2.htm"),)


def test_the_last_page_leads_nowhere() -> None:
    pager = (
        "<div class='pb_sys_common'><span class='p_no'><a href='../nianbao.htm'>1</a></span>"
        "<span class='p_no'><a href='2.htm'>2</a></span><span class='p_no_d'>3</span>"
        "<span class='p_next_d p_fun_d'>下页</span><span class='p_t'>共8条</span></div>"
    )
    listing = FAMILY.listing(capture(table(pager, "../../../../"), url=f"{SLUG}/1.htm"))
    assert (listing.page, listing.declared_pages, listing.next) == (3, 3, ())


def test_the_older_pager_says_it_in_words() -> None:
    pager = (
        "<table><tr><td id='fanye103985'>共8条&nbsp;&nbsp;1/3&nbsp;</td>"
        "<td><span class=PrevDisabled>首页</span>"
        "<a href='nianbao/2.htm' class=Next>下页</a>"
        "<a href='nianbao/1.htm' class=Next>尾页</a></td></tr></table>"
    )
    listing = FAMILY.listing(capture(table(pager), url=f"{SLUG}.htm"))
    assert (listing.page, listing.declared_pages, listing.declared_rows) == (1, 3, 8)
    assert listing.next == (Ask(f"{SLUG}/2.htm"),)


def test_the_oldest_pager_s_links_carry_totals() -> None:
    link = "?totalpage=3&PAGENUM=3&urltype=tree.TreeTempUrl&wbtreeid=1"
    pager = f"<div id='fanye1'><a class='Next' href='{link}'>下页</a></div>"
    url = f"{ROOT}/list.jsp?totalpage=3&PAGENUM=2&urltype=tree.TreeTempUrl&wbtreeid=1"
    listing = FAMILY.listing(capture(table(pager), url=url))
    assert (listing.page, listing.declared_pages) == (2, 3)
    assert listing.next == (Ask(f"{ROOT}/list.jsp{link}"),)


def test_the_number_of_pages_follows_from_the_next_one_s_address() -> None:
    pager = "<div id='fanye1'><a class='Next' href='nianbao/34.htm'>下页</a></div>"
    assert FAMILY.listing(capture(table(pager), url=f"{SLUG}.htm")).declared_pages == 35


def test_a_page_s_number_follows_from_its_own_address() -> None:
    pager = "<div id='fanye1'>共3页 <a class='Next' href='1.htm'>下页</a></div>"
    listing = FAMILY.listing(capture(table(pager), url=f"{SLUG}/2.htm"))
    assert (listing.page, listing.next) == (2, (Ask(f"{SLUG}/1.htm"),))


def test_where_the_pager_s_link_is_a_script_the_rule_of_reverse_paging_helps() -> None:
    pager = "<div id='fanye1'>共8条 1/3 <a href='javascript:next()'>下页</a></div>"
    assert FAMILY.listing(capture(table(pager), url=f"{SLUG}.htm")).next == (Ask(f"{SLUG}/2.htm"),)
    later = pager.replace("1/3", "2/3")
    assert FAMILY.listing(capture(table(later), url=f"{SLUG}/2.htm")).next == (
        Ask(f"{SLUG}/1.htm"),
    )


def test_a_list_without_a_pager_is_one_page() -> None:
    listing = FAMILY.listing(capture(table(""), url=f"{SLUG}.htm"))
    assert (listing.page, listing.declared_pages, listing.declared_rows, listing.next) == (
        1,
        None,
        None,
        (),
    )


def test_a_page_without_rows_and_pager_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="Visual SiteBuilder"):
        FAMILY.listing(capture("<p>维护中</p>", url=f"{SLUG}.htm"))


def detail(line: str, body: str, after: str = "") -> str:
    return (
        "<html><head><title>x</title><META Name='pageType' Content='3'></head><body><table><tr><td>"
        "<form name='_newscontent_fromname'><table class='winstyle1400'>"
        f"<tr><td class='titlestyle1400'>{TITLE}</td></tr><tr><td>{line}</td></tr>"
        f"<tr><td class='contentstyle1400'><div id='vsb_newscontent'>"
        f"<div id='vsb_content'><div class='v_news_content'>{body}"
        f"</div></div></div></td></tr>{after}<tr><td><div id='div_vote_id'></div></td></tr>"
        "<tr><td><lable>上一篇：</lable><a href='132000.htm'>测试区旧报告</a></td></tr>"
        "<tr><td>【<a href='javascript:close()'>关闭窗口</a>】</td></tr></table></form></td>"
        "<td><p>相关文件</p><p>索引号：999</p></td></tr></table></body></html>"
    )


def read(source: str) -> RawReport:
    report = FAMILY.report(capture(source, url=ARTICLE))
    assert isinstance(report, RawReport)
    return report


def test_the_old_template() -> None:
    line = (
        "2024-03-15 11:17:07 &nbsp; 发文单位:测试区人民政府办公室 &nbsp; "
        "点击数:<span id='n_dynclicks'></span>"
    )
    report = read(detail(line, f"<p><strong>{TITLE}</strong></p><p>{PROSE}</p><p>2024年3月2日</p>"))
    assert report.title == TITLE
    assert report.slots == ("2024-03-15 11:17:07",)
    assert report.header == (("发文单位", "测试区人民政府办公室"),)
    assert report.body == f"{PROSE}\n2024年3月2日"
    assert report.family == "vsb"


def test_the_older_line() -> None:
    report = read(detail("2018-01-02 12:34   来源:甲日报   (点击: )", f"<p>{PROSE}</p>"))
    assert report.slots == ("2018-01-02 12:34",)
    assert report.header == (("来源", "甲日报"),)


def test_time_in_an_element_of_its_own() -> None:
    line = (
        "<span class='timestyle1400'>2024-03-15</span><span class='authorstyle1400'>&nbsp;</span>"
    )
    assert read(detail(line, f"<p>{PROSE}</p>")).slots == ("2024-03-15",)


def test_files_behind_the_text() -> None:
    after = (
        "<tr><td><span>附件【<a href='/system/_content/download.jsp?urltype="
        "news.DownloadAttachUrl&owner=1&wbfileid=2'>"
        "附表.docx</a>】</span>已下载<span id='nattach1'></span>次</td></tr>"
    )
    report = read(detail("2024-03-15", f"<p>{PROSE}</p>", after))
    assert [file.name for file in report.attachments] == ["附表.docx"]
    assert report.body == PROSE


def test_files_inside_the_text_s_element_are_no_text() -> None:
    body = (
        f"<p>{PROSE}</p><p class='fujian'>"
        f"<span>附件【<a href='../../virtual_attach_file.vsb?afc=AbC'>"
        f"附表.docx</a>】已下载<i></i>次</span></p>"
    )
    report = read(detail("2024-03-15", body))
    assert report.body == PROSE
    assert [file.name for file in report.attachments] == ["附表.docx"]


def test_the_flat_list_of_label_and_value_items() -> None:
    source = (
        "<html><head><title>x</title></head><body><div>"
        "<div class='zwb_zw_yybji'><ul><li class=a1>索引号</li>"
        "<li class=a2>005</li>"
        "<li class=a1>发布机构</li><li class=a2>甲局</li></ul><ul>"
        "<li class=a1>发布日期</li><li class=a2>2024-02-05</li>"
        "<li class=a1>文号</li><li class=a2></li></ul>"
        "<ul style='display:none'><li class=a1>主题词</li>"
        "<li class=a2>x</li></ul></div>"
        f"<div><div class='tit'>{TITLE}</div>"
        f"<div id='vsb_content' class='content_zw'><p>{PROSE}</p></div>"
        f"</div></div></body></html>"
    )
    report = read(source)
    assert report.title == TITLE
    assert report.header == (
        ("索引号", "005"),
        ("发布机构", "甲局"),
        ("发布日期", "2024-02-05"),
        ("文号", ""),
    )
    assert ("主题词", "x") in report.metas


@pytest.mark.parametrize(
    ("source", "url", "weight"),
    [
        ("<!--Announced by Visual SiteBuilder 9-->", ROOT, 95),
        ("<script src='/_sitegray/_sitegray.js'></script>", ROOT, 90),
        ("<form name='_newscontent_fromname'></form>", ROOT, 85),
        ("<div id='vsb_content_2'></div>", ROOT, 80),
        ("<p>x</p>", ARTICLE, 50),
    ],
)
def test_evidence(source: str, url: str, weight: int) -> None:
    evidence = FAMILY.matches(capture(source, url=url))
    assert evidence is not None
    assert (evidence.family, evidence.weight) == ("vsb", weight)


def test_the_server_s_name_is_evidence() -> None:
    page = capture("<p>x</p>", url=ROOT, headers=(("server", "VWebServer"),))
    evidence = FAMILY.matches(page)
    assert evidence is not None
    assert evidence.reason == "server VWebServer"


def test_no_evidence() -> None:
    assert FAMILY.matches(capture("<p>x</p>", url=ROOT)) is None
