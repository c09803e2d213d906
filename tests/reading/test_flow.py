"""Elements → lines: what is one paragraph, what is left out, what is marked."""

from __future__ import annotations

import pytest

from govreports.reading.flow import CLOSE, LINK, OPEN, body_flow, header_flow
from tests.reading.pages import document, element


def texts(fragment: str) -> list[str]:
    return [line.text for line in body_flow(element(fragment)).lines]


def test_each_block_element_is_one_line() -> None:
    assert texts("<div><h2>一、总则</h2><p>第一段。</p><div>第二段。</div></div>") == [
        "一、总则",
        "第一段。",
        "第二段。",
    ]


def test_each_br_is_one_line_and_empty_ones_are_none() -> None:
    assert texts("<div>第一行<br><br/>第二行<br>\n<br>第三行</div>") == [
        "第一行",
        "第二行",
        "第三行",
    ]


def test_text_beside_blocks_is_a_line_of_its_own() -> None:
    assert texts("<div>前言<p>正文。</p>后记</div>") == ["前言", "正文。", "后记"]


def test_a_number_split_over_spans_is_one_number() -> None:
    fragment = "<p><span>20</span><span>2</span><span>3</span>年共办件<b>1</b>2<i>3</i>件</p>"
    assert texts(f"<div>{fragment}</div>") == ["2023年共办件123件"]


def test_spans_with_other_elements_among_them_are_joined_as_well() -> None:
    assert texts("<p>共<span>1</span><a href='/x'>2</a><img src='a.gif'><span>3</span>件</p>") == [
        "共123件"
    ]


def test_line_ends_of_the_source_are_no_lines() -> None:
    assert texts("<div><p>依法\n   行政</p>\n</div>") == ["依法 行政"]


def test_a_no_break_space_is_a_space() -> None:
    assert texts("<p>\u00a0\u00a0\u3000依法\u00a0行政</p>") == ["依法 行政"]


@pytest.mark.parametrize(
    "inner",
    [
        "<script>document.write('丢弃')</script>",
        "<style>.TRS_Editor P{margin:0}</style>",
        "<noscript>丢弃</noscript>",
        "<textarea>丢弃</textarea>",
        "<select><option>丢弃</option></select>",
        "<!-- 丢弃 -->",
        '<span style="display:none">丢弃</span>',
        '<a href="http://www.hanweb.com" style="display:none">丢弃</a>',
        '<div style="visibility:hidden"><p>丢弃</p></div>',
        "<p hidden>丢弃</p>",
        "<iframe src='/x'>丢弃</iframe>",
        "<button>丢弃</button>",
    ],
)
def test_what_a_reader_does_not_see_is_left_out(inner: str) -> None:
    assert "".join(texts(f"<div>保留一{inner}保留二</div>")) == "保留一保留二"


def test_the_text_after_a_hidden_span_stays_in_its_paragraph() -> None:
    assert texts('<p>甲<span style="display: none">x</span>乙</p>') == ["甲乙"]


def test_a_container_that_is_hidden_itself_is_read() -> None:
    assert texts('<div style="display:none"><p>脚本稍后显示的正文</p></div>') == [
        "脚本稍后显示的正文"
    ]


def test_custom_elements_of_ucap_are_blocks() -> None:
    assert texts("<div>标题<ucapcontent>正文</ucapcontent></div>") == ["标题", "正文"]


def test_ordered_lists_have_their_numerals() -> None:
    assert texts("<ol><li>学习</li><li>检查</li></ol>") == ["1. 学习", "2. 检查"]


def test_a_numeral_stands_before_the_text_of_a_block_inside_its_item() -> None:
    assert texts("<ol><li><p>学习</p><p>详情</p></li><li><div>检查</div></li></ol>") == [
        "1. 学习",
        "详情",
        "2. 检查",
    ]


def test_an_empty_item_s_numeral_does_not_pass_to_the_text_behind_the_list() -> None:
    assert texts("<div><ol><li></li></ol><p>正文</p></div>") == ["正文"]


def test_unordered_lists_have_none() -> None:
    assert texts("<ul><li>学习</li><li>检查</li></ul>") == ["学习", "检查"]


def test_a_data_table_is_one_line_a_row_with_tabs() -> None:
    table = "<table><tr><th>单位</th><th>件数</th></tr><tr><td>甲局</td><td>3</td></tr></table>"
    assert texts(f"<div><p>见下表：</p>{table}<p>完。</p></div>") == [
        "见下表：",
        "单位\t件数",
        "甲局\t3",
        "完。",
    ]


def test_paragraphs_in_a_cell_stay_in_its_row() -> None:
    table = "<table><tr><td>甲局</td><td><p>一项</p><p>二项</p></td></tr></table>"
    assert texts(f"<div>{table}</div>") == ["甲局\t一项 二项"]


def test_hidden_rows_and_cells_of_a_table_are_left_out() -> None:
    table = (
        "<table><tr><td>甲</td><td>1</td></tr><tr style='display:none'><td>乙</td><td>2</td></tr>"
        "<tr><td>丙</td><td style='display:none'>3</td></tr></table>"
    )
    assert texts(f"<div>{table}</div>") == ["甲\t1", "丙\t"]


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    table = "<table><tr><td><p>第一段。</p><p>第二段。</p></td></tr><tr><td>落款</td></tr></table>"
    assert texts(table) == ["第一段。", "第二段。", "落款"]


