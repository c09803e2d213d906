"""Spreadsheets: XLS by xlrd, XLSX by openpyxl. A row is a line, tabs between its cells."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
import xlrd
from xlrd.xldate import XLDateError, xldate_as_datetime

from govreports.attachments.bounds import Collected, check_parts, opened_package
from govreports.attachments.records import encrypted, refuse, scanned

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

_XML = (".xml", ".rels")
_LOCKED = "encrypted"


def read_xlsx(stream: BinaryIO) -> str:
    """Return the shown values of all sheets; formulas as they were last computed."""
    package = opened_package(stream)
    check_parts(part for part in package.infolist() if part.filename.endswith(_XML))
    with warnings.catch_warnings():
        # It warns of what it would not keep on writing.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        collected = Collected()
        for sheet in book.worksheets:
            # What it states as its size may be anything.
            sheet.reset_dimensions()
            collected.add(sheet.title)
            _collect(sheet.iter_rows(values_only=True), collected)
    return _shown(collected, len(book.worksheets))


def read_xls(stream: BinaryIO) -> str:
    """Return the shown values of all sheets."""
    try:
        book = xlrd.open_workbook(
            file_contents=stream.read(), on_demand=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if _LOCKED in str(error):
            raise encrypted() from error
        message = f"a damaged workbook ({error})"
        raise refuse(message) from error
    collected = Collected()
    for name in book.sheet_names():
        sheet = book.sheet_by_name(name)
        collected.add(name)
        _collect((_values(row, book.datemode) for row in sheet.get_rows()), collected)
        book.unload_sheet(name)
    return _shown(collected, book.nsheets)


def _shown(collected: Collected, sheets: int) -> str:
    text = str(collected)
    # The sheets' names alone say nothing: such books hold pictures.
    if len(text.strip().splitlines()) <= sheets:
        raise scanned()
    return text


def _collect(rows: Iterable[Iterable[Any]], collected: Collected) -> None:
    for row in rows:
        line = "\t".join(map(_written, row)).rstrip("\t")
        if line:
            collected.add(line)
        if collected.full:
            return


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _values(row: Iterable[xlrd.sheet.Cell], datemode: int) -> list[object]:
    return [_value(cell, datemode) for cell in row]


def _value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype != xlrd.XL_CELL_DATE:
        return cell.value
    try:
        return xldate_as_datetime(cell.value, datemode)
    except (XLDateError, OverflowError):
        return cell.value
