"""郑州政务公开平台."""

from __future__ import annotations

import pytest

from govreports.families.base import UnreadableError
from govreports.families.zhengzhou import Zhengzhou, bare_pairs
from govreports.reading.flow import header_flow
from govreports.reading.header import pairs_of_lines
from govreports.records import Ask, BodyState, RawReport
from tests.reading.pages import PROSE, capture, element

FAMILY = Zhengzhou()
LIST = "https://public.example.gov.cn/?a=dir&h=1&p=D0104X"
ARTICLE = "https://public.example.gov.cn/D0104X/8400001.jhtml"
TITLE = "测试区财政局2023年度工作总结"


def card(*values: tuple[str, str], name: str = "pubinfo-card") -> str:
    items = "".join(
        f'<li><i icon="x" title="{label}"></i><em>{value}</em></li>' for label, value in values
    )
    return f'<ul class="{name}">{items}</ul>'


def row(number: int, title: str, date: str = "", after: str = "") -> str:
    shown = f"<em>{date}</em>" if date else ""
    return (
        f'<a class="list_item_pubinfo_a" href="/D0104X/{number}.jhtml" target="_blank">'
        f"<span>{title}</span>{shown}</a>{after}"
    )


def listed(rows: str, pager: str = "", name: str = "page-list") -> str:
    return (
        f'<html><body><ul class="{name}">{rows}</ul>'
        f'<div class="page-tile">{pager}</div></body></html>'
    )


def detail(header: str, body: str, after: str = "") -> str:
    return (
        f"<html><head><title>{TITLE}-政务公开</title></head><body>{header}"
        f'<div class="content-wrap"><div class="content-title">\n{TITLE}\n</div>'
        f'<div class="content-txt ">{body}</div>{after}</div>'
        '<div class="main-foot"><span>主办单位：测试区人民政府办公室</span></div></body></html>'
    )


def read(source: str) -> RawReport:
    report = FAMILY.report(capture(source, url=ARTICLE))
    assert isinstance(report, RawReport)
    return report


PAGER = "<a>上一页</a><a>1</a><a>2</a><a>3</a><a>下一页</a>"


def test_rows_are_direct_anchors_with_title_and_date() -> None:
    rows = row(1, "甲局工作总结", "2024-03-01") + row(2, "乙局工作总结", "2024-02-01")
    listing = FAMILY.listing(capture(listed(rows, PAGER), url=LIST))
    assert [(one.url, one.title, one.date) for one in listing.rows] == [
        ("https://public.example.gov.cn/D0104X/1.jhtml", "甲局工作总结", "2024-03-01"),
        ("https://public.example.gov.cn/D0104X/2.jhtml", "乙局工作总结", "2024-02-01"),
    ]


def test_the_other_name_of_the_list() -> None:
    listing = FAMILY.listing(
        capture(listed(row(1, "甲", "2024-01-01"), name="common-list"), url=LIST)
    )
    assert len(listing.rows) == 1


def test_a_row_s_card_is_its_header_and_its_hidden_twin_is_none() -> None:
    values = (("索引号", "005/2024-00001"), ("发布机构", "甲局"), ("发布日期", "2024-03-01"))
    cards = card(*values) + card(("索引号", "x"), name="pubinfo-card-list-m hidden")
    rows = row(1, "甲局工作总结", after=cards) + row(2, "乙局工作总结", after=card())
    first, second = FAMILY.listing(capture(listed(rows), url=LIST)).rows
    assert first.header == values
    assert first.date == "2024-03-01"
    assert (second.header, second.date) == ((), None)


def test_a_title_cut_in_the_list_is_whole_in_its_attribute() -> None:
    link = (
        '<a href="/D0104X/1.jhtml" title="测试区甲局2023年度工作总结">'
        "<span>测试区甲局2023…</span></a>"
    )
    (only,) = FAMILY.listing(capture(listed(link), url=LIST)).rows
    assert only.title == "测试区甲局2023年度工作总结"


def test_links_that_are_no_rows_are_passed_over() -> None:
    rows = '<a href="javascript:;"><span>更多</span></a><a href="/x.jhtml"><span></span></a>' + row(
        1, "甲", "2024-01-01"
    )
    assert len(FAMILY.listing(capture(listed(rows), url=LIST)).rows) == 1


