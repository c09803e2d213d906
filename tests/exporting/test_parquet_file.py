from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from govreports.exporting.columns import COLUMNS
from govreports.exporting.parquet_file import parquet_file
from govreports.records import BodyState
from tests.exporting.entries import ENTRY, SEEN, entry

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.store.answers import Entry


def written(file: Path, *entries: Entry) -> Any:
    with parquet_file(file) as add:
        for one in entries:
            add(one)
    return parquet.read_table(file)


@pytest.mark.parametrize(
    ("column", "type_"),
    [
        ("title", pa.string()),
        ("issued_on", pa.date32()),
        ("published_at", pa.timestamp("us", tz="+08:00")),
        ("fetched_at", pa.timestamp("us", tz="UTC")),
        ("removed_at", pa.timestamp("us", tz="UTC")),
        ("keywords", pa.list_(pa.string())),
        ("attachments", pa.string()),
        ("report_year", pa.int32()),
    ],
)
def test_columns_are_typed(tmp_path: Path, column: str, type_: Any) -> None:
    assert written(tmp_path / "a.parquet", ENTRY).schema.field(column).type == type_


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    table = written(tmp_path / "a.parquet", entry(title="=cmd()", body_state=BodyState.TEXT))
    (row,) = table.to_pylist()
    assert tuple(row) == COLUMNS
    # No cell is run here, so none is guarded.
    assert row["title"] == "=cmd()"
    assert row["published_on"] == date(2024, 3, 1)
    assert row["published_at"] == ENTRY.report.published_at
    assert row["fetched_at"] == SEEN
    assert row["keywords"] == ["规划", "计划"]
    assert row["body"] == ENTRY.report.body
    assert row["body_state"] == "text"
    assert (row["issued_on"], row["removed_at"]) == (None, None)
    assert json.loads(row["attachments"])[0]["name"] == "附表.docx"
    assert json.loads(row["metadata"]) == dict(ENTRY.report.metadata)


def test_an_export_without_rows_is_a_whole_file(tmp_path: Path) -> None:
    table = written(tmp_path / "a.parquet")
    assert (table.num_rows, tuple(table.column_names)) == (0, COLUMNS)


def test_row_groups_are_bounded_by_their_text(tmp_path: Path) -> None:
    bodies = [f"{number}" + "报" * 1_500_000 for number in range(5)]
    written(tmp_path / "a.parquet", *(entry(body=body) for body in bodies))
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert groups == [3, 2]
    assert file.read(["body"])["body"].to_pylist() == bodies
    file.close()
