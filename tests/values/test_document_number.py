from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.values.document_number import document_number_line, parse_document_number


@pytest.mark.parametrize(
    "pair", ["〔〕", "﹝﹞", "[]", "［］", "【】", "()", "（）", "〈〉", "<>", "{}"]
)
def test_every_bracket_form_becomes_the_standard_one(pair: str) -> None:
    assert parse_document_number(f"金政文{pair[0]}2021{pair[1]}7号") == "金政文〔2021〕7号"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("金政文 〔 2021 〕 7 号", "金政文〔2021〕7号"),
        ("金政文〔２０２１〕７号", "金政文〔2021〕7号"),
        ("金政文〔2021〕第07号", "金政文〔2021〕第07号"),
        ("金政文\u3000〔2021〕\n7号", "金政文〔2021〕7号"),
        ("沪（浦）府规〔2021〕1号", "沪（浦）府规〔2021〕1号"),
        ("国发〔98〕5号", "国发〔98〕5号"),
        ("(98)汇管函字第12号", "〔98〕汇管函字第12号"),
        ("京政发〔二〇二一〕七号", "京政发〔二〇二一〕七号"),
        ("〔2021〕7号", "〔2021〕7号"),
        ("金政文〔2021〕7", "金政文〔2021〕7"),
        ("（金政文〔2021〕7号）", "金政文〔2021〕7号"),
        ("金政文〔2021〕7-1号", "金政文〔2021〕7-1号"),
    ],
)
def test_spaces_and_width_go_and_the_rest_stays_as_stated(text: str, number: str) -> None:
    assert parse_document_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第12号", "第12号"),
        ("第 １２ 号", "第12号"),
        ("（第12号）", "第12号"),
        ("第十二号", "第十二号"),
        ("2021年第3号", "2021年第3号"),
        ("2021 年 第 3 号", "2021年第3号"),
        ("令第711号", "令第711号"),
        ("国务院令711号", "国务院令711号"),
        ("甲省人民政府令第3号", "甲省人民政府令第3号"),
        ("甲局 乙局公告2025年第17号", "甲局乙局公告2025年第17号"),
        ("豫政字第12号", "豫政字第12号"),
    ],
)
def test_orders_and_announcements_keep_their_form(text: str, number: str) -> None:
    assert parse_document_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("甲建〔2021〕12号、乙财〔2021〕3号", "甲建〔2021〕12号、乙财〔2021〕3号"),
        ("甲建[2021]12号 乙财[2021]3号", "甲建〔2021〕12号乙财〔2021〕3号"),
        ("甲建〔2021〕12号，乙财〔2021〕3号，丙发〔2021〕9号",) * 2,
    ],
)
def test_joint_numbers_stay_together(text: str, number: str) -> None:
    assert parse_document_number(text) == number


def test_a_registration_code_in_a_header_is_a_number_but_no_line_of_a_text() -> None:
    assert parse_document_number("ZJSP05-2021-0001") == "ZJSP05-2021-0001"
    assert document_number_line("ZJSP05-2021-0001") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "〔〕号",
        "〔2021〕号",
        "〔202227号",
        "新密法政20231号",
        "20231号",
        "2021-03-01",
        "根据国务院令第711号",
        "见金政文〔2021〕7号",
        "关于印发实施方案的通知（甲政发〔2021〕1号）",
        "甲政发〔2021〕1号同时废止",
        "2023年第28期（总第808期）",
        "005279426/2021-00015",
        "金政文〔2021〕7号" * 20,
    ],
)
def test_sentences_lost_brackets_and_other_kinds_are_none(text: str) -> None:
    assert parse_document_number(text) is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("金政文〔2021〕7号", "金政文〔2021〕7号"),
        ("（金政文〔2021〕7号）", "金政文〔2021〕7号"),
        ("第12号", "第12号"),
        ("２０２１年 第３号\u200b", "2021年第3号"),
        ("（金政文〔２０２１〕７－８号）", "金政文〔2021〕7-8号"),
        ("2021年第3号", "2021年第3号"),
        ("甲省人民政府令", None),
        ("〔2021〕7号", None),
        ("金政文〔2021〕7", None),
        ("一、第1号", None),
        ("各有关单位：", None),
        ("现将金政文〔2021〕7号", None),
        ("", None),
    ],
)
def test_a_line_counts_only_if_it_is_a_whole_number(line: str, number: str | None) -> None:
    assert document_number_line(line) == number


@given(st.text(alphabet="甲令第〔〕[]()（2021）7号年、- 的"))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    number = parse_document_number(text)

    assert number is None or parse_document_number(number) == number
