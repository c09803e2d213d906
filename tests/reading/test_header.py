"""The header of a page, wherever it stands and however it is laid out."""

from __future__ import annotations

import pytest

from govreports.reading.flow import header_flow
from govreports.reading.header import Header, are_neighbours, frame_of, read_header, unique
from govreports.reading.labels import Pair
from tests.reading.pages import document

THREE = {"索引号": "005", "发布机构": "甲局", "发布日期": "2024-03-01"}


def header_of(source: str) -> Header:
    """Read the header of a page whose title is #t and whose text is #c, where there are such."""
    root = document(f"<html><body>{source}</body></html>").root
    body = next(iter(root.xpath("//*[@id='c']")), None)  # type: ignore[arg-type]
    title = next(iter(root.xpath("//*[@id='t']")), None)  # type: ignore[arg-type]
    return read_header(header_flow(root, () if body is None else (body,)), body, title)  # type: ignore[arg-type]


def pairs(source: str) -> dict[str, str]:
    return dict(unique(header_of(source).pairs))


def around(block: str, after: str = "") -> str:
    return f"<div>{block}<h1 id='t'>年度报告</h1><div id='c'><p>正文。</p></div>{after}</div>"


@pytest.mark.parametrize(
    "block",
    [
        (
            "<table><tr><td>索引号</td><td>005</td></tr><tr><td>发布机构</td><td>甲局</td></tr>"
            "<tr><td>发布日期</td><td>2024-03-01</td></tr></table>"
        ),
        (
            "<table><tr><td>索引号：</td><td>005</td><td>发布机构：</td><td>甲局</td></tr>"
            "<tr><td>发布日期：</td><td>2024-03-01</td></tr></table>"
        ),
        (
            "<table><tr><th>索引号</th><td>005</td><th>发布机构</th><td>甲局</td><th>发布日期</th>"
            "<td>2024-03-01</td></tr></table>"
        ),
        (
            "<table><tr><td><b>索 引 号：</b></td><td>005</td></tr><tr><td><b>发布机构：</b></td>"
            "<td>甲局</td></tr><tr><td><b>发布日期：</b></td><td>2024-03-01</td></tr></table>"
        ),
        (
            "<table><tr><td>索引号：005</td><td>发布机构：甲局</td></tr>"
            "<tr><td colspan=2>发布日期：2024-03-01</td></tr></table>"
        ),
        (
            "<table><tr><th>索引号</th><th>发布机构</th><th>发布日期</th></tr>"
            "<tr><td>005</td><td>甲局</td><td>2024-03-01</td></tr></table>"
        ),
        (
            "<dl><dt>索引号</dt><dd>005</dd><dt>发布机构：</dt><dd>甲局</dd>"
            "<dt>发布日期</dt><dd>2024-03-01</dd></dl>"
        ),
        "<ul><li>索引号：005</li><li>发布机构：甲局</li><li>发布日期：2024-03-01</li></ul>",
        (
            "<ul><li><span>索引号：</span><span>005</span></li><li><b>发布机构</b>甲局</li>"
            "<li><strong>发布日期：</strong>2024-03-01</li></ul>"
        ),
        (
            "<ul><li><p>索引号:</p><p>005</p></li><li><p>发布机构:</p><p>甲局</p></li>"
            "<li><p>发布日期:</p><p>2024-03-01</p></li></ul>"
        ),
        (
            "<ul><li class=l>索引号</li><li class=r>005</li>"
            "<li class=l>发布机构</li><li class=r>甲局</li></ul>"
            "<ul><li class=l>发布日期</li><li class=r>2024-03-01</li></ul>"
        ),
        (
            "<div><div>索引号</div><div>005</div><div>发布机构</div><div>甲局</div></div>"
            "<div><div>发布日期</div><div>2024-03-01</div></div>"
        ),
        (
            "<div><div><h5>索引号</h5></div><div><p>005</p></div></div>"
            "<div><div><h5>发布机构</h5></div><div><p>甲局</p></div></div>"
            "<div><div><h5>发布日期</h5></div><div><p>2024-03-01</p></div></div>"
        ),
        "<p>[索引号] 005 [发布机构] 甲局 [发布日期] 2024-03-01</p>",
        "<p>索引号：005 | 发布机构：甲局 | 发布日期：2024-03-01</p>",
        "<p>索引号：005发布机构：甲局发布日期：2024-03-01</p>",
        (
            "<ul><li><i icon='h' title='索引号'></i><em>005</em></li><li>"
            "<i title='发布机构'></i><em>甲局</em></li>"
            "<li><i title='发布日期'></i><em>2024-03-01</em></li></ul>"
        ),
        "<p>索引号：<br>005</p><p>发布机构：甲局</p><p>发布日期：2024-\n03-\n01</p>",
    ],
)
def test_every_layout_reads_the_same(block: str) -> None:
    read = pairs(around(block))
    assert {label: value.replace(" ", "") for label, value in read.items()} == THREE


