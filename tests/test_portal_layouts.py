"""Headers as portals of provinces, cities and ministries lay them out, around a text of ours.

Each layout is a template that several portals share; values and texts are made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from govreports.extraction import read_page
from tests.reading.pages import PROSE, capture

if TYPE_CHECKING:
    from govreports.records import Report

URL = "http://www.example.gov.cn/zwgk/zcwj/{file}"
TITLE = "测试区人民政府关于印发节约用水管理办法的通知"
FIRST = "各镇人民政府，区政府各部门："
LAST = "2023年3月1日"
TEXT = f"<p>{FIRST}</p><p>{PROSE}</p><p>{PROSE}</p><p>测试区人民政府</p><p>{LAST}</p>"
MENU = (
    '<div class="top"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>'
    '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a>'
    " &gt; 正文</div>"
)
FOOT = (
    '<div class="footer"><p>主办单位：测试区人民政府办公室　地址：测试路1号　'
    "网站标识码：1101010001</p>"
    '<p><a href="http://beian.miit.gov.cn">京ICP备00000001号</a></p></div>'
)


@dataclass(frozen=True)
class Layout:
    """`body` is what stands between menu and foot; `stated` what its header says."""

    name: str
    body: str
    stated: dict[str, Any] = field(default_factory=dict)
    head: str = ""
    title: str = TITLE
    file: str = "a.html"
    first: str = FIRST
    last: str = LAST


def cells(*pairs: tuple[str, str], per_row: int = 2, cell: str = "td", colon: str = "：") -> str:
    rows = [pairs[start : start + per_row] for start in range(0, len(pairs), per_row)]
    return "".join(
        "<tr>" + "".join(f"<{cell}>{k}{colon}</{cell}><td>{v}</td>" for k, v in row) + "</tr>"
        for row in rows
    )


ALL = {
    "index_number": "005279426/2023-00015",
    "publisher": "测试区人民政府办公室",
    "document_number": "测政发〔2023〕7号",
    "issued_on": "2023-03-01",
    "published_on": "2023-03-05",
}
PAIRS = (
    ("索引号", "005279426/2023-00015"),
    ("发布机构", "测试区人民政府办公室"),
    ("文号", "测政发〔2023〕7号"),
    ("成文日期", "2023-03-01"),
    ("发布日期", "2023年03月05日"),
)
H1 = f"<h1>{TITLE}</h1>"
ZOOM = f'<div id="zoom">{TEXT}</div>'

LAYOUTS = (
    Layout(
        "items of a grid, labels in <strong> with wide gaps",
        '<div class="row metadata_content">'
        + "".join(
            f'<div class="metadata_item"><strong>{label[0]}&nbsp;&nbsp;{label[1:]}：'
            f"</strong>{value}</div>"
            for label, value in PAIRS
        )
        + f'</div><h2 class="center">{TITLE}</h2><div class="article-content">'
        f'<div class="view TRS_UEDITOR">{TEXT}</div></div>',
        ALL,
    ),
    Layout(
        "a list of one pair an item, with labels that no record has",
        "<ul class='xly_msg_ul'>"
        "<li><b>索引号：</b>430S00/2023-00001</li><li>文号：测政办发〔2023〕1号</li>"
        "<li>统一登记号：CSPR-2023-01001</li><li>公开责任部门：测试区政府办公室</li>"
        "<li>生效日期：2023-01-05</li><li>信息时效期：2028-01-05</li><li>签署日期：2023-01-05</li>"
        "<li>登记日期：2023-01-06</li><li>所属主题：综合政务</li><li>公开方式：政府网站</li>"
        f"<li>公开范围：全部公开</li></ul><h2>{TITLE}</h2><div class='zt-show'>{TEXT}</div>",
        {
            "index_number": "430S00/2023-00001",
            "document_number": "测政办发〔2023〕1号",
            "publisher": "测试区政府办公室",
            "issued_on": "2023-01-05",
            "effective_on": "2023-01-05",
            "expires_on": "2028-01-05",
        },
    ),
    Layout(
        "labels in brackets that stand apart from their values",
        '<table class="gkxl-top"><tr>'
        + "</tr><tr>".join(
            f"<td class='t1'>[ {a[0]} ]</td><td>{a[1]}</td>"
            f"<td class='t1'>[ {b[0]} ]</td><td>{b[1]}</td>"
            for a, b in (
                (PAIRS[0], PAIRS[1]),
                (("发文字号", PAIRS[2][1]), ("有 效 性", "有效")),
                (PAIRS[3], PAIRS[4]),
            )
        )
        + f"</tr></table><div class='zcwjk-xlcon'><h3>{TITLE}</h3>{TEXT}</div>",
        {**ALL, "validity": "有效"},
    ),
    Layout(
        "brackets around labels and a validity in brackets",
        f"<div class='easysite-news-title'><h2>{TITLE}</h2></div><div class='law-info'>"
        "<p>【法规类型】 规范性文件　【内容类别】 其他</p>"
        "<p>【文　号】 测政发〔2023〕7号　【发文机关】测试区人民政府</p>"
        "<p>【发布日期】2023-03-05　【生效日期】2023-04-01</p>"
        f"<p>【效　力】[有效]　【效力说明】</p></div><div class='easysite-news-text'>{TEXT}</div>",
        {
            "document_number": "测政发〔2023〕7号",
            "publisher": "测试区人民政府",
            "published_on": "2023-03-05",
            "effective_on": "2023-04-01",
            "validity": "有效",
        },
    ),
    Layout(
        "a table in pairs of cells padded with ideographic spaces",
        "<table>"
        + cells(("名　　称", TITLE), per_row=1, colon="")
        + cells(
            ("索 引 号", "005279426/2023-00015"),
            ("分　　类", "综合政务"),
            ("发布机关", "测试区人民政府办公室"),
            ("生成日期", "2023年03月01日"),
            ("文　　号", "测政发[2023]7号"),
            ("主 题 词", "水利 管理"),
            colon="",
        )
        + f"</table><h1>{TITLE}</h1><div class='content_body_box'>{TEXT}</div>",
        {k: v for k, v in ALL.items() if k != "published_on"},
    ),
    Layout(
        "one line of time, source, counter and font sizes",
        f"{H1}<div class='source'>发布时间：2023-03-05&nbsp;&nbsp;&nbsp;来源：测试区水利局&nbsp;"
        "&nbsp;浏览次数：<script>document.write(1)</script>&nbsp;"
        "字号：[ <a>大</a> <a>中</a> <a>小</a> ]</div>" + ZOOM,
        {"published_on": "2023-03-05", "source": "测试区水利局"},
    ),
    Layout(
        "the values alone, divided by bars",
        f"{H1}<div class='info'><span>2023-03-05 10:20</span> | <span>测试区水利局</span></div>"
        + ZOOM,
        {"published_on": "2023-03-05", "published_at": "2023-03-05T10:20:00+08:00"},
    ),
    Layout(
        "a definition list with its colons drawn by style sheets",
        "<dl class='clearfix'>"
        + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in PAIRS)
        + f"</dl>{H1}{ZOOM}",
        ALL,
    ),
    Layout(
        "spans for label and value in one list item each",
        "<ul class='m-lst36'>"
        + "".join(f"<li><span>{label}：</span><span>{value}</span></li>" for label, value in PAIRS)
        + f"</ul>{H1}{ZOOM}",
        ALL,
    ),
    Layout(
        "paragraph by paragraph, space before the colon",
        H1 + "".join(f"<p>{label} ：{value}</p>" for label, value in PAIRS) + ZOOM,
        ALL,
    ),
    Layout(
        "a table whose first column is a picture cell over all rows",
        "<table><tr><td rowspan='3'><img src='/images/ico.png'></td>"
        + cells(*PAIRS[:2])[4:]
        + cells(*PAIRS[2:])
        + f"</table>{H1}{ZOOM}",
        ALL,
    ),
    Layout(
        "labels and values in nested one-cell tables",
        "<table><tr>"
        + "".join(
            f"<td><table><tr><td><b>{label}：</b></td><td><span>{value}</span></td></tr></table></td>"
            for label, value in PAIRS
        )
        + f"</tr></table>{H1}{ZOOM}",
        ALL,
    ),
    Layout(
        "the header below the title, the 文号 on a line of its own above the text",
        f"{H1}<p class='wh'>测政发〔2023〕7号</p><p class='sj'>发布时间：2023-03-05</p>{ZOOM}",
        {"document_number": "测政发〔2023〕7号", "published_on": "2023-03-05"},
    ),
    Layout(
        "a twin of the header for phones",
        "<div class='visible-xs'>"
        + "".join(f"<p>{label}：{value}</p>" for label, value in PAIRS)
        + "</div><table class='hidden-xs'>"
        + cells(*PAIRS)
        + f"</table>{H1}{ZOOM}",
        ALL,
    ),
    Layout(
        "a header with empty values and 无",
        "<table>"
        + cells(
            ("索引号", ""),
            ("发布机构", "测试区人民政府办公室"),
            ("文号", "无"),
            ("成文日期", "2023-03-01"),
            ("有效性", "&nbsp;"),
            ("主题词", "-"),
        )
        + f"</table>{H1}{ZOOM}",
        {
            "index_number": None,
            "publisher": "测试区人民政府办公室",
            "document_number": None,
            "issued_on": "2023-03-01",
            "validity": None,
            "keywords": [],
        },
    ),
    Layout(
        "dates in brackets and behind the title",
        f"<div class='tit'>{TITLE}</div><div class='date'>（2023-03-05）</div>{ZOOM}",
        {"published_on": "2023-03-05"},
    ),
    Layout(
        "the title in a cell, the header in the cell below, the text in a third",
        f"<table width='90%'><tr><td class='titlestyle'>{TITLE}</td></tr>"
        "<tr><td>2023-03-05 08:30&nbsp;&nbsp;来源：测试区水利局&nbsp;&nbsp;"
        "点击：<script>x()</script></td></tr>"
        f"<tr><td class='contentstyle'>{TEXT}</td></tr></table>",
        {"published_on": "2023-03-05", "source": "测试区水利局"},
    ),
    Layout(
        "source and time behind the text",
        f"{H1}{ZOOM}<div class='from'>来源：测试区水利局　发布时间：2023-03-05</div>",
        {"published_on": "2023-03-05", "source": "测试区水利局"},
    ),
    Layout(
        "a document's own title in the text, over three lines",
        f"{H1}<div>发布时间：2023-03-05</div><div id='zoom'><p>测试区人民政府</p>"
        f"<p>关于印发节约用水管理办法的通知</p>{TEXT}</div>",
        {"published_on": "2023-03-05"},
    ),
    Layout(
        "no title but in the text and in a page's name with the journal behind it",
        f"<div>2023-03-05</div><div id='zoom'><p>测试区人民政府</p><p>关于印发节约用水管理办法</p>"
        f"<p>的通知</p>{TEXT}</div>",
        {"title": TITLE},
        title=f"{TITLE}__2023年第3号测试区政府公报",
    ),
    Layout(
        "tools and neighbours around the text in its own container",
        f"{H1}<div class='content'><p>【字体：大 中 小】</p>{TEXT}<p>【打印本页】【关闭窗口】</p>"
        "<p>上一篇：<a href='b.html'>关于召开年度会议的通知</a></p><p>下一篇：没有了</p>"
        "<p>责任编辑：某某</p></div><div>发布日期：2023-03-05</div>",
        {"published_on": "2023-03-05"},
    ),
    Layout(
        "the penalty table's own number is no 文号 of the page",
        f"{H1}<div>发布时间：2023-03-05</div><div id='zoom'><table>"
        "<tr><td>行政处罚决定书文号</td><td>测水罚决字〔2023〕3号</td></tr>"
        f"<tr><td>主要违法事实</td><td>{PROSE}</td></tr>"
        f"<tr><td>处罚依据</td><td>{PROSE}</td></tr></table></div>",
        {"document_number": None, "published_on": "2023-03-05"},
        first="行政处罚决定书文号\t测水罚决字〔2023〕3号",
        last=f"处罚依据\t{PROSE}",
    ),
)


def read(layout: Layout) -> Report:
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{layout.title}</title>"
        f"{layout.head}</head><body>{MENU}<div class='main'>{layout.body}</div>{FOOT}</body></html>"
    )
    found = read_page(capture(page, URL.format(file=layout.file)), lambda _: None)
    assert found.error is None, found.error
    return found.report


def plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.name)
def test_the_title_is_the_article_s(layout: Layout) -> None:
    assert read(layout).title == TITLE


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.name)
def test_the_header_s_values_are_read(layout: Layout) -> None:
    found = read(layout)
    assert {name: plain(getattr(found, name)) for name in layout.stated} == layout.stated


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.name)
def test_the_text_begins_and_ends_where_it_does(layout: Layout) -> None:
    lines = (read(layout).body or "").split("\n")
    assert (lines[0], lines[-1]) == (layout.first, layout.last)
