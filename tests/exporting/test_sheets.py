"""Workbooks of one sheet and of several, as openpyxl and as any unpacker reads them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from govreports.exporting.sheets import Bounds, sheet_names, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADER = ["编号", "正文"]


def written(file: Path, rows: Sequence[Sequence[str | int]], bounds: Bounds | None = None) -> Path:
    with workbook(file, HEADER, bounds) as add:
        for cells in rows:
            add(cells)
    return file


def sheets_of(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(file, read_only=True)
    found = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    book.close()
    return found


def xml_of(file: Path) -> list[bytes]:
    with zipfile.ZipFile(file) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return [package.read(name) for name in names]


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_what_a_sheet_holds_stands_in_one(tmp_path: Path, rows: int) -> None:
    texts = [(number, f"第{number}段") for number in range(rows)]
    file = written(tmp_path / "a.xlsx", texts)
    assert sheets_of(file) == {"reports": [tuple(HEADER), *texts]}
    assert sheet_names(file) == ["reports"]


def test_a_full_sheet_is_followed_by_another_with_the_header(tmp_path: Path) -> None:
    texts = [(number, f"第{number}段") for number in range(5)]
    file = written(tmp_path / "a.xlsx", texts, Bounds(rows=3))
    assert sheets_of(file) == {
        "reports": [tuple(HEADER), *texts[:2]],
        "reports 2": [tuple(HEADER), *texts[2:4]],
        "reports 3": [tuple(HEADER), texts[4]],
    }
    assert sheet_names(file) == ["reports", "reports 2", "reports 3"]


def test_rows_that_just_fill_a_sheet_begin_no_other(tmp_path: Path) -> None:
    file = written(tmp_path / "a.xlsx", [(1, "一"), (2, "二")], Bounds(rows=3))
    assert sheet_names(file) == ["reports"]


def test_a_sheet_is_full_by_the_bytes_of_its_xml_too(tmp_path: Path) -> None:
    # A character here is three bytes, or five where it is escaped.
    texts = [(number, "报告&" * 1000) for number in range(10)]
    file = written(tmp_path / "a.xlsx", texts, Bounds(xml_bytes=30_000))
    sizes = [len(xml) for xml in xml_of(file)]
    row = 3 * 2000 + 5 * 1000
    assert len(sizes) == 4
    assert all(30_000 < size < 30_000 + row + 1000 for size in sizes[:-1])
    assert [row for rows in sheets_of(file).values() for row in rows[1:]] == texts


def test_a_sheet_ends_well_before_what_readers_cannot_open() -> None:
    bounds = Bounds()
    assert bounds.rows == 2**20
    # What fills a sheet is the row that passes the bound: there must be room for the longest.
    assert bounds.xml_bytes < 2**31 - 500_000_000


def test_rows_are_numbered_anew_in_every_sheet(tmp_path: Path) -> None:
    file = written(tmp_path / "a.xlsx", [(1, "一"), (2, "二")], Bounds(rows=2))
    for xml in xml_of(file):
        root = ET.fromstring(xml)  # noqa: S314 - our own file
        assert [row.get("r") for row in root.iter() if row.tag.endswith("}row")] == ["1", "2"]


def test_no_part_needs_the_64_bit_form(tmp_path: Path) -> None:
    """Not every reader knows it."""
    with zipfile.ZipFile(written(tmp_path / "a.xlsx", [(1, "一")])) as package:
        assert package.testzip() is None
        # Version 4.5 of the format and later.
        assert all(part.extract_version < 45 for part in package.infolist())


def test_every_part_is_named_with_its_type(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path / "a.xlsx", [(1, "一")] * 4, Bounds(rows=2))) as package:
        types = ET.fromstring(package.read("[Content_Types].xml"))  # noqa: S314 - our own file
        parts = {f"/{name}" for name in package.namelist()}
    named = {one.get("PartName") for one in types if one.get("PartName")}
    assert named == {part for part in parts if part.endswith(".xml") and "[" not in part}


def test_what_fails_half_way_is_raised_as_it_was(tmp_path: Path) -> None:
    def fail_within() -> None:
        with workbook(tmp_path / "a.xlsx", HEADER) as add:
            add([1, "一"])
            raise LookupError

    with pytest.raises(LookupError):
        fail_within()
