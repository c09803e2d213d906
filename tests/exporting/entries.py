"""Rows to export, and a reader of our spreadsheets that knows nothing of how they are written."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from govreports.records import Attachment, Report
from govreports.store.answers import Entry
from govreports.store.types import CHINA

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SEEN = datetime(2026, 3, 1, 8, tzinfo=UTC)
ENTRY = Entry(
    Report(
        portal="jinshui",
        url="https://public.jinshui.gov.cn/D0104X/1.jhtml",
        title="关于二〇二三年度工作的报告",
        published_on=date(2024, 3, 1),
        published_at=datetime(2024, 3, 1, 9, 6, tzinfo=CHINA),
        keywords=("规划", "计划"),
        report_year=2023,
        body="第一段。\n第二段\t有格。",
        body_state="text",
        attachments=(Attachment("附表.docx", "https://public.jinshui.gov.cn/u/附表.docx"),),
        metadata={"索引号": "005279426/2024-00001"},
        content_hash="n1:0",
        version=1,
        fetched_at=SEEN,
    ),
    report_id="jinshui-aaaaaaaaaa",
    first_seen_at=SEEN,
    last_seen_at=SEEN,
    removed_at=None,
    unlisted_at=SEEN,
)


def entry(**fields: Any) -> Entry:
    return replace(ENTRY, report=replace(ENTRY.report, **fields))


def cells_of(file: Path) -> list[dict[str, str]]:
    """Return the filled cells of the first sheet, row by row, by their columns' letters."""
    with zipfile.ZipFile(file) as package:
        assert package.testzip() is None
        root = ET.fromstring(package.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    return [
        {re.sub(r"\d", "", cell.get("r", "")): text_of(cell) for cell in row}
        for row in root.iter(f"{NAMESPACE}row")
    ]


def text_of(cell: ET.Element) -> str:
    assert cell.find(f"{NAMESPACE}f") is None, "a formula"
    text = "".join(cell.itertext())
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def rows_of(file: Path) -> list[dict[str, str]]:
    """Return the rows below the header, empty cells too, by their columns' names."""
    header, *rows = cells_of(file)
    return [{name: row.get(letters, "") for letters, name in header.items()} for row in rows]
