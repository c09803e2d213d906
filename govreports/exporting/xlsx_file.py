"""Reports as a spreadsheet: no cell is run, no text is cut."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.exporting.columns import COLUMNS, WORDS, csv_cells, value
from govreports.exporting.errors import ExportError
from govreports.exporting.sheet import MOST_ROWS, MOST_UNITS, sheet, units
from govreports.feeds import guarded
from govreports.vocab.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.exporting.columns import Sink
    from govreports.store.answers import Entry
    from govreports.store.snapshot import Snapshot

_BODY = COLUMNS.index("body")
_NUMBERS = {
    place: name for place, name in enumerate(COLUMNS) if WORDS[name].type is ColumnType.INTEGER
}
# XML of a row beside its body, and of a body's character: more than any row takes.
_ROW_BYTES = 20_000
_CHARACTER_BYTES = 6
# ZIP's 32-bit form ends at 2 GB when an entry is streamed.
_LARGE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What must be known before the first row: columns for long bodies, and the ZIP's form."""

    body_cells: int
    large: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The sheet's columns: ``body_2`` and so on stand last, so that no other one moves."""
        return (*COLUMNS, *(f"body_{number}" for number in range(2, self.body_cells + 1)))


def layout_of(shot: Snapshot) -> Layout:
    """Measure what is to be written. Raises :class:`ExportError` where no sheet is that long."""
    rows = shot.count()
    if rows >= MOST_ROWS:
        found = f"{rows} versions, and a spreadsheet ends at {MOST_ROWS - 1}"
        raise ExportError(found, "export one --portal at a time, or as csv, jsonl or parquet")
    characters, longest = shot.body_sizes()
    cells = 1
    # A character takes at most two units, an escaped formula one more.
    if 2 * longest >= MOST_UNITS:
        bodies = shot.bodies_longer_than(MOST_UNITS // 2 - 1)
        cells = max((len(parts(guarded(body))) for body in bodies), default=1)
    return Layout(cells, rows * _ROW_BYTES + characters * _CHARACTER_BYTES > _LARGE)


@contextmanager
def xlsx_file(file: Path, layout: Layout) -> Iterator[Sink]:
    """Open a workbook of reports."""
    with sheet(file, layout.columns, large=layout.large) as add:
        yield lambda entry: add(sheet_cells(entry, layout))


def sheet_cells(entry: Entry, layout: Layout) -> list[str | int]:
    """Return a row: text as in the CSV, numbers as numbers, the body in as many cells as it takes.

    Raises :class:`ExportError` for another cell that is too long for a spreadsheet.
    """
    cells: list[str | int] = list(csv_cells(entry))
    body, *more = parts(str(cells[_BODY])) or [""]
    cells[_BODY] = body
    for place, text in enumerate(cells):
        if isinstance(text, str) and len(text) > MOST_UNITS // 2 and units(text) > MOST_UNITS:
            raise _too_long(entry, COLUMNS[place], units(text))
    for place, name in _NUMBERS.items():
        number = value(entry, name)
        cells[place] = "" if number is None else number
    return [*cells, *more, *[""] * (layout.body_cells - 1 - len(more))]


def parts(text: str) -> list[str]:
    """Cut a text into cells' lengths, each safe to open: joined, they are the text again.

    A part that a spreadsheet would run gets its apostrophe, as the first one has.
    """
    found: list[str] = []
    while text:
        text = guarded(text) if found else text
        end = _end_of_cell(text)
        found.append(text[:end])
        text = text[end:]
    return found


def _end_of_cell(text: str) -> int:
    """Return how many characters of a text a cell takes."""
    if len(text) <= MOST_UNITS // 2:
        return len(text)
    end = min(len(text), MOST_UNITS)
    while (over := units(text[:end]) - MOST_UNITS) > 0:
        # Each of the last characters may be one unit or two.
        end -= (over + 1) // 2
    return end


def _too_long(entry: Entry, column: str, found: int) -> ExportError:
    what = (
        f"{entry.report_id}, version {entry.report.version}: {column} takes {found} characters, "
        f"and a spreadsheet's cell ends at {MOST_UNITS}"
    )
    return ExportError(what, "export as csv, jsonl or parquet")
