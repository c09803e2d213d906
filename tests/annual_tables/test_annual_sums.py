"""Sums that the form of 政府信息公开年报 asks for (勾稽关系)."""

from __future__ import annotations

import pytest

from govreports.annual_tables import AnnualTables, sums_that_fail
from tests.annual_tables.forms import REVIEWS, applications


def test_tables_that_add_up_raise_nothing() -> None:
    assert sums_that_fail(AnnualTables(applications=applications(), reviews=REVIEWS)) == ()


def test_a_wrong_cell_is_named_by_its_row_and_its_column() -> None:
    cells = applications()
    cells["granted"]["companies"] += 1
    by_row, by_column = sums_that_fail(AnnualTables(applications=cells))
    row, column = cells["granted"]["total"], cells["total"]["companies"]
    assert by_row == f"applications: granted: columns add up to {row + 1}, the total says {row}"
    assert by_column == (
        f"applications: companies: results add up to {column + 1}, the total says {column}"
    )


def test_what_came_in_must_be_done_or_left() -> None:
    cells = applications()
    cells["carried_out"]["companies"] += 5
    cells["carried_out"]["total"] += 5
    one, all_of_them = sums_that_fail(AnnualTables(applications=cells))
    came = cells["total"]["companies"] + 3
    assert one == f"applications: companies: {came} came in and over, {came + 5} are done or left"
    assert all_of_them.startswith("applications: total: ")


@pytest.mark.parametrize("total", [None, 7])
def test_blank_cells_count_nothing_and_a_blank_total_asks_for_nothing(total: int | None) -> None:
    row = {"upheld": 7, "corrected": None, "other": None, "pending": 0, "total": total}
    assert sums_that_fail(AnnualTables(reviews={"reconsideration": row})) == ()


def test_outcomes_must_add_up() -> None:
    row = {"upheld": 7, "corrected": 1, "other": 0, "pending": 0, "total": 7}
    assert sums_that_fail(AnnualTables(reviews={"litigation_direct": row})) == (
        "reviews: litigation_direct: columns add up to 8, the total says 7",
    )