def test_the_first_page_leads_to_the_second() -> None:
    listing = FAMILY.listing(capture(listed(row(1, "甲"), PAGER), url=LIST))
    assert (listing.page, listing.declared_pages, listing.declared_rows) == (1, 3, None)
    assert listing.next == (Ask(f"{LIST}&page=2"),)


def test_a_later_page_leads_on_and_the_last_one_does_not() -> None:
    page = FAMILY.listing(capture(listed(row(1, "甲"), PAGER), url=f"{LIST}&page=2"))
    assert (page.page, page.next) == (2, (Ask(f"{LIST}&page=3"),))
    last = FAMILY.listing(capture(listed(row(1, "甲"), PAGER), url=f"{LIST}&page=3"))
    assert (last.page, last.next) == (3, ())


def test_other_parameters_of_the_address_stay() -> None:
    url = "https://public.example.gov.cn/?a=path&d=19&page=1&p=D12Y&q="
    (ask,) = FAMILY.listing(capture(listed(row(1, "甲"), PAGER), url=url)).next
    assert ask.url == "https://public.example.gov.cn/?a=path&d=19&p=D12Y&q=&page=2"


def test_a_list_without_a_pager_declares_nothing() -> None:
    listing = FAMILY.listing(capture('<ul class="page-list"></ul>', url=LIST))
    assert (listing.rows, listing.declared_pages, listing.next) == ((), None, ())


def test_a_page_without_a_list_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="page-list"):
        FAMILY.listing(capture("<html><body><p>维护中</p></body></html>", url=LIST))


def test_labels_stand_in_the_titles_of_icons() -> None:
    header = card(
        ("索引号", "005/2024-00001"),
        ("发布机构", "甲局"),
        ("关键词", "规划,计划"),
        ("体裁", "报告"),
    )
    report = read(detail(f'<div class="pubinfo-card-wrap">{header}</div>', f"<p>{PROSE}</p>"))
    assert report.header == (
        ("索引号", "005/2024-00001"),
        ("发布机构", "甲局"),
        ("关键词", "规划,计划"),
        ("体裁", "报告"),
    )
    assert (report.title, report.body, report.slots, report.family) == (
        TITLE,
        PROSE,
        (),
        "zhengzhou",
    )


def test_a_label_that_is_new_is_handed_over() -> None:
    report = read(detail(card(("索引号", "005"), ("办件热度", "高")), f"<p>{PROSE}</p>"))
    assert report.header == (("索引号", "005"), ("办件热度", "高"))


def test_bare_values_are_slots_in_their_order() -> None:
    values = [
        "005/2024-00001",
        "甲局",
        "工作信息",
        "2024-03-01",
        "2024-03-01",
        "报告",
        "测财〔2024〕7号",
        "有效",
    ]
    header = (
        '<ul class="pubinfo-card">'
        + "".join(f"<li><i icon='h'></i><em>{value}</em></li>" for value in values)
        + "</ul>"
    )
    report = read(detail(header, f"<p>{PROSE}</p>"))
    assert report.slots == tuple(values)
    assert report.header == ()


def test_the_foot_lends_no_label() -> None:
    assert read(detail(card(("索引号", "005")), f"<p>{PROSE}</p>")).header == (("索引号", "005"),)


def test_a_report_whose_text_is_in_a_file() -> None:
    files = (
        '<div class="content-relative attachment "><div>附件</div><ul><li>'
        '<a href="/attachment/%E6%80%BB%E7%BB%93.pdf?token==">工作总结.pdf</a></li></ul></div>'
    )
    report = read(detail(card(("索引号", "005")), "", files))
    assert (report.body, report.body_state) == (None, BodyState.ATTACHMENT)
    assert [file.name for file in report.attachments] == ["工作总结.pdf"]


def test_departments_pages_have_other_names() -> None:
    source = (
        f"<html><head><title>x</title></head><body><div><div class='big-title'>{TITLE}</div>"
        "<div class='content-small-title'><span>来源：甲日报</span>"
        "<span>时间：2024-03-01 10:08</span></div>"
        f"<div class='news_content_content'><p>{PROSE}</p></div></div>"
        "<div class='news_content_attachments'>"
        "<a href='/u/cms/x/202403/010941060n2v.docx'>附表.docx</a></div>"
        "</body></html>"
    )
    report = read(source)
    assert (report.title, report.body) == (TITLE, PROSE)
    assert dict(report.header) == {"来源": "甲日报", "时间": "2024-03-01 10:08"}
    assert [file.name for file in report.attachments] == ["附表.docx"]


