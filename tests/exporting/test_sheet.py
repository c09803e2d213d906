from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.exporting.sheet import column_letters, head, row, units
from govreports.exporting.sheets import workbook
from tests.exporting.entries import NAMESPACE, cells_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_columns_have_letters(place: int, letters: str) -> None:
    assert column_letters(place) == letters


@pytest.mark.parametrize(("text", "count"), [("", 0), ("报告", 2), ("𠮷", 2), ("\ud800", 1)])
def test_units_are_those_of_utf_16(text: str, count: int) -> None:
    assert units(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "<r>&\"'</r>",
        " 前后有空格 ",
        "一\n二\t三",
        "回车\r\n换行",
        "\x00\x0b\x1f\ufffe",
        "_x0041_",
        "𠮷野家",
    ],
)
def test_every_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    with workbook(tmp_path / "a.xlsx", ["列"]) as add:
        add([text])
    assert cells_of(tmp_path / "a.xlsx") == [{"A": "列"}, {"A": text}]


def test_empty_cells_are_left_out_but_for_the_last(
    tmp_path: Path,
) -> None:
    with workbook(tmp_path / "a.xlsx", ["a", "b", "c"]) as add:
        add(["", "x", 2023])
        add(["", "", ""])
    assert cells_of(tmp_path / "a.xlsx") == [
        {"A": "a", "B": "b", "C": "c"},
        {"B": "x", "C": "2023"},
        {"C": ""},
    ]


def test_numbers_are_numbers_and_texts_are_texts() -> None:
    xml = row(2, [2023, "2023"])
    assert '<c r="A2"><v>2023</v></c>' in xml
    assert '<c r="B2" t="inlineStr">' in xml


def test_the_header_is_bold_and_stays_in_sight() -> None:
    xml = head(["a"])
    assert '<c r="A1" s="1"' in xml
    assert 'state="frozen"' in xml
    assert NAMESPACE.strip("{}") in xml
