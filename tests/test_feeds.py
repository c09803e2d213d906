from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from govreports.feeds import (
    COLUMNS,
    CsvReports,
    JsonLinesReports,
    JsonReports,
    csv_row,
    guarded,
    json_row,
)
from govreports.records import Attachment, Report

BEIJING = timezone(timedelta(hours=8))
CONTRACT_COLUMNS = [
    "portal",
    "url",
    "title",
    "index_number",
    "document_number",
    "publisher",
    "issued_on",
    "published_on",
    "published_at",
    "document_type",
    "topic",
    "keywords",
    "disclosure",
    "validity",
    "effective_on",
    "expires_on",
    "source",
    "column",
    "region_code",
    "report_year",
    "report_kind",
    "signed_by",
    "signed_on",
    "body",
    "body_state",
    "attachments",
    "metadata",
    "content_hash",
    "version",
    "fetched_at",
]

REPORT = Report(
    portal="jinshui",
    url="https://public.jinshui.gov.cn/D0104X/1.jhtml",
    title="关于二〇二三年度工作的报告",
    published_on=date(2024, 3, 1),
    published_at=datetime(2024, 3, 1, 9, 6, tzinfo=BEIJING),
    keywords=("规划", "计划"),
    report_year=2023,
    body="第一段\n第二段",
    body_state="text",
    attachments=(Attachment("附表.docx", "https://public.jinshui.gov.cn/u/附表.docx"),),
    metadata={"索引号": "005279426/2024-00001"},
    version=1,
    fetched_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)


def csv_of(*reports: Report) -> bytes:
    file = io.BytesIO()
    exporter = CsvReports(file)
    exporter.start_exporting()
    for report in reports:
        exporter.export_item(report)
    exporter.finish_exporting()
    return file.getvalue()


def test_the_columns_are_the_contracts_in_its_order() -> None:
    assert list(COLUMNS) == CONTRACT_COLUMNS


def test_an_empty_feed_still_has_one_bom_and_the_header() -> None:
    assert csv_of().decode("utf-8") == "\ufeff" + ",".join(CONTRACT_COLUMNS) + "\r\n"


def test_a_csv_row_reads_back_with_dates_in_iso_and_chinese_intact() -> None:
    text = csv_of(REPORT).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"] == "关于二〇二三年度工作的报告"
    assert row["published_on"] == "2024-03-01"
    assert row["published_at"] == "2024-03-01T09:06:00+08:00"
    assert row["keywords"] == "规划;计划"
    assert row["body"] == "第一段\n第二段"
    assert row["issued_on"] == ""
    assert row["fetched_at"] == "2026-01-02T03:04:05+00:00"


def test_attachments_and_metadata_are_json_cells_in_chinese() -> None:
    row = dict(zip(COLUMNS, csv_row(REPORT), strict=True))
    assert json.loads(row["attachments"])[0]["name"] == "附表.docx"
    assert row["metadata"] == '{"索引号": "005279426/2024-00001"}'


def test_absent_attachments_and_metadata_are_empty_cells() -> None:
    row = dict(zip(COLUMNS, csv_row(Report("p", "u", "t")), strict=True))
    assert row["attachments"] == row["metadata"] == row["keywords"] == ""


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["报告", "1", "", "〔2021〕7号", "a=b"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_a_title_that_is_a_formula_is_guarded_in_the_csv_and_plain_in_json() -> None:
    report = Report("p", "u", "=cmd()")
    assert csv_row(report)[2] == "'=cmd()"
    assert json_row(report)["title"] == "=cmd()"


def test_json_lines_hold_one_report_a_line_without_a_bom() -> None:
    file = io.BytesIO()
    exporter = JsonLinesReports(file)
    exporter.start_exporting()
    exporter.export_item(REPORT)
    exporter.export_item(REPORT)
    exporter.finish_exporting()
    lines = file.getvalue().decode("utf-8").splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0])["keywords"] == ["规划", "计划"]
    assert list(json.loads(lines[0])) == CONTRACT_COLUMNS


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_json_feed_is_one_array_of_any_length(count: int) -> None:
    file = io.BytesIO()
    exporter = JsonReports(file)
    exporter.start_exporting()
    for _ in range(count):
        exporter.export_item(REPORT)
    exporter.finish_exporting()
    assert len(json.loads(file.getvalue())) == count
