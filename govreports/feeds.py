"""Feed exporters whose columns come from the record, never from the first item."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, fields
from datetime import date, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from scrapy.exporters import BaseItemExporter

from govreports.records import Attachment, Report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from io import BytesIO

COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Report))

# A spreadsheet runs a cell that starts so: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def plain(value: Any) -> Any:
    """Return a field's value as JSON knows it: dates in ISO 8601, tuples as lists."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Attachment):
        return asdict(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


def json_row(report: Report) -> dict[str, Any]:
    """Return the report as one JSON object, fields in the record's order."""
    return {name: plain(getattr(report, name)) for name in COLUMNS}


def csv_row(report: Report) -> list[str]:
    """Return the report as CSV cells, in the record's order.

    ``keywords`` are joined with ``;``, ``attachments`` and ``metadata`` are
    JSON, an absent value is an empty cell.
    """
    return [cell(name, getattr(report, name)) for name in COLUMNS]


def cell(name: str, value: Any) -> str:
    """Return one CSV cell, safe to open in a spreadsheet."""
    if value is None:
        return ""
    if name == "keywords":
        return guarded(";".join(value))
    if name in {"attachments", "metadata"}:
        return json.dumps(plain(value), ensure_ascii=False) if value else ""
    return guarded(str(plain(value)))


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


class CsvReports(BaseItemExporter):
    """CSV with one BOM and a header line, also where no report was found."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        """Open the stream; ``options`` are Scrapy's exporter options."""
        super().__init__(dont_fail=True, **options)
        self._stream = TextIOWrapper(
            file, encoding="utf-8", newline="", line_buffering=False, write_through=True
        )
        self._writer = csv.writer(self._stream)

    def start_exporting(self) -> None:
        """Write the BOM, by which Excel knows UTF-8, and the header."""
        self._stream.write(BOM)
        self._writer.writerow(COLUMNS)

    def export_item(self, item: Report) -> None:
        """Write one report."""
        self._writer.writerow(csv_row(item))

    def finish_exporting(self) -> None:
        """Leave the file to the feed storage, which closes it."""
        self._stream.detach()


class JsonLinesReports(BaseItemExporter):
    """JSON Lines in UTF-8 without a BOM, one report a line."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        """Keep the binary file; ``options`` are Scrapy's exporter options."""
        super().__init__(dont_fail=True, **options)
        self._file = file

    def export_item(self, item: Report) -> None:
        """Write one report."""
        self._file.write(_encoded(json_row(item)) + b"\n")


class JsonReports(BaseItemExporter):
    """One JSON array of reports."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        """Keep the binary file; ``options`` are Scrapy's exporter options."""
        super().__init__(dont_fail=True, **options)
        self._file = file
        self._separator = b"\n"

    def start_exporting(self) -> None:
        """Open the array."""
        self._file.write(b"[")

    def export_item(self, item: Report) -> None:
        """Write one report."""
        self._file.write(self._separator + _encoded(json_row(item)))
        self._separator = b",\n"

    def finish_exporting(self) -> None:
        """Close the array."""
        self._file.write(b"\n]\n")


def _encoded(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8")
