"""Tables of data and of layout; merged cells."""

from __future__ import annotations

import pytest

from govreports.reading.tables import cells_of, is_layout, unmerged
from tests.reading.pages import PROSE, element


def rows(fragment: str) -> list[list[str]]:
    table = element(fragment)
    return [texts for _, texts in unmerged(table.iter("tr"), lambda cell: cell.text or "")]


def test_a_plain_table_is_its_cells() -> None:
    assert rows("<table><tr><td>甲</td><td>乙</td></tr><tr><th>1</th><td>2</td></tr></table>") == [
        ["甲", "乙"],
        ["1", "2"],
    ]


def test_a_colspan_repeats_its_value() -> None:
    assert rows("<table><tr><td colspan='3'>合计</td><td>9</td></tr></table>") == [
        ["合计", "合计", "合计", "9"]
    ]


def test_a_rowspan_repeats_its_value_below() -> None:
    fragment = (
        "<table><tr><td rowspan='3'>执法</td><td>检查</td></tr>"
        "<tr><td>处罚</td></tr><tr><td>强制</td></tr><tr><td>复议</td><td>3</td></tr></table>"
    )
    assert rows(fragment) == [["执法", "检查"], ["执法", "处罚"], ["执法", "强制"], ["复议", "3"]]


def test_a_rowspan_in_the_last_column_is_carried_behind_the_row() -> None:
    fragment = "<table><tr><td>甲</td><td rowspan='2'>乙</td></tr><tr><td>丙</td></tr></table>"
    assert rows(fragment) == [["甲", "乙"], ["丙", "乙"]]


def test_a_block_of_merged_cells_covers_rows_and_columns() -> None:
    fragment = (
        "<table><tr><td rowspan='2' colspan='2'>总</td><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><td>a</td><td>b</td><td>3</td></tr></table>"
    )
    assert rows(fragment) == [["总", "总", "1"], ["总", "总", "2"], ["a", "b", "3"]]


def test_two_rowspans_side_by_side() -> None:
    fragment = (
        "<table><tr><td rowspan='2'>甲</td><td rowspan='2'>乙</td><td>1</td></tr>"
        "<tr><td>2</td></tr></table>"
    )
    assert rows(fragment) == [["甲", "乙", "1"], ["甲", "乙", "2"]]


@pytest.mark.parametrize("span", ["", "0", "-2", "x", "２", "1.5"])
def test_a_colspan_that_is_no_number_is_one(span: str) -> None:
    assert rows(f"<table><tr><td colspan='{span}'>甲</td></tr></table>") == [["甲"]]


def test_an_absurd_colspan_is_bounded() -> None:
    assert len(rows("<table><tr><td colspan='999999999'>甲</td></tr></table>")[0]) == 100


def test_rowspan_zero_reaches_the_end_of_the_table() -> None:
    fragment = (
        "<table><tr><td rowspan='0'>甲</td><td>1</td></tr><tr><td>2</td>"
        "</tr><tr><td>3</td></tr></table>"
    )
    assert [row[0] for row in rows(fragment)] == ["甲", "甲", "甲"]


def test_cells_of_a_row_are_td_and_th_only() -> None:
    row = element("<table><tr><th>甲</th><td>乙</td></tr></table>").find(".//tr")
    assert row is not None
    assert [cell.text for cell in cells_of(row)] == ["甲", "乙"]


def test_a_table_of_two_columns_is_data() -> None:
    assert not is_layout(element("<table><tr><td>甲</td><td>1</td></tr></table>"))


def test_a_table_of_one_column_is_layout() -> None:
    assert is_layout(element("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>"))


def test_a_table_whose_second_column_is_always_empty_is_layout() -> None:
    assert is_layout(element("<table><tr><td>甲</td><td> &nbsp;</td></tr></table>"))


def test_a_cell_with_only_an_image_is_not_empty() -> None:
    assert not is_layout(element("<table><tr><td>甲</td><td><img src='a.png'></td></tr></table>"))


def test_a_table_that_holds_a_table_is_layout() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr></table>"
    assert is_layout(element(f"<table><tr><td>甲</td><td>{inner}</td></tr></table>"))


def test_a_table_around_an_article_is_layout() -> None:
    text = f"<p>{PROSE}</p>" * 4
    assert is_layout(element(f"<table><tr><td>左</td><td>{text}</td></tr></table>"))


def test_a_table_with_one_long_cell_of_few_paragraphs_is_data() -> None:
    assert not is_layout(element(f"<table><tr><td>职责</td><td><p>{PROSE}</p></td></tr></table>"))


def test_script_text_counts_as_no_content() -> None:
    assert is_layout(
        element("<table><tr><td>甲</td><td><script>var a=1;</script></td></tr></table>")
    )


def test_an_empty_table_is_layout() -> None:
    assert is_layout(element("<table></table>"))
