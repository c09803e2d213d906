from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from govreports.exporting.columns import COLUMNS
from govreports.exporting.text_files import csv_file, json_lines_file
from govreports.feeds import COLUMNS as RECORD_COLUMNS
from tests.exporting.entries import ENTRY, entry

if TYPE_CHECKING:
    from pathlib import Path

STORE_COLUMNS = ("report_id", "first_seen_at", "last_seen_at", "removed_at", "unlisted_at")


def test_the_columns_are_the_records_and_then_the_stores() -> None:
    assert COLUMNS == RECORD_COLUMNS + STORE_COLUMNS


def test_csv_has_one_bom_a_header_and_the_feeds_cells(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    with csv_file(file) as add:
        add(ENTRY)
        add(entry(title="=cmd()"))
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfportal,url,")
    assert content.count(b"\xef\xbb\xbf") == 1
    first, second = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert tuple(first) == COLUMNS
    assert first["body"] == ENTRY.report.body
    assert first["published_at"] == "2024-03-01T09:06:00+08:00"
    assert first["keywords"] == "规划;计划"
    assert first["report_id"] == "jinshui-aaaaaaaaaa"
    assert (first["removed_at"], first["unlisted_at"]) == ("", "2026-03-01T08:00:00+00:00")
    assert second["title"] == "'=cmd()"


def test_csv_without_a_row_still_has_its_header(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    with csv_file(file):
        pass
    assert file.read_text(encoding="utf-8-sig").split() == [",".join(COLUMNS)]


def test_json_lines_have_no_bom_and_one_object_a_line(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    with json_lines_file(file) as add:
        add(ENTRY)
        add(entry(title="=cmd()", body="一\u2028二"))
    # Not splitlines(): a line separator in a text is none of the file's.
    first, second, rest = file.read_bytes().decode("utf-8").split("\n")
    assert rest == ""
    assert tuple(json.loads(first)) == COLUMNS
    assert json.loads(first)["keywords"] == ["规划", "计划"]
    assert json.loads(first)["removed_at"] is None
    assert json.loads(second)["title"] == "=cmd()"
