from __future__ import annotations

import pytest

from govreports.values.numerals import NUMERAL_CHARACTERS, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("03", 3),
        ("一", 1),
        ("元", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("三十一", 31),
        ("廿", 20),
        ("廿三", 23),
        ("卅", 30),
        ("卅一", 31),
        ("三一", 31),
        ("二〇", 20),
        ("二〇二一", 2021),
        ("二○一一", 2011),
        ("二OO八", 2008),
        ("一九九九", 1999),
        ("二零二零", 2020),
    ],
)
def test_numerals_of_dates_are_read(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["", "百", "二十十", "二三十", "十二三", "二廿", "年", "甲十", "元元"]
)
def test_what_spells_no_number_is_none(text: str) -> None:
    assert number(text) is None


def test_the_character_set_holds_what_the_numerals_use() -> None:
    assert set("〇○零一九十廿卅元O") <= set(NUMERAL_CHARACTERS)
