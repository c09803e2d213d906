"""Numerals of ordered lists."""

from __future__ import annotations

import pytest

from govreports.reading.numerals import Numerals, alphabetic, han, roman
from tests.reading.pages import element


def numerals(fragment: str) -> list[str]:
    counter = Numerals()
    return [counter.of(item) for item in element(fragment).iter("li")]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (0, "0"), (-3, "-3")],
)
def test_letters(number: int, text: str) -> None:
    assert alphabetic(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "i"),
        (4, "iv"),
        (9, "ix"),
        (14, "xiv"),
        (40, "xl"),
        (1994, "mcmxciv"),
        (0, "0"),
        (4000, "4000"),
    ],
)
def test_roman_numerals(number: int, text: str) -> None:
    assert roman(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百〇五"),
        (110, "一百一十"),
        (999, "九百九十九"),
        (0, "0"),
        (1000, "1000"),
    ],
)
def test_han_numerals(number: int, text: str) -> None:
    assert han(number) == text


def test_items_count_from_one() -> None:
    assert numerals("<ol><li>a</li><li>b</li></ol>") == ["1. ", "2. "]


def test_start_and_value_set_the_count() -> None:
    assert numerals("<ol start='3'><li>a</li><li value='7'>b</li><li>c</li></ol>") == [
        "3. ",
        "7. ",
        "8. ",
    ]


def test_reversed_lists_count_down() -> None:
    assert numerals("<ol reversed><li>a</li><li>b</li><li>c</li></ol>") == ["3. ", "2. ", "1. "]


@pytest.mark.parametrize(
    ("kind", "first"), [("1", "1. "), ("a", "a. "), ("A", "A. "), ("i", "i. "), ("I", "I. ")]
)
def test_types_of_html(kind: str, first: str) -> None:
    assert numerals(f"<ol type='{kind}'><li>x</li></ol>") == [first]


@pytest.mark.parametrize(
    ("style", "first"),
    [
        ("list-style-type: decimal-leading-zero", "01. "),
        ("list-style: upper-alpha", "A. "),
        ("list-style-type:lower-roman;", "i. "),
        ("list-style-type:upper-roman;", "I. "),
        ("list-style-type: cjk-ideographic", "一、"),
        ("list-style-type: simp-chinese-informal", "一、"),
        ("list-style-type: no-such-style", "1. "),
        ("list-style-type: none", ""),
        ("list-style: disc", ""),
    ],
)
def test_styles_of_css(style: str, first: str) -> None:
    assert numerals(f"<ol style='{style}'><li>x</li></ol>") == [first]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("custom_num list-paddingleft-1", "1. "),
        ("custom_num1 list-paddingleft-1", "1) "),
        ("custom_num2", "(1) "),
        ("custom_cn", "一、"),
        ("custom_cn1", "一）"),
        ("custom_cn2", "（一）"),
    ],
)
def test_classes_of_ueditor(name: str, first: str) -> None:
    assert numerals(f"<ol class='{name}'><li>x</li></ol>") == [first]


def test_lists_inside_lists_count_by_themselves() -> None:
    assert numerals("<ol><li>a<ol type='a'><li>b</li><li>c</li></ol></li><li>d</li></ol>") == [
        "1. ",
        "a. ",
        "b. ",
        "2. ",
    ]


def test_items_of_other_lists_have_none() -> None:
    assert numerals("<ul><li>a</li></ul>") == [""]


def test_a_start_that_is_no_number_is_one() -> None:
    assert numerals("<ol start='x'><li>a</li></ol>") == ["1. "]
