"""What is cut off around a text, and what must stay in it."""

from __future__ import annotations

import pytest

from govreports.reading.flow import body_flow
from govreports.reading.furniture import is_header_line, is_tool_bar, part
from tests.reading.pages import element

TITLE = "测试区司法局2023年度法治政府建设情况报告"


def parted(fragment: str, title: str = TITLE) -> tuple[list[str], list[str]]:
    result = part(body_flow(element(f"<div>{fragment}</div>")).lines, title)
    return [line.text for line in result.body], [line.text for line in result.header]


def kept(fragment: str, title: str = TITLE) -> list[str]:
    return parted(fragment, title)[0]


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_a_plain_text_is_kept_whole() -> None:
    lines = [
        "区人民政府：",
        "现报告如下：",
        "一、总体情况",
        "特此报告。",
        "测试区司法局",
        "2024年3月1日",
    ]
    assert kept(paragraphs(*lines)) == lines


@pytest.mark.parametrize("last", ["0\t0\t12", "20240301", "7"])
def test_numbers_at_the_end_of_a_text_are_no_pager(last: str) -> None:
    cells = "".join(f"<td>{cell}</td>" for cell in last.split("\t"))
    table = f"<table><tr><td>合计</td><td>办结</td></tr><tr>{cells}</tr></table>"
    assert kept(f"<p>现将数据列表如下：</p>{table}")[-1] == last


def test_the_repeated_title_goes() -> None:
    assert kept(paragraphs(TITLE, "正文。")) == ["正文。"]


def test_the_title_over_several_lines_goes() -> None:
    assert kept(paragraphs("测试区司法局", "2023年度法治政府建设", "情况报告", "正文。")) == [
        "正文。"
    ]


def test_the_title_below_its_issuer_goes_with_it() -> None:
    assert kept(paragraphs("测试区人民政府办公室", TITLE, "正文。")) == ["正文。"]


def test_the_title_goes_once_only() -> None:
    assert kept(paragraphs(TITLE, TITLE, "正文。")) == [TITLE, "正文。"]


def test_a_title_below_a_document_number_stays_with_it() -> None:
    lines = ["测司发〔2024〕3号", TITLE, "正文。"]
    assert kept(paragraphs(*lines)) == lines


def test_a_first_line_that_only_begins_like_the_title_stays() -> None:
    assert kept(paragraphs(f"{TITLE}已经印发，请认真学习。")) == [f"{TITLE}已经印发，请认真学习。"]


def test_without_a_title_nothing_is_taken_for_it() -> None:
    assert part(body_flow(element("<p>正文。</p>")).lines, None).body[0].text == "正文。"


@pytest.mark.parametrize(
    "line",
    [
        "【字体：大 中 小】",
        "字号：[ 大 中 小 ]",
        "点击数：",
        "浏览次数：123",
        "（点击: ）",
        "【打印】【关闭】",
        "打印本页 | 关闭窗口",
        "分享到： 微信 微博",
        "扫一扫在手机打开当前页",
        "当前位置：首页 > 政务公开 > 年度报告",
        "您现在的位置：首页",
        "首页 > 信息公开",
        "背景颜色：默认",
        "语音播报",
        "A- A A+",
    ],
)
def test_tools_at_the_head_go(line: str) -> None:
    assert kept(paragraphs(line, "正文。")) == ["正文。"]


@pytest.mark.parametrize(
    "line",
    [
        "【关闭窗口】",
        "【打印本页】【关闭窗口】",
        "打印 关闭",
        "上一篇：测试区财政局工作报告",
        "下一条：没有了",
        "责任编辑：信息中心",
        "来源：测试区司法局",
        "扫一扫在手机打开当前页",
        "分享到：",
        "附件【<a href='/system/_content/download.jsp?wbfileid=1'>附表.docx</a>】已下载<i></i>次",
        "Produced By 大汉网络 大汉版通发布系统",
        "测ICP备00000000号-1",
        "版权所有：测试区人民政府",
        "返回顶部",
        "原文下载：<a href='/a.pdf'>全文.pdf</a>",
        "相关链接：",
        "附件下载：",
        "[1] [2] [3]",
        "点击查看（图文）",
    ],
)
def test_tools_at_the_tail_go(line: str) -> None:
    assert kept(paragraphs("正文。", "测试区司法局", line)) == ["正文。", "测试区司法局"]


@pytest.mark.parametrize(
    "line",
    [
        "（此件公开发布）",
        "特此报告。",
        "2024年3月1日",
        "附件：法治建设指标情况表",
        "附件1：分工表",
        "联系人：张某，电话：000",
        "抄送：区人大常委会办公室",
        "一、大力推进打印设备国产化",
    ],
)
def test_lines_of_the_document_at_the_tail_stay(line: str) -> None:
    assert kept(paragraphs("正文。", line)) == ["正文。", line]


def test_tools_in_the_middle_are_the_text_s_own() -> None:
    lines = ["正文一。", "打印", "上一篇：范例", "正文二。"]
    assert kept(paragraphs(*lines)) == lines


def test_several_tools_go_one_after_the_other() -> None:
    tail = [
        "扫一扫在手机打开当前页",
        "分享到：",
        "打印 关闭",
        "上一篇：无",
        "下一篇：无",
        "【关闭窗口】",
    ]
    assert kept(paragraphs("正文。", *tail)) == ["正文。"]


