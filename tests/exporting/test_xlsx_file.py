from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest

from govreports.exporting.columns import COLUMNS
from govreports.exporting.errors import ExportError
from govreports.exporting.sheet import MOST_UNITS, units
from govreports.exporting.xlsx_file import Layout, layout_of, parts, sheet_cells, xlsx_file
from tests.exporting.entries import ENTRY, entry, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.store.snapshot import Snapshot

ONE = Layout(1)
FULL = "报" * MOST_UNITS


@dataclass
class Shot:
    """What a snapshot says of bodies."""

    bodies: tuple[str, ...]

    def longest_body(self) -> int:
        return max(map(len, self.bodies), default=0)

    def bodies_longer_than(self, characters: int) -> Iterator[str]:
        return (body for body in self.bodies if len(body) > characters)


def layout(*bodies: str) -> Layout:
    return layout_of(cast("Snapshot", Shot(bodies)))


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        ("短", 1),
        (FULL, 1),
        (FULL + "告", 2),
        ("=" + FULL[1:], 2),
        ("𠮷" * (MOST_UNITS // 2), 1),
        ("𠮷" * (MOST_UNITS // 2 + 1), 2),
        (FULL * 3, 3),
    ],
)
def test_there_are_as_many_columns_as_the_longest_body_takes(body: str, cells: int) -> None:
    found = layout("别的", body)
    assert found.body_cells == cells
    assert found.columns == (*COLUMNS, *(f"body_{n}" for n in range(2, cells + 1)))


def test_without_reports_a_body_takes_one_cell() -> None:
    assert layout() == ONE


@pytest.mark.parametrize(
    "text", ["", "短", FULL, FULL + "告", "𠮷" * 40_000, "报𠮷告" * 30_000, FULL + "\n" + FULL]
)
def test_parts_are_cells_and_joined_the_text_again(text: str) -> None:
    found = parts(text)
    assert "".join(found) == text
    assert all(0 < units(part) <= MOST_UNITS for part in found)
    # Each is as full as can be: two together would not fit.
    assert all(units(part) >= MOST_UNITS - 1 for part in found[:-1])


def test_a_part_that_would_be_run_is_guarded_too() -> None:
    first, second = parts(FULL + "=1+1")
    assert (first, second) == (FULL, "'=1+1")


def test_a_long_body_goes_on_in_further_cells(tmp_path: Path) -> None:
    body = "𠮷" + "一二三四五\n" * 12_000
    file = tmp_path / "reports.xlsx"
    with xlsx_file(file, layout(body)) as add:
        add(entry(body=body))
        add(ENTRY)
    long, short = rows_of(file)
    assert list(long)[-2:] == ["body_2", "body_3"]
    assert long["body"] + long["body_2"] + long["body_3"] == body
    assert (short["body"], short["body_2"]) == (ENTRY.report.body, "")


def test_cells_are_those_of_the_csv_but_for_numbers(tmp_path: Path) -> None:
    file = tmp_path / "reports.xlsx"
    with xlsx_file(file, ONE) as add:
        add(entry(title="=cmd()"))
    (row,) = rows_of(file)
    assert tuple(row) == COLUMNS
    assert row["title"] == "'=cmd()"
    assert row["published_at"] == "2024-03-01T09:06:00+08:00"
    assert row["keywords"] == "规划;计划"
    cells = dict(zip(COLUMNS, sheet_cells(ENTRY, ONE), strict=True))
    assert (cells["report_year"], cells["version"]) == (2023, 1)
    assert (
        dict(zip(COLUMNS, sheet_cells(entry(report_year=None), ONE), strict=True))["report_year"]
        == ""
    )


def test_a_report_without_a_body_has_an_empty_cell() -> None:
    assert sheet_cells(entry(body=None), ONE)[COLUMNS.index("body")] == ""


@pytest.mark.parametrize(
    "fields", [{"metadata": {"标签": "𠮷" * 17_000}}, {"keywords": ("词" * 40_000,)}]
)
def test_another_cell_that_is_too_long_is_named_and_never_cut(fields: dict[str, Any]) -> None:
    (name,) = fields
    with pytest.raises(ExportError, match=f"jinshui-aaaaaaaaaa, version 1: {name} takes"):
        sheet_cells(entry(**fields), ONE)
