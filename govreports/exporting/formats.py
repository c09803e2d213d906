"""The formats of an export."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from govreports.exporting.columns import COLUMNS
from govreports.exporting.errors import ExportError
from govreports.exporting.text_files import csv_file, json_lines_file
from govreports.exporting.xlsx_file import layout_of, xlsx_file

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from govreports.exporting.columns import Sink
    from govreports.store.snapshot import Snapshot


class Format(StrEnum):
    """A file format; the value is its suffix."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    XLSX = "xlsx"


def open_file(
    format_: Format, file: Path, shot: Snapshot
) -> tuple[tuple[str, ...], AbstractContextManager[Sink]]:
    """Return the file's columns, and the file itself, to be entered for writing.

    Raises :class:`ExportError` where the format's library is missing.
    """
    match format_:
        case Format.CSV:
            return COLUMNS, csv_file(file)
        case Format.JSONL:
            return COLUMNS, json_lines_file(file)
        case Format.XLSX:
            layout = layout_of(shot)
            return layout.columns, xlsx_file(file, layout)
        case Format.PARQUET:
            return COLUMNS, _parquet_file(file)


def _parquet_file(file: Path) -> AbstractContextManager[Sink]:
    # An optional library of 150 MB, and 40 MB of memory that the other formats do not need.
    try:
        from govreports.exporting.parquet_file import parquet_file  # noqa: PLC0415
    except ModuleNotFoundError as error:
        found = f"Parquet needs the library {error.name}, which is not installed"
        raise ExportError(found, "python -m pip install 'govreports[parquet]'") from error
    return parquet_file(file)
