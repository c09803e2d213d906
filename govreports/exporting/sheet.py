"""The XML of an XLSX sheet (ECMA-376): rows and cells of text and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    Cells: TypeAlias = Sequence[str | int]
    """A row; an empty text is an empty cell."""

MOST_UNITS = 32_767
"""UTF-16 units of a cell: Excel counts a character beyond the BMP as two."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
TAIL = "</sheetData></worksheet>"
_PLAIN, _BOLD = "", ' s="1"'
# What XML cannot hold, what its readers would change (CR), and what reads like the escape itself.
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def head(header: Cells) -> str:
    """Return what stands before the second row: the header is bold and stays in sight."""
    return _HEAD + row(1, header, _BOLD)


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
