"""Hanweb 大汉版通."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from govreports.families.base import UnreadableError
from govreports.families.hanweb import Hanweb
from govreports.records import Listing, RawReport
from tests.reading.pages import PROSE, capture

FAMILY = Hanweb()
ROOT = "http://www.example.gov.cn"
COLUMN = f"{ROOT}/col/col18658/index.html"
PROXY = f"{ROOT}/module/web/jpage/dataproxy.jsp"
ARTICLE = f"{ROOT}/art/2024/3/25/art_18658_1224936.html"
TITLE = "测试区城市管理局2023年度推进法治政府建设情况报告"
GROUP, PER_PAGE = 6, 2


def record(number: int, date: str = "") -> str:
    return (
        f"<record><![CDATA[\n<li class='cf'><span>·</span>"
        f"<a href='/art/2024/1/{number}/art_18658_{number}.html' "
        f"title='测试区第{number}号工作情况报告' class='fl'>测试区第{number}号…</a>"
        f"<span>{date or f'2024-01-{number:02}'}</span></li>]]></record>"
    )


def store(first: int, last: int, extra: str = "") -> str:
    records = "".join(record(number) for number in range(first, last + 1))
    return f"<datastore>\n{extra}<recordset>{records}</recordset></datastore>"


NEXT = (
    "<nextgroup><![CDATA[<a "
    'href="/module/web/jpage/dataproxy.jsp?page=1&appid=1&appid=1&webid'
    "=36&path=/"
    '&columnid=18658&unitid=7927&webname=测试区&permissiontype=0"></a>]]></nextgroup>'
)


def unit(xml: str, total: int, name: str = "7927", column: str = "18658") -> str:
    options = (
        f"groupSize:3,proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:"
        f"{PER_PAGE},barPosition:'bottom'"
    )
    return (
        f'<div id="{name}"><script type="text/xml">{xml}</script></div><script>var param_{name} = '
        f"{{col:1,appid:'1',webid:36,path:'/',columnid:{column},sourceCont"
        f"entType:1,unitid:'{name}',webname:'测试区',permissiontype:0}};"
        f"function jpage_{name}(){{$('#{name}').jpage({{totalRecord:1000,dat"
        f"aBefore:'<ul>',{options},ajaxParam:param_{name}}});}};"
        f"$(function(){{$('#{name}').jpage({{totalRecord:{total},dataStore:$"
        f"('#{name}').children('script').html(),"
        f"dataBefore:'<style>.a{{width:1px}}</style>"
        f"',{options},ajaxParam:param_{name}}});}});</script>"
    )


def column(*units: str) -> Listing:
    return FAMILY.listing(capture(f"<html><body>{''.join(units)}</body></html>", url=COLUMN))


def query(listing: Listing, place: int = 0) -> dict[str, str]:
    return {
        name: values[-1]
        for name, values in parse_qs(urlsplit(listing.next[place].url).query).items()
    }


def test_the_first_group_stands_in_the_page() -> None:
    listing = column(unit(store(1, 6, NEXT), 14))
    assert (len(listing.rows), listing.page, listing.declared_rows) == (6, 1, 14)
    assert listing.rows[0].title == "测试区第1号工作情况报告"
    assert listing.rows[0].url == f"{ROOT}/art/2024/1/1/art_18658_1.html"
    assert listing.rows[0].date == "2024-01-01"


def test_the_next_request_speaks_both_dialects() -> None:
    asked = query(column(unit(store(1, 6, NEXT), 14)))
    assert (asked["startrecord"], asked["endrecord"], asked["perpage"]) == ("7", "12", "2")
    assert asked["page"] == "1"
    assert (asked["columnid"], asked["unitid"], asked["webid"]) == ("18658", "7927", "36")


def test_the_site_s_name_is_encoded_once() -> None:
    (ask,) = column(unit(store(1, 6, NEXT), 14)).next
    assert ask.url.isascii()
    assert ask.url.startswith(PROXY)
    twice = NEXT.replace("测试区", "%25E6%25B5%258B")
    assert "webname=%25E6%25B5%258B" in column(unit(store(1, 6, twice), 14)).next[0].url


def test_without_a_next_group_the_call_s_own_parameters_serve() -> None:
    asked = query(column(unit(store(1, 6), 14)))
    assert (asked["columnid"], asked["unitid"], asked["webid"]) == ("18658", "7927", "36")
    assert (asked["startrecord"], asked["webname"]) == ("7", "测试区")


def test_a_column_of_one_group_leads_nowhere() -> None:
    listing = column(unit(store(1, 5, NEXT), 5))
    assert (len(listing.rows), listing.declared_rows, listing.next) == (5, 5, ())


def test_the_search_form_s_own_call_does_not_count() -> None:
    assert column(unit(store(1, 5, NEXT), 5)).declared_rows == 5


def test_units_of_other_columns_are_passed_over() -> None:
    listing = column(unit(store(20, 22), 3, "55", "99"), unit(store(1, 6, NEXT), 14))
    assert (len(listing.rows), listing.declared_rows) == (6, 14)


def test_several_units_of_the_column_are_all_read() -> None:
    listing = column(unit(store(1, 6), 8, "55"), unit(store(10, 15), 9, "56"))
    assert (len(listing.rows), listing.declared_rows, len(listing.next)) == (12, 17, 2)
    assert [query(listing, place)["unitid"] for place in (0, 1)] == ["55", "56"]


def test_where_no_unit_names_the_column_all_count() -> None:
    listing = column(unit(store(1, 3), 3, "55", "98"), unit(store(10, 12), 3, "56", "99"))
    assert (len(listing.rows), listing.declared_rows) == (6, 6)


def test_dates_over_several_lines_and_numbers_that_look_like_dates() -> None:
    rows = record(1, "2024-\n01-\n23") + record(2, "2026-02-00018 2024-01-24") + record(3, "近日")
    listing = column(unit(f"<datastore><recordset>{rows}</recordset></datastore>", 3))
    assert [row.date for row in listing.rows] == ["2024-01-23", "2024-01-24", None]


def test_a_record_s_article_is_its_longest_link() -> None:
    xml = (
        "<datastore><recordset><record><![CDATA[<tr><td><a href='/col/col1/index.html'>[年报]</a>"
        "<a href='/art/2024/1/9/art_1_9.html'>测试区工作情况报告</a></td>"
        "<td>2024-01-09</td></tr>]]></record>"
        "<record><![CDATA[<li>没有链接</li>]]></record></recordset></datastore>"
    )
    (row,) = column(unit(xml, 1)).rows
    assert (row.title, row.date) == ("测试区工作情况报告", "2024-01-09")


def answer(
    xml: str, window: str = "startrecord=7&endrecord=12&perpage=2&page=1&columnid=18658&unitid=7927"
) -> Listing:
    return FAMILY.listing(capture(xml, url=f"{PROXY}?{window}"))


TOTAL = "<totalrecord>14</totalrecord><totalpage>7</totalpage>"
RELATIVE = (
    "<nextgroup><![CDATA[<a "
    'href="./dataproxy.jsp?page=2&webid=36&columnid=18658&unitid=7927'
    '&webname=测试区"></a>]]></nextgroup>'
)


def test_an_answer_is_a_page_of_the_list() -> None:
    listing = answer(store(7, 12, TOTAL + RELATIVE))
    assert (listing.page, len(listing.rows), listing.declared_rows) == (2, 6, 14)
    assert listing.rows[0].url == f"{ROOT}/art/2024/1/7/art_18658_7.html"


def test_an_answer_leads_on_by_its_own_link_and_the_moved_window() -> None:
    listing = answer(store(7, 12, TOTAL + RELATIVE))
    asked = query(listing)
    assert listing.next[0].url.startswith(PROXY)
    assert (asked["page"], asked["startrecord"], asked["endrecord"]) == ("2", "13", "18")


def test_an_answer_without_a_link_counts_on_by_itself() -> None:
    asked = query(answer(store(7, 12, TOTAL)))
    assert (asked["page"], asked["startrecord"], asked["unitid"]) == ("2", "13", "7927")


def test_a_build_that_gives_fewer_rows_is_followed_by_what_it_gave() -> None:
    asked = query(answer(store(7, 8, TOTAL)))
    assert (asked["startrecord"], asked["endrecord"], asked["page"]) == ("9", "14", "2")


def test_the_last_answer_leads_nowhere() -> None:
    last = answer(store(13, 14, TOTAL), "startrecord=13&endrecord=18&perpage=2&page=2")
    assert (last.page, len(last.rows), last.next) == (3, 2, ())


def test_an_answer_in_the_page_dialect_alone() -> None:
    listing = answer(store(7, 12, RELATIVE), "page=1&columnid=18658&unitid=7927")
    assert listing.page == 2
    assert query(listing)["page"] == "2"


@pytest.mark.parametrize(
    "body",
    [
        "<datastore><recordset></recordset></datastore>",
        "<datastore>\n<recordset>\n\n</recordset>\n</datastore>\n\n\n\n\n",
        "",
    ],
)
def test_an_empty_answer_is_an_empty_listing(body: str) -> None:
    listing = answer(body)
    assert (listing.rows, listing.declared_rows, listing.next) == ((), None, ())


def test_an_answer_in_gbk() -> None:
    listing = FAMILY.listing(
        capture(
            store(7, 12, TOTAL).encode("gb18030"),
            url=f"{PROXY}?startrecord=7&endrecord=12",
            headers=(("content-type", "text/xml;charset=gb2312"),),
        )
    )
    assert listing.rows[0].title == "测试区第7号工作情况报告"


def test_a_column_that_prints_its_rows_itself() -> None:
    rows = "".join(
        (
            f"<li><a href='/art/2024/1/{n}/art_1_{n}.html'>"
            f"测试区第{n}号工作情况报告</a><span>2024-01-0{n}</span></li>"
        )
        for n in range(1, 4)
    )
    listing = column(f"<ul>{rows}</ul><div class='default_pgTotal'>共9条 共3页</div>")
    assert (len(listing.rows), listing.declared_rows, listing.declared_pages) == (3, 9, 3)


def test_a_column_without_any_list_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="datastore"):
        column("<p>栏目建设中</p>")


HEADER = (
    "<table><tr><td>索引号:</td>"
    "<td>11420800MB0W32466T/2024-00045</td><td>信息分类:</td>"
    "<td>主动公开</td></tr>"
    "<tr><td>发布机构:</td><td>测试新区管理委员会</td><td>生成日期:</td><td>2024-03-25</td></tr>"
    "<tr><td>文　　号:</td><td></td><td>有 效 性:</td><td>有效</td></tr></table>"
)


def detail(body: str, zoom: str = "id='zoom'") -> str:
    return (
        "<html><head><title>测试区 年报</title><meta name='Maketime' content='2024-05-06 10:21:43'>"
        f"</head><body><div id='c'>{HEADER}<table><tr><td class='title'>"
        f"<!--<$[标题名称(html)]>begin-->{TITLE}"
        "<!--<$[标题名称(html)]>end--></td></tr><tr><td>"
        "<span>发布日期:2024-03-25 09:06</span><span>信息来源:"
        "<!--<$[信息来源]>begin-->测试新区管理委员会<!--<$[信息来源]>end--></span></td></tr>"
        f"<tr><td><div {zoom}><!--<$[信息内容]>begin-->"
        f"<!--ZJEG_RSS.content.begin--><meta name='ContentStart'>{body}"
        "<meta name='ContentEnd'><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div></td></tr>"
        "<tr><td><a href='javascript:window.print()'>打印</a> <a "
        "href='javascript:window.close()'>关闭</a></td></tr></table></div>"
        "<a href='http://www.hanweb.com' style='display:none'>"
        "Produced By 大汉网络 大汉版通发布系统</a></body></html>"
    )


def read(source: str) -> RawReport:
    report = FAMILY.report(capture(source, url=ARTICLE))
    assert isinstance(report, RawReport)
    return report


@pytest.mark.parametrize("zoom", ["id='zoom'", "id='Zoom'", "class='wz_nr'"])
def test_an_article(zoom: str) -> None:
    report = read(detail(f"<p>\u3000\u3000{PROSE}</p><p>2024年3月23日</p>", zoom))
    assert report.title == TITLE
    assert report.body == f"{PROSE}\n2024年3月23日"
    assert dict(report.header) == {
        "索引号": "11420800MB0W32466T/2024-00045",
        "信息分类": "主动公开",
        "发布机构": "测试新区管理委员会",
        "生成日期": "2024-03-25",
        "文号": "",
        "有效性": "有效",
        "发布日期": "2024-03-25 09:06",
        "信息来源": "测试新区管理委员会",
    }
    assert report.family == "hanweb"


def test_downloads_without_an_extension_in_their_path() -> None:
    link = "<p><a href='/module/download/downfile.jsp?classid=0&filename=ab12.pdf'>附表.pdf</a></p>"
    (file,) = read(detail(f"<p>{PROSE}</p>{link}")).attachments
    assert (file.name, file.url) == (
        "附表.pdf",
        f"{ROOT}/module/download/downfile.jsp?classid=0&filename=ab12.pdf",
    )


def test_an_article_s_address_that_shows_the_home_page_is_unreadable() -> None:
    links = "<li><a href='/col/col1/index.html'>要闻</a></li>" * 40
    home = (
        f"<html><head><title>测试区</title>"
        f"<meta name='SiteName' content='测试区'></head><body>"
        f"<ul>{links}</ul></body></html>"
    )
    with pytest.raises(UnreadableError, match="home page"):
        FAMILY.report(capture(home, url=ARTICLE))


@pytest.mark.parametrize(
    ("source", "url", "weight"),
    [
        ("<script type='text/xml'><datastore></datastore></script>", ROOT, 95),
        ("<meta name='Author' content='大汉网络'>", ROOT, 95),
        ("<!--<$[标题]>begin-->", ROOT, 90),
        ("<script src='/module/jslib/jquery.js'></script>", ROOT, 85),
        ("<p>x</p>", ARTICLE, 70),
        ("<p>x</p>", f"{ROOT}/zc/art/2024/art_1bdc8839bf0f489f83b669e8a2bbde86.html", 70),
        ("<p>x</p>", COLUMN, 60),
    ],
)
def test_evidence(source: str, url: str, weight: int) -> None:
    evidence = FAMILY.matches(capture(source, url=url))
    assert evidence is not None
    assert (evidence.family, evidence.weight) == ("hanweb", weight)


def test_no_evidence() -> None:
    assert FAMILY.matches(capture("<p>x</p>", url=ROOT)) is None
