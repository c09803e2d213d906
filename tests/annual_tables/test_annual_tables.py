"""The standard tables of 政府信息公开年报, in the markup of Word and WPS (texts of our own)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.annual_tables import AnnualTables, Form, read_annual_tables
from govreports.annual_tables.reader import number_of
from tests.annual_tables.forms import (
    APPLICANTS,
    DISCLOSED,
    REVIEWS,
    applications,
    applications_head,
    applications_rows,
    disclosed_rows,
    page,
    plain,
    reviews_head,
    reviews_rows,
    row,
    table,
    word,
    wps,
)

if TYPE_CHECKING:
    from tests.annual_tables.forms import Cell

CELLS = applications()


def read(*markup: str) -> AnnualTables:
    found = read_annual_tables([page(*markup)])
    assert found is not None
    return found


@pytest.mark.parametrize("cell", [plain, word, wps])
def test_all_three_tables_are_read_cell_by_cell(cell: Cell) -> None:
    found = read(
        "<p>二、主动公开政府信息情况</p>",
        table(*disclosed_rows(cell)),
        "<p>三、收到和处理政府信息公开申请情况</p>",
        table(*applications_head(cell), *applications_rows(CELLS, cell)),
        "<p>四、政府信息公开行政复议、行政诉讼情况</p>",
        table(*reviews_head(cell), *reviews_rows(cell)),
    )
    assert found.form is Form.OF_2021
    assert found.disclosed == DISCLOSED
    assert found.applications == CELLS
    assert found.reviews == REVIEWS
    assert found.unread == ()


def test_one_table_may_hold_all_three() -> None:
    found = read(
        table(
            *disclosed_rows(),
            *applications_head(),
            *applications_rows(CELLS),
            *reviews_head(),
            *reviews_rows(),
        )
    )
    assert (found.disclosed, found.applications, found.reviews) == (DISCLOSED, CELLS, REVIEWS)


@pytest.mark.parametrize("cut", [1, 2, 9, 25])
def test_a_table_that_is_cut_in_two_goes_on(cut: int) -> None:
    lines = applications_rows(CELLS)
    found = read(
        table(*applications_head(), *lines[:cut]),
        "<p>（续表）</p>",
        table(*lines[cut:]),
        table(*reviews_head()),
        table(*reviews_rows()),
    )
    assert (found.applications, found.reviews, found.unread) == (CELLS, REVIEWS, ())


def test_a_table_goes_on_in_the_article_s_next_page() -> None:
    lines = applications_rows(CELLS)
    pages = [page(table(*applications_head(), *lines[:5])), page(table(*lines[5:]))]
    found = read_annual_tables(pages)
    assert found is not None
    assert found.applications == CELLS


def test_a_heading_that_is_repeated_changes_nothing() -> None:
    lines = applications_rows(CELLS)
    both = table(*applications_head(), *lines[:9]) + table(*applications_head(), *lines[9:])
    assert read(both).applications == CELLS


def test_a_table_inside_of_a_layout_or_of_a_cell_is_read_once() -> None:
    inner = table(row(plain("4"), plain("2")))
    lines = [
        row(plain("信息内容"), plain("本年处理决定数量")),
        row(plain("行政许可"), f"<td>{inner}</td>"),
    ]
    layout = f"<table><tr><td><table><tr><td>{table(*lines)}</td></tr></table></td></tr></table>"
    found = read(layout)
    assert (found.disclosed, found.unread) == ({"licences": {"decisions": 42}}, ())


def test_the_form_of_2019_is_read_with_its_own_columns() -> None:
    found = read(
        table(
            row(*map(plain, ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"))),
            row(*map(plain, ("规范性文件", "4", "3", "1,012"))),
            row(*map(plain, ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"))),
            row(*map(plain, ("行政许可", "210", "+12", "９０"))),
            row(*map(plain, ("其他对外管理服务事项", "18", "-3", "77"))),
            row(plain("信息内容"), plain("采购项目数量"), plain("采购总金额", 'colspan="2"')),
            row(plain("政府集中采购"), plain("6"), plain("251000元", 'colspan="2"')),
        )
    )
    assert found.form is Form.OF_2019
    assert found.disclosed == {
        "normative_documents": {"made": 4, "published": 3, "published_in_all": 1012},
        "licences": {"last_year": 210, "change": 12, "decisions": 90},
        "other_services": {"last_year": 18, "change": -3, "decisions": 77},
        "procurement": {"projects": 6, "amount": None},
    }
    assert found.unread == ("disclosed: procurement, amount: 251000元",)


def test_results_without_subdivision_are_other_results() -> None:
    line = row(plain("（六）其他处理", 'colspan="3"'), *map(plain, "1234567"))
    found = read(table(*applications_head(), line))
    assert found.form is None
    assert list(found.applications["other"].values()) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("blank", ["", "&nbsp;", "—", "/", "无"])
def test_a_blank_cell_has_no_value_and_is_no_fault(blank: str) -> None:
    cells = [blank, *"123456"]
    line = row(plain("一、本年新收政府信息公开申请数量", 'colspan="3"'), *map(plain, cells))
    found = read(table(*applications_head(), line))
    assert found.applications["received"]["natural_persons"] is None
    assert found.applications["received"]["total"] == 6
    assert found.unread == ()


def test_a_cell_with_words_is_named_and_has_no_value() -> None:
    cells = ["约20件", *"123456"]
    line = row(plain("一、本年新收政府信息公开申请数量", 'colspan="3"'), *map(plain, cells))
    found = read(table(*applications_head(), line))
    assert found.applications["received"]["natural_persons"] is None
    assert found.unread == ("applications: received, natural_persons: 约20件",)


def test_a_row_that_the_form_does_not_know_is_named() -> None:
    line = row(
        plain("（三）不予公开"), plain("9.属于工作秘密", 'colspan="2"'), *map(plain, "1000001")
    )
    found = read(table(*applications_head(), *applications_rows(CELLS), line))
    assert found.unread == ("applications: the row 属于工作秘密",)


def test_a_row_that_is_too_short_for_its_numbers_is_not_guessed() -> None:
    line = row(plain("（一）予以公开"), plain("1"), plain("2"))
    found = read(table(*applications_head(), *applications_rows(CELLS)[:1], line))
    assert list(found.applications) == ["received"]
    assert found.unread == ("applications: the row 予以公开 has too few cells",)


def test_an_empty_cell_behind_the_last_column_moves_nothing() -> None:
    wider = [line.replace("</tr>", "<td></td></tr>") for line in applications_rows(CELLS)]
    head = [line.replace("</tr>", "<td></td></tr>") for line in applications_head()]
    assert read(table(*head, *wider)).applications == CELLS


@pytest.mark.parametrize("rows", [2, 40])
def test_a_merged_cell_that_claims_too_few_rows_or_too_many_changes_nothing(rows: int) -> None:
    lines = applications_rows(CELLS)
    over_all = f'rowspan="{len(CELLS) - 3}"'
    assert over_all in lines[2]
    lines[2] = lines[2].replace(over_all, f'rowspan="{rows}"')
    assert read(table(*applications_head(), *lines)).applications == CELLS


def test_a_table_of_reviews_may_come_in_two() -> None:
    outcomes = row(*map(plain, ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")))
    one = table(row(plain("行政复议", 'colspan="5"')), outcomes, row(*map(plain, "41027")))
    heads = row(plain("行政诉讼", 'colspan="5"')) + row(plain("复议后起诉", 'colspan="5"'))
    found = read(one, table(heads, outcomes, row(*map(plain, ("1", "0", "0", "1", "无")))))
    assert found.reviews["reconsideration"] == REVIEWS["reconsideration"]
    after = REVIEWS["litigation_after_reconsideration"] | {"total": None}
    assert found.reviews["litigation_after_reconsideration"] == after
    assert found.unread == ()


def test_a_number_below_no_heading_is_named() -> None:
    short = [
        line.replace('colspan="5">复议后起诉', 'colspan="4">复议后起诉') for line in reviews_head()
    ]
    found = read(table(*short, *reviews_rows()))
    assert found.unread == ("reviews: a number below no heading: 2",)


def test_hidden_rows_are_not_read_and_a_twin_of_a_table_neither() -> None:
    twin = table(
        *applications_head(), *applications_rows({n: dict.fromkeys(APPLICANTS, 0) for n in CELLS})
    )
    hidden = '<tr style="display:none"><td>行政许可</td><td>1</td></tr>'
    head = row(plain("信息内容"), plain("本年处理决定数量"))
    found = read(
        table(*applications_head(), *applications_rows(CELLS)),
        twin,
        table(head, hidden, row(plain("行政许可"), plain("2"))),
    )
    assert found.applications == CELLS
    assert found.disclosed == {"licences": {"decisions": 2}}


def test_other_tables_of_the_report_are_left_alone() -> None:
    other = table(
        row(plain("序号"), plain("项目"), plain("数量")), row(*map(plain, ("1", "会议", "3")))
    )
    found = read(
        other, table(*disclosed_rows()), other, table(*reviews_head(), *reviews_rows()), other
    )
    assert (found.disclosed, found.reviews, found.unread) == (DISCLOSED, REVIEWS, ())


def test_the_indicators_of_former_years_are_told_and_not_read() -> None:
    found = read(
        table(
            row(*map(plain, ("指标名称", "计量单位", "统计数"))),
            row(*map(plain, ("主动公开政府信息数", "条", "1200"))),
            row(*map(plain, ("收到申请数", "件", "7"))),
        )
    )
    assert found == AnnualTables(Form.INDICATORS)


def test_a_page_without_the_tables_has_none() -> None:
    other = table(row(plain("姓名"), plain("电话")), row(plain("办公室"), plain("6000000")))
    assert read_annual_tables([page("<p>一、总体情况</p>", other)]) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("０", 0),
        ("1，234", 1234),
        ("61.25", 61.25),
        ("+3", 3),
        ("-3", -3),
        ("1.2.3", None),
        ("12件", None),
        ("", None),
        ("9" * 16, None),
    ],
)
def test_a_cell_is_one_number_or_none(text: str, value: float | None) -> None:
    assert number_of(text) == value