def test_blank_values_stay_blank() -> None:
    block = "<ul><li>索引号：005</li><li>文号：</li><li>有效性：</li><li>来源：甲局</li></ul>"
    assert pairs(around(block)) == {"索引号": "005", "文号": "", "有效性": "", "来源": "甲局"}


def test_a_blank_cell_does_not_take_the_next_label() -> None:
    block = "<dl><dt>文号</dt><dd></dd><dt>索引号</dt><dd>005</dd></dl>"
    assert pairs(around(block)) == {"文号": "", "索引号": "005"}


def test_a_blank_paragraph_does_not_take_the_next_one() -> None:
    assert pairs(around("<p>来源：</p><p>欢迎访问本网站</p>")) == {"来源": ""}


def test_counters_and_tools_are_dropped() -> None:
    line = "<p>发布时间：2024-03-01 点击数：<span></span> 字体：<a>大</a> <a>中</a> <a>打印</a></p>"
    assert pairs(around(line)) == {"发布时间": "2024-03-01"}


def test_a_twin_for_phones_counts_once() -> None:
    rows = "<li>索引号：005</li><li>来源：甲局</li>"
    assert pairs(around(f"<ul>{rows}</ul><ul class='wap'>{rows}</ul>")) == {
        "索引号": "005",
        "来源": "甲局",
    }


def test_the_first_value_that_is_not_blank_counts() -> None:
    found = unique([Pair("文号", ""), Pair("来源", "甲"), Pair("文号", "1号"), Pair("来源", "乙")])
    assert found == (("文号", "1号"), ("来源", "甲"))


def test_an_unknown_label_inside_the_header_block_is_kept() -> None:
    block = (
        "<table><tr><td>索引号</td><td>005</td><td>办件热度</td><td>高</td>"
        "</tr><tr><td>发布机构</td><td>甲局</td><td>文号</td><td></td></tr>"
        "</table>"
    )
    assert pairs(around(block))["办件热度"] == "高"


def test_prose_with_a_colon_outside_of_a_block_is_no_pair() -> None:
    assert pairs(around("<p>温馨提示：请横屏查看</p>")) == {}


def test_a_header_table_outside_of_the_frame_is_found_before_the_article() -> None:
    block = (
        "<table><tr><td>索引号</td><td>005</td></tr><tr><td>发布机构</td>"
        "<td>甲局</td></tr><tr><td>发布日期</td><td>2024-03-01</td></tr>"
        "</table>"
    )
    assert pairs(f"<div>{block}</div><div>{around('')}</div>") == THREE


def test_a_lone_label_outside_of_the_frame_is_not() -> None:
    assert pairs(f"<div>热线来源：市民</div><div>{around('')}</div>") == {}


def test_other_documents_in_a_side_bar_lend_no_number() -> None:
    side = (
        "<div class='side'><p>相关文件</p><p>索引号：999</p><p>发文字号：乙发〔2020〕9号</p></div>"
    )
    assert pairs(f"<div>{around('<p>来源：甲局</p>')}{side}</div>") == {"来源": "甲局"}


def test_a_number_behind_the_text_is_another_document_s() -> None:
    assert pairs(around("<p>来源：甲局</p>", "<p>索引号：999</p>")) == {"来源": "甲局"}


def test_the_source_may_stand_behind_the_text() -> None:
    assert pairs(around("", "<p>信息来源： 甲日报</p>")) == {"信息来源": "甲日报"}


def test_a_block_with_repeated_labels_of_a_list_is_no_header() -> None:
    listed = "".join(f"<p>发布时间：2024-01-0{day}</p>" for day in range(1, 6))
    assert pairs(
        f"<div class='side'>{listed}</div><div>{around('<p>日期：2024-03-01</p>')}</div>"
    ) == {"日期": "2024-03-01"}


def test_a_hidden_field_of_a_shown_header_is_hidden() -> None:
    block = (
        "<ul><li>索引号：005</li><li style='display:none'>主题词：信访</li><li>来源：甲局</li></ul>"
    )
    header = header_of(around(block))
    assert unique(header.hidden) == (("主题词", "信访"),)
    assert "主题词" not in dict(unique(header.pairs))


def test_a_label_that_a_script_shows_beside_its_value_is_read() -> None:
    line = "<p>2024-03-01 <span style='display:none'>来源：</span><span class='s'> 甲局 </span></p>"
    assert pairs(around(line)) == {"来源": "甲局"}


def test_a_hidden_panel_with_a_whole_header_opens_by_a_click() -> None:
    block = (
        "<div style='display:none'><table><tr><td>索引号</td><td>005</td></tr><tr><td>发布机构</td>"
        "<td>甲局</td></tr><tr><td>发布日期</td><td>2024-03-01</td></tr></table></div>"
    )
    assert pairs(around(block)) == THREE


