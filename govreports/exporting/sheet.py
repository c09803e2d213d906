"""XLSX (ECMA-376), its one sheet written straight into the ZIP file.

XlsxWriter (3.3) puts the sheet into temporary files first when its memory is
to be bounded, up to twice the sheet's size; and in that mode it takes a text
between ``<r>`` and ``</r>`` for markup and lets control characters through,
after which no reader opens the file. openpyxl refuses such characters.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Cells: TypeAlias = Sequence[str | int]
    """A row; an empty text is an empty cell."""

MOST_ROWS = 1_048_576
"""Rows of a sheet, with its header."""
MOST_UNITS = 32_767
"""UTF-16 units of a cell: Excel counts a character beyond the BMP as two."""

# Level 3 takes half the time of the default and gives files a tenth larger.
_LEVEL = 3
_SHEET = "xl/worksheets/sheet1.xml"
# The parts of a workbook that are always the same: name in the ZIP → file beside this one.
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "xl/workbook.xml": "workbook.xml",
    "xl/_rels/workbook.xml.rels": "workbook_rels.xml",
    "xl/styles.xml": "styles.xml",
}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
_TAIL = "</sheetData></worksheet>"
_PLAIN, _BOLD = "", ' s="1"'
# What XML cannot hold, what its readers would change (CR), and what reads like the escape itself.
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@contextmanager
def sheet(file: Path, header: Sequence[str], *, large: bool) -> Iterator[Callable[[Cells], None]]:
    """Open a workbook of one sheet; what is yielded adds a row.

    ``large`` is for a sheet whose XML may exceed 2 GB: its ZIP entry gets the
    64-bit form, which is avoided elsewhere because not every reader knows it.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, source in _PARTS.items():
            package.writestr(name, _template(source))
        with package.open(_SHEET, "w", force_zip64=large) as entry:
            entry.write((_HEAD + row(1, header, _BOLD)).encode())
            number = 1

            def add(cells: Cells) -> None:
                nonlocal number
                number += 1
                entry.write(row(number, cells).encode())

            yield add
            entry.write(_TAIL.encode())


def row(number: int, cells: Cells, style: str = _PLAIN) -> str:
    """Return a row's XML; empty cells are left out, but for the last: every row is as wide."""
    last = len(cells) - 1
    filled = (
        _cell(f"{column_letters(place)}{number}", value, style)
        for place, value in enumerate(cells)
        if value != "" or place == last
    )
    return f'<row r="{number}">{"".join(filled)}</row>'


def column_letters(place: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    rest, last = divmod(place, 26)
    return (column_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def units(text: str) -> int:
    """Return how many UTF-16 units a text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cell(place: str, value: str | int, style: str) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"{style}><v>{value}</v></c>'
    if not value:
        return f'<c r="{place}"/>'
    text = escape(_ESCAPED.sub(_escaped, value))
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _escaped(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _template(name: str) -> bytes:
    return resources.files("govreports.exporting").joinpath("workbook", name).read_bytes()
