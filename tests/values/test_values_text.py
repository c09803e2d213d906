from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.values.text import (
    han_tight,
    is_empty_value,
    label_key,
    paragraphs,
    squeeze,
    strip_invisible,
)


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u2003", "\u202f", "\u2028", "\x0b"])
def test_every_kind_of_space_becomes_a_plain_one(space: str) -> None:
    assert strip_invisible(f"甲{space}乙") == "甲 乙"


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200f", "\u2060", "\ufeff", "\u00ad", "\u202e", "\x00", "\x1f", "\ud800"]
)
def test_what_is_not_drawn_goes(mark: str) -> None:
    assert strip_invisible(f"甲{mark}乙") == "甲乙"


def test_tabs_and_line_breaks_are_no_invisible_characters() -> None:
    assert strip_invisible("甲\t乙\r\n丙") == "甲\t乙\r\n丙"


@pytest.mark.parametrize("text", ["", "plain text", "甲乙，丙（丁）", "２０２１〔〕"])
def test_text_without_invisible_characters_stays_as_it_is(text: str) -> None:
    assert strip_invisible(text) == text


def test_squeeze_makes_one_line_with_single_spaces() -> None:
    assert squeeze("\u3000 市\u00a0\u00a0财政局\n\t 审计局\ufeff ") == "市 财政局 审计局"


@pytest.mark.parametrize(
    ("shown", "key"),
    [
        ("文\u3000\u3000号：", "文号"),
        ("有 效 性:", "有效性"),
        ("【索引号】：", "索引号"),
        ("[发文字号]", "发文字号"),
        ("［ 发布日期 ］∶", "发布日期"),
        ("\u00a0发布机构\u200b ：", "发布机构"),
        ("备注/文号:", "备注/文号"),
        ("·来源：", "来源"),
        ("：", ""),
    ],
)
def test_a_label_key_has_no_padding_colon_or_brackets(shown: str, key: str) -> None:
    assert label_key(shown) == key


def test_brackets_inside_a_label_stay() -> None:
    assert label_key("公开形式(方式)：") == "公开形式(方式)"


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        ("关于  印发\u3000\u3000通知", "关于印发通知"),
        ("2021 年 3 月", "2021年3月"),
        ("加入 WTO 之后", "加入WTO之后"),
        ("the  WTO\u00a0rules", "the WTO rules"),
        ("1 000 2", "1 000 2"),
        ("一、 标题", "一、标题"),
        ("（一） A B", "（一）A B"),
        ("a ，b", "a，b"),
        ("𠮷 田", "𠮷田"),
        ("甲 \t 1 2", "甲\t1 2"),
    ],
)
def test_spaces_inside_chinese_text_go_and_others_stay(text: str, tight: str) -> None:
    assert han_tight(text) == tight


def test_paragraphs_are_one_a_line_without_indents_and_empty_blocks() -> None:
    blocks = ["\u3000\u3000一、总体 情况", "\u00a0\u00a0 ", "", "（一）甲\n  乙", "end of\r\ntext "]

    assert paragraphs(blocks) == "一、总体情况\n（一）甲乙\nend of text"


def test_paragraphs_keep_the_tabs_between_cells_and_drop_the_spaces_beside_them() -> None:
    assert (
        paragraphs([" 项目 \t 件数 ", "受理\t\u00a012 ", "\t办结"])
        == "项目\t件数\n受理\t12\n\t办结"
    )


def test_a_row_of_empty_cells_is_no_paragraph() -> None:
    assert paragraphs(["甲", "\t\u3000\t", "乙"]) == "甲\n乙"


def test_full_width_forms_and_punctuation_of_a_body_stay() -> None:
    text = "（１）“甲”——乙……丙；１００％。"

    assert paragraphs([text]) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \u00a0\u3000",
        "无",
        " 暂 无 ",
        "-",
        "—",
        "——",
        "/",
        "\\",
        "…",
        "〔〕号",
        "[ ]号",
        "（）第号",
        "NULL",
        "undefined",
        "N/A",
        "：",
        "\u200b",
    ],
)
def test_values_that_state_nothing_are_empty(text: str) -> None:
    assert is_empty_value(text)


@pytest.mark.parametrize("text", ["0", "第12号", "无锡市", "〔2021〕7号", "否", "-1", "有效"])
def test_values_that_state_something_are_not_empty(text: str) -> None:
    assert not is_empty_value(text)


@given(st.text())
def test_squeezing_twice_changes_nothing_more(text: str) -> None:
    once = squeeze(text)

    assert squeeze(once) == once
    assert "\n" not in once


@given(st.lists(st.text(alphabet="甲，A1 \t\n\u00a0\u3000\u200b\r")))
def test_paragraphs_of_paragraphs_are_the_same_paragraphs(blocks: list[str]) -> None:
    body = paragraphs(blocks)

    assert paragraphs(body.split("\n")) == body
    assert all(line.strip() for line in body.split("\n")) or body == ""


@given(st.lists(st.text(alphabet="甲，A1 \t\n\u00a0\u3000\u200b\r")))
def test_paragraphs_lose_no_visible_character(blocks: list[str]) -> None:
    seen = "".join("".join(blocks).replace("\u200b", "").split())

    assert "".join(paragraphs(blocks).split()) == seen