def test_a_bare_date_under_the_title_is_a_slot() -> None:
    source = (
        "<div><h1 id='t'>年度报告</h1>"
        "<p>2024-03-15 11:17:07 发文单位:甲局 点击数:</p>"
        "<div id='c'>正文</div></div>"
    )
    header = header_of(source)
    assert header.slots == ("2024-03-15 11:17:07",)
    assert unique(header.pairs) == (("发文单位", "甲局"),)


def test_a_date_below_its_label_is_no_bare_one() -> None:
    block = "<ul><li><p>成文日期:</p><p>2024年04月06日 16:40</p></li></ul>"
    header = header_of(around(block))
    assert unique(header.pairs) == (("成文日期", "2024年04月06日 16:40"),)
    assert header.slots == ()


def test_a_bare_number_and_a_bracketed_date_are_slots() -> None:
    source = (
        "<div><h1 id='t'>年度报告</h1><p>测政发〔2024〕7号</p>"
        "<p>（2024年03月01日）</p><div id='c'>正文</div></div>"
    )
    assert header_of(source).slots == ("测政发〔2024〕7号", "2024年03月01日")


def test_a_date_and_a_name_divided_by_a_bar() -> None:
    source = (
        "<div><h1 id='t'>年度报告</h1><p>2024-03-01 09:00 | 甲日报</p><div id='c'>正文</div></div>"
    )
    assert header_of(source).slots == ("2024-03-01 09:00",)


def test_a_date_inside_the_title_s_element_is_a_slot() -> None:
    source = (
        "<div><h1 id='t'>年度报告 <span>( 2024年03月01日 )</span></h1><div id='c'>正文</div></div>"
    )
    assert header_of(source).slots == ("2024年03月01日",)


def test_dates_before_the_title_are_the_page_s() -> None:
    source = "<div><p>2024-05-05</p><h1 id='t'>年度报告</h1><div id='c'>正文</div></div>"
    assert header_of(source).slots == ()


def test_a_date_run_on_to_a_name_is_split_off() -> None:
    header = header_of(
        "<div><h1 id='t'>年度报告</h1><p>来源：甲统计局2024-04-30</p><div id='c'>正文</div></div>"
    )
    assert unique(header.pairs) == (("来源", "甲统计局"),)
    assert header.slots == ("2024-04-30",)


def test_without_a_text_the_header_ends_at_the_links_to_other_articles() -> None:
    head = (
        "<p>索引号：005</p><p>发布机构：甲局</p><h1 id='t'>年度报告</h1><p>发布日期：2024-03-01</p>"
    )
    behind = (
        "<p>上一篇：<a href='/1'>通知</a></p><p>索引号：006</p><p>主办单位：乙局</p>"
        "<p>网站标识码：41</p>"
    )
    assert pairs(f"<div>{head}</div>{behind}") == THREE


def test_without_title_and_text_every_line_counts() -> None:
    assert pairs("<p>索引号：005</p><p>来源：甲局</p>") == {"索引号": "005", "来源": "甲局"}


def test_the_frame_is_the_smallest_element_around_both() -> None:
    root = document(
        "<body><div id='f'><p><b id='t'>年度报告</b></p><div id='c'>正文</div></div></body>"
    ).root
    title, body = root.find(".//b"), root.find(".//div[@id='c']")
    frame = frame_of(body, title)
    assert frame is not None
    assert frame.get("id") == "f"
    assert frame_of(None, title) is title
    assert frame_of(body, None) is frame
    assert frame_of(None, None) is None


@pytest.mark.parametrize(
    ("fragment", "neighbours"),
    [
        ("<dl><dt id='a'>l</dt><dd id='b'>v</dd><dt>x</dt></dl>", True),
        ("<div><span id='a'>l</span><span id='b'>v</span></div>", True),
        ("<div><p><b id='a'>l</b></p><p id='b'>v</p></div>", False),
        ("<ul><li id='a'>标签：</li><li id='b'>v</li></ul>", False),
        ("<ul><li id='a'>标签</li><li id='b'>v</li></ul>", True),
        ("<div><div id='a'>l</div><div>x</div><div id='b'>v</div><div>y</div></div>", False),
        ("<div><div>x</div><div id='a'>l</div><div id='b'>v</div></div>", False),
        ("<div id='a'>l<p id='b'>v</p></div>", True),
    ],
)
def test_which_elements_are_a_label_and_its_value(fragment: str, neighbours: bool) -> None:  # noqa: FBT001
    root = document(f"<body>{fragment}</body>").root
    label, value = (root.xpath(f"//*[@id='{name}']")[0] for name in "ab")  # type: ignore[index]
    assert are_neighbours(label, value) is neighbours  # type: ignore[arg-type]