def test_a_page_that_is_no_article_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        FAMILY.report(capture("<html><title>404</title><body>x</body></html>", url=ARTICLE))


@pytest.mark.parametrize(
    ("source", "url", "weight"),
    [
        (card(("索引号", "005")), "http://127.0.0.1/x", 95),
        ('<div class="page-tile"></div>', "http://127.0.0.1/x", 90),
        ("<p>x</p>", "https://public.example.gov.cn/?a=dir", 85),
        ('<script src="/r/cms/public/cn/js/nav.js"></script>', "http://127.0.0.1/", 80),
        ("<p>x</p>", "http://127.0.0.1:81/D0104X/12.jhtml", 70),
    ],
)
def test_evidence(source: str, url: str, weight: int) -> None:
    evidence = FAMILY.matches(capture(source, url=url))
    assert evidence is not None
    assert (evidence.family, evidence.weight) == ("zhengzhou", weight)


def test_no_evidence() -> None:
    assert FAMILY.matches(capture("<p>x</p>", url="https://www.example.gov.cn/a.html")) is None


ITEMS = [
    '<li>\n\t<i icon="h" title="索引号"></i>\n\t<em>005272013/2021-00009</em>\n</li>',
    '<li><i title="索 引 号："></i><em>1</em></li>',
    '<li><i class="icon" title="发布机构"></i> <em></em></li>',
    '<li><i title="发布机构"></i><em>\u3000区财政局 &nbsp;办公室</em> 盖章</li>',
    '<li>▪ <i title="文号"></i><em>金政〔2021〕3号</em></li>',
    '<li><i title="文号">文号</i><em>金政〔2021〕3号</em></li>',
    '<li><i title="文号"></i><em title="体裁">报告</em></li>',
    '<li><i title="文号"></i><em style="display:none">金政〔2021〕3号</em></li>',
    '<li><i title="文号" style="display:none"></i><em>金政〔2021〕3号</em></li>',
    '<li><i title="文号" hidden></i><em>金政〔2021〕3号</em></li>',
    '<li><i title="文号"></i><em>金政<b>〔2021〕3号</b></em></li>',
    '<li><i title="文号"><b></b></i><em>金政〔2021〕3号</em></li>',
    '<li><i title="文号"></i><!-- 旧 --><em>金政〔2021〕3号</em></li>',
    '<li><i title="无此标签"></i><em>甲</em></li>',
    "<li><i></i><em>甲</em></li>",
    '<li><em>甲</em><i title="文号"></i></li>',
    '<li style="display:none"><i title="文号"></i><em>金政〔2021〕3号</em></li>',
    "<li>文号：金政〔2021〕3号</li>",
    "<li></li>",
]


BARE = [
    '<li>\n\t<i icon="h" title="索引号"></i>\n\t<em>005272013/2021-00009</em>\n</li>',
    '<li><i title="索 引 号："></i><em>1</em></li>',
    '<li><i class="icon" title="发布机构"></i> <em></em></li>',
    '<li><i title="发布机构"></i><em>\u3000区财政局 &nbsp;办公室 | </em></li>',
    '<li><i title="发布机构"></i><em>区\n\t财政局【</em></li>',
    '<li><i title="文号"></i><em>金政〔2021〕3号</em></li>',
    '<li><i title="发布日期"></i><em>2021-03-01 10:30</em></li>',
    '<li><i title="备注"></i><em>来源：区财政局</em></li>',
    '<li><i title="备注"></i><em>见[文号]金政3号</em></li>',
    '<li><i title="主题分类"></i><em>体裁</em></li>',
    f'<li><i title="备注"></i><em>{"无" * 65}</em></li>',
]


@pytest.mark.parametrize("item", ITEMS + BARE)
def test_an_item_that_needs_no_walk_reads_as_the_walk_reads_it(item: str) -> None:
    parsed = element(item)
    assert bare_pairs(parsed) in ([], pairs_of_lines(header_flow(parsed).lines))


@pytest.mark.parametrize("item", BARE)
def test_a_bare_item_needs_no_walk(item: str) -> None:
    assert bare_pairs(element(item))