def test_the_page_s_header_in_the_container_is_handed_over() -> None:
    table = (
        "<table><tr><td>索引号</td><td>005</td><td>统一登记号</td><td>TEST-2024-1</td></tr>"
        "<tr><td>发布机构</td><td>甲局</td><td>文号</td><td></td></tr></table>"
    )
    body, header = parted(f"{table}<p>正文。</p>")
    assert body == ["正文。"]
    assert header == ["索引号\t005\t统一登记号\tTEST-2024-1", "发布机构\t甲局\t文号\t"]


def test_a_header_line_behind_the_repeated_title_is_handed_over() -> None:
    body, header = parted(paragraphs(TITLE, "2024-03-01 10:00 来源：甲局 点击数：", "正文。"))
    assert (body, header) == (["正文。"], ["2024-03-01 10:00 来源：甲局 点击数："])


@pytest.mark.parametrize(
    "line",
    [
        "时间：2024年3月5日",
        "地点：区政府会议室",
        "主题：宪法宣传",
        "名称：法治讲堂",
        "标题见附件：",
    ],
)
def test_an_invitation_s_lines_are_its_text(line: str) -> None:
    assert kept(paragraphs(line, "欢迎参加。")) == [line, "欢迎参加。"]


@pytest.mark.parametrize(
    ("line", "goes_on", "header"),
    [
        ("索引号：005", False, True),
        ("来源：甲局", False, True),
        ("公开范围：全部公开", False, False),
        ("公开范围：全部公开", True, True),
        ("2024-03-01 来源：甲局", False, True),
        ("据了解，来源：甲局", False, False),
        ("普通的一行。", True, False),
        ("索引号\t005", False, True),
        ("序号\t事项", False, False),
        ("办件热度：高", True, False),
    ],
)
def test_lines_of_a_header(line: str, goes_on: bool, header: bool) -> None:  # noqa: FBT001
    assert is_header_line(line, goes_on=goes_on) is header


@pytest.mark.parametrize(
    ("line", "tools"),
    [
        ("打印 | 关闭", True),
        ("【字体：大 中 小】", True),
        ("大中小企业", False),
        ("打印机采购", False),
        ("大", True),
    ],
)
def test_tool_bars(line: str, tools: bool) -> None:  # noqa: FBT001
    assert is_tool_bar(line) is tools


@pytest.mark.parametrize("tools", ["-", "A-", "字体大小"])
def test_a_line_of_tools_that_ends_in_prose_is_told_at_once(tools: str) -> None:
    assert is_tool_bar(tools * 39)
    assert not is_tool_bar(tools * 39 + "依法")


def test_links_to_other_articles_at_the_end_go_with_their_rubric() -> None:
    related = (
        "<p>相关链接：</p><p><a href='/a.html'>一图读懂年度报告</a></p>"
        "<p>2.<a href='/b.html'>政策问答</a></p>"
    )
    assert kept(f"{paragraphs('正文。', '测试区司法局')}{related}") == ["正文。", "测试区司法局"]


def test_a_link_to_an_interpretation_goes() -> None:
    line = f"<p><a href='/c.html'>《{TITLE}》政策解读</a></p>"
    assert kept(f"{paragraphs('正文。')}{line}") == ["正文。"]


def test_other_articles_files_are_named_as_related() -> None:
    fragment = "<div><p>正文。</p><p>相关链接：</p><p><a href='/a.docx'>问答.docx</a></p></div>"
    result = part(body_flow(element(fragment)).lines, TITLE)
    assert [line.text for line in result.body] == ["正文。"]
    assert [line.text for line in result.related] == ["问答.docx"]


def test_file_names_that_the_portal_adds_go() -> None:
    files = "<p><a href='/1.pdf'>全文.pdf</a></p><p>2.<a href='/2.xlsx'>附表.xlsx</a></p>"
    assert kept(f"{paragraphs('正文。')}{files}") == ["正文。"]


def test_annexes_that_the_document_announces_stay() -> None:
    files = "<p>附件：1.<a href='/1.doc'>分工表.doc</a></p><p>2.<a href='/2.doc'>清单.doc</a></p>"
    assert kept(f"{paragraphs('正文。')}{files}") == ["正文。", "附件：1.分工表.doc", "2.清单.doc"]


def test_annexes_below_their_rubric_stay() -> None:
    files = "<p>附件：</p><p><a href='/1.doc'>分工表</a></p>"
    assert kept(f"{paragraphs('正文。')}{files}") == ["正文。", "附件：", "分工表"]


def test_a_container_of_tools_only_holds_no_text() -> None:
    assert kept(paragraphs("【打印】", "点击数：", "上一篇：无")) == []


def test_an_empty_container_holds_no_text() -> None:
    assert kept("") == []


def test_lines_between_the_text_and_other_articles_are_behind_it() -> None:
    related = "<p>相关链接</p><p><a href='/b'>问答</a></p>"
    source = f"<div>{paragraphs('正文。', '来源：测试区司法局')}{related}</div>"
    result = part(body_flow(element(source)).lines, None)
    assert [line.text for line in result.body] == ["正文。"]
    assert [line.text for line in result.behind] == ["来源：测试区司法局"]
