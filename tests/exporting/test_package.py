from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from govreports.exporting.columns import COLUMNS
from govreports.exporting.errors import ExportError
from govreports.exporting.formats import Format
from govreports.exporting.package import (
    NAME,
    package,
    provenance_resource,
    resource,
    resource_name,
)
from govreports.exporting.sheets import Bounds, workbook

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def described(folder: Path, format_: Format, *columns: str) -> dict[str, Any]:
    file = folder / f"reports.{format_}"
    if format_ is Format.XLSX:
        with workbook(file, ["a"], Bounds(rows=2)) as add:
            add(["x"])
            add(["y"])
    else:
        file.write_bytes(b"content")
    return resource(file, columns or COLUMNS, format_, {"rows": 3})


def types(folder: Path, format_: Format) -> dict[str, str]:
    fields = described(folder, format_)["schema"]["fields"]
    return {field["name"]: field["type"] for field in fields}


def test_a_resource_names_its_file_and_what_is_in_it(tmp_path: Path) -> None:
    found = described(tmp_path, Format.CSV)
    assert (found["path"], found["bytes"], found["rows"]) == ("reports.csv", 7, 3)
    assert found["hash"] == "sha256:" + hashlib.sha256(b"content").hexdigest()
    assert found["schema"]["primaryKey"] == ["report_id", "version"]


def test_a_workbook_names_its_sheets(tmp_path: Path) -> None:
    assert described(tmp_path, Format.XLSX)["sheets"] == ["reports", "reports 2"]
    assert "sheets" not in described(tmp_path, Format.CSV)


def test_each_column_is_described_in_chinese_and_english(tmp_path: Path) -> None:
    fields = described(tmp_path, Format.CSV)["schema"]["fields"]
    assert [field["name"] for field in fields] == list(COLUMNS)
    body = fields[COLUMNS.index("body")]
    assert body["title"] == "正文"
    assert body["description"].splitlines()[0].startswith("正文全文")
    assert body["description"].splitlines()[1].startswith("The whole text")


@pytest.mark.parametrize(
    ("format_", "keywords"),
    [
        (Format.CSV, "string"),
        (Format.XLSX, "string"),
        (Format.JSONL, "array"),
        (Format.PARQUET, "array"),
    ],
)
def test_types_are_those_of_table_schema(tmp_path: Path, format_: Format, keywords: str) -> None:
    found = types(tmp_path, format_)
    assert found["keywords"] == keywords
    assert (found["attachments"], found["metadata"]) == ("array", "object")
    assert (found["issued_on"], found["fetched_at"]) == ("date", "datetime")
    assert (found["version"], found["title"]) == ("integer", "string")


def test_a_body_that_goes_on_has_its_columns_described(tmp_path: Path) -> None:
    fields = described(tmp_path, Format.XLSX, "body", "body_2")["schema"]["fields"]
    assert [(field["name"], field["title"]) for field in fields] == [
        ("body", "正文"),
        ("body_2", "正文续"),
    ]


def test_provenance_refers_to_the_rows_of_its_data(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv.provenance.csv"
    file.touch()
    found = provenance_resource(file, "reports.csv", {})
    (key,) = found["schema"]["foreignKeys"]
    assert key["reference"] == {"resource": "reports.csv", "fields": ["report_id", "version"]}


@pytest.mark.parametrize("name", ["reports.csv", "a_b-c.1.jsonl"])
def test_a_plain_file_name_names_its_resource(name: str) -> None:
    assert resource_name(name) == name


@pytest.mark.parametrize("name", ["报告.csv", "Reports.csv", "年报.csv"])
def test_another_file_name_is_spelt_in_allowed_letters_and_stays_unique(name: str) -> None:
    found = resource_name(name)
    assert found.isascii()
    assert found == found.lower()
    assert len({resource_name(other) for other in ("报告.csv", "年报.csv", "csv")}) == 3


def test_a_package_speaks_of_licence_and_time(tmp_path: Path) -> None:
    content = json.loads(package(tmp_path, [described(tmp_path, Format.CSV)], NOW))
    assert content["created"] == "2026-03-01T00:00:00+00:00"
    assert set(content["licence_note"]) == {"zh", "en"}
    assert content["profile"] == "data-package"


def test_other_files_of_the_folder_stay_described_while_they_are_there(tmp_path: Path) -> None:
    for format_ in (Format.CSV, Format.JSONL, Format.CSV):
        text = package(tmp_path, [described(tmp_path, format_)], NOW)
        (tmp_path / NAME).write_text(text, encoding="utf-8")
    paths = [one["path"] for one in json.loads(text)["resources"]]
    assert paths == ["reports.jsonl", "reports.csv"]
    (tmp_path / "reports.jsonl").unlink()
    text = package(tmp_path, [described(tmp_path, Format.CSV)], NOW)
    assert [one["path"] for one in json.loads(text)["resources"]] == ["reports.csv"]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"resources": []}', '{"resources": [1], "generator": "govreports"}'],
)
def test_a_package_of_somebody_else_is_never_overwritten(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(ExportError, match="not written by govreports") as refused:
        package(tmp_path, [], NOW)
    assert "-o" in refused.value.remedy