def test_images_are_gathered_also_from_table_cells() -> None:
    flow = body_flow(
        element(
            "<div><p><img src='1.jpg'></p><table><tr><td>图</td><td>"
            "<img src='2.jpg'></td></tr></table></div>"
        )
    )
    assert [image.get("src") for image in flow.images] == ["1.jpg", "2.jpg"]


def test_links_are_counted_line_by_line() -> None:
    lines = body_flow(
        element("<div><p>见<a href='/a'>附表</a></p><p><a href='/b'>附 件</a></p></div>")
    ).lines
    assert [(line.linked, line.unlinked, line.is_link) for line in lines] == [
        (2, 1, False),
        (2, 0, True),
    ]


def test_a_line_without_links_is_no_link() -> None:
    assert not body_flow(element("<p>正文</p>")).lines[0].is_link


def test_a_line_knows_the_block_that_it_ended_in() -> None:
    lines = body_flow(element("<div><p id='a'>甲</p>乙</div>")).lines
    assert [line.element.get("id") or line.element.tag for line in lines] == ["a", "div"]


def test_header_lines_mark_inline_elements_and_links() -> None:
    line = header_flow(element("<p><b>来源：</b>甲局<a href='/x'>打印</a></p>")).lines[0]
    assert line.text == f"{OPEN}来源：{CLOSE}甲局{LINK}打印{CLOSE}"


def test_a_label_drawn_as_a_titled_icon_is_written_out() -> None:
    line = header_flow(element("<li><i icon='h' title='索引号'></i><em>005</em></li>")).lines[0]
    assert line.text == f"{OPEN}索引号：{CLOSE}{OPEN}005{CLOSE}"


def test_an_icon_with_another_title_is_not() -> None:
    line = header_flow(element("<li><i title='蓝色图标'></i><em>005</em></li>")).lines[0]
    assert "蓝色图标" not in line.text


def test_hidden_header_lines_are_named_as_such() -> None:
    flow = header_flow(element("<div><p>甲</p><div id='h' hidden><p>乙</p></div><p>丙</p></div>"))
    assert [line.hidden is not None for line in flow.lines] == [False, True, False]


def test_the_article_s_element_is_left_out_and_its_place_remembered() -> None:
    page = element("<div><p>标题</p><div id='c'><p>正文</p></div><p>尾</p></div>")
    flow = header_flow(page, (page[1],))
    assert [line.text for line in flow.lines] == ["标题", "尾"]
    assert flow.before == 1


def test_a_table_around_the_article_is_layout_however_short_the_text() -> None:
    page = element("<table><tr><td>来源：甲局</td><td id='c'>正文</td></tr></table>")
    body = page.xpath("//*[@id='c']")[0]  # type: ignore[index]
    flow = header_flow(page, (body,))  # type: ignore[arg-type]
    assert [line.text for line in flow.lines] == ["来源：甲局"]


def test_header_table_cells_are_not_repeated_where_merged() -> None:
    table = (
        "<table><tr><td>标题</td><td colspan='3'>年度报告</td></tr><tr>"
        "<td>文号</td><td>无</td><td>a</td><td>b</td></tr></table>"
    )
    assert header_flow(element(f"<div>{table}</div>")).lines[0].text == "标题\t年度报告"


def test_two_thousand_levels_do_not_exhaust_the_stack() -> None:
    page = document("<div>" * 1800 + "深处" + "</div>" * 1800)
    assert [line.text for line in body_flow(page.root).lines] == ["深处"]


@pytest.mark.parametrize(
    "attributes",
    ["hidden", "HIDDEN=''", "style='DISPLAY : none'", "lang='zh' style='color:red;display:none'"],
)
@pytest.mark.parametrize("tag", ["span", "p", "div"])
def test_what_hides_itself_is_left_out_however_it_is_written(tag: str, attributes: str) -> None:
    inner = f"<{tag} {attributes}>丢弃</{tag}>"
    assert texts(f"<div><p>甲</p>{inner}<p>乙<span>丙</span></p></div>") == ["甲", "乙丙"]


@pytest.mark.parametrize(
    "attributes", ["", "style=''", "style='color:red'", "class='hidden-style'"]
)
def test_other_attributes_hide_nothing(attributes: str) -> None:
    assert texts(f"<div><p>甲<span {attributes}>乙</span></p></div>") == ["甲乙"]


def test_a_paragraph_that_begins_in_a_link_counts_as_linked() -> None:
    lines = body_flow(element("<div><a href='/1.pdf'>附件<p>报 告</p></a></div>")).lines
    assert [(line.text, line.linked, line.hrefs) for line in lines] == [
        ("附件", 2, ("/1.pdf",)),
        ("报 告", 2, ("/1.pdf",)),
    ]


def test_a_paragraph_of_white_space_is_no_line_and_takes_no_numeral() -> None:
    assert texts("<ol><li> \u00a0 </li><li>甲</li></ol>") == ["2. 甲"]
