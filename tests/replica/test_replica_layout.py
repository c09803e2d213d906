from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from govreports.replica.articles import (
    Attachment,
    AttachmentLine,
    Cell,
    Lines,
    Numbered,
    Paragraph,
    Picture,
    Table,
    visible,
)
from govreports.replica.layout import INDENTS, Painter, Style

PLAIN = Style()
TYPED = Style("text-indent: 2em;")
PASTED = Style("line-height: 37px;", ' style="font-size: 21px"', ' lang="EN-US"')
TEXT = "2021年，全区办结案件1234件，同比增长12.5%，涉及37个部门。"


def painter(seed: object = 0, style: Style = PASTED) -> Painter:
    random = Random(str(seed))
    return Painter(style, random, lambda file: f"/f/{file.stem}", lambda p: f"/p/{p.stem}")


def parse(markup: str) -> html.HtmlElement:
    element: html.HtmlElement = html.fromstring(markup)
    return element


def text_of(markup: str) -> str:
    return visible(str(parse(f"<div>{markup}</div>").text_content()).replace("\n", ""))


@pytest.mark.parametrize("style", [PLAIN, TYPED, PASTED])
def test_a_paragraph_keeps_its_text_in_a_hundred_layouts(style: Style) -> None:
    for seed in range(100):
        assert text_of(painter(seed, style).block(Paragraph(TEXT))) == TEXT


@given(st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\u115f\u1160")))
def test_any_text_comes_back_out_of_its_markup(text: str) -> None:
    assert text_of(painter(text).block(Paragraph(text))) == visible(text)


def test_layouts_differ() -> None:
    markups = {painter(seed).block(Paragraph(TEXT)) for seed in range(30)}
    assert len(markups) > 20


def test_the_same_seed_lays_out_the_same() -> None:
    assert painter(7).block(Paragraph(TEXT)) == painter(7).block(Paragraph(TEXT))


def test_some_layouts_cut_a_number_over_two_spans() -> None:
    markups = [painter(seed, PLAIN).run("2021年") for seed in range(40)]
    assert "<span>20</span><span>21</span>年" in markups
    assert "2021年" in markups


def test_numbers_of_pasted_text_have_spans_of_their_own() -> None:
    whole = [painter(seed).run("第7号") for seed in range(20)]
    assert all('<span lang="EN-US">7</span>' in markup for markup in whole)


def test_some_layouts_put_zero_width_characters_into_words() -> None:
    markups = "".join(painter(seed).run("政府工作报告") for seed in range(300))
    assert re.search("\u200b|\ufeff|&#8203;", markups)


def test_paragraphs_are_indented_by_every_kind_of_space() -> None:
    markups = [painter(seed, TYPED).paragraph(Paragraph("特此报告")) for seed in range(200)]
    for indent in INDENTS[1:]:
        assert any(f">{indent}" in markup for markup in markups)


def test_an_aligned_paragraph_is_not_indented() -> None:
    for seed in range(50):
        markup = painter(seed, TYPED).paragraph(Paragraph("测试局", align="right"))
        assert markup.startswith('<p style="text-align: right;text-indent: 2em;">测')


def test_a_style_without_rules_aligns_by_attribute() -> None:
    assert painter(style=PLAIN).open("center") == '<p align="center">'


def test_some_paragraphs_are_followed_by_an_empty_one() -> None:
    markups = [painter(seed).paragraph(Paragraph("报告")) for seed in range(200)]
    assert any(markup.endswith("<p>&nbsp;</p>") for markup in markups)


def test_a_heading_is_strong() -> None:
    (strong,) = parse(painter().block(Paragraph("一、概况", strong=True))).iter("strong")
    assert strong.text_content() == "一、概况"


def test_lines_are_broken_inside_one_paragraph() -> None:
    element = parse(painter().block(Lines(("甲", "乙", "丙"))))
    assert element.tag == "p"
    assert len(list(element.iter("br"))) == 2


def test_a_list_has_no_numerals_in_its_source() -> None:
    element = parse(painter().block(Numbered(("甲事", "乙事"))))
    assert [item.text_content() for item in element.iter("li")] == ["甲事", "乙事"]


def test_a_table_has_a_cell_only_where_one_begins() -> None:
    rows = ((Cell("任务", rows=2), Cell("甲")), (Cell("乙"),), (Cell("合计", columns=2),))
    table = parse(painter().block(Table(rows)))
    assert [len(row.findall("td")) for row in table.iter("tr")] == [2, 1, 1]
    assert table.xpath("//td/@rowspan") == ["2"]
    assert table.xpath("//td/@colspan") == ["2"]


def test_a_picture_is_an_image_without_words() -> None:
    element = parse(painter().block(Picture("scan")))
    assert element.xpath("//img/@src") == ["/p/scan"]
    assert element.text_content() == ""


def test_the_attachment_line_links_the_name() -> None:
    line = AttachmentLine(Attachment("统计表.xls", "stem"))
    element = parse(painter().block(line))
    assert element.text_content() == "附件：统计表.xls"
    assert element.xpath("//a/@href") == ["/f/stem"]


def test_characters_of_markup_are_escaped() -> None:
    source = "<工作措施>的分解表&说明"
    assert text_of(painter().block(Paragraph(source))) == source


def test_blocks_stand_one_behind_the_other() -> None:
    markup = painter().blocks((Paragraph("甲"), Lines(("乙", "丙")), Picture("scan")))
    tags = [element.tag for element in parse(f"<div>{markup}</div>").iter("span", "br", "img")]
    assert tags == ["span", "span", "br", "span", "img"]
