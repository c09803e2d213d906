"""Reports as a spreadsheet: no cell is run, no text is cut."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.exporting.columns import COLUMNS, WORDS, csv_cells, value
from govreports.exporting.errors import ExportError
from govreports.exporting.sheet import MOST_UNITS, units
from govreports.exporting.sheets import workbook
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


@dataclass(frozen=True, slots=True)
class Layout:
    """What must be known before the first row: how many cells the longest body takes."""

    body_cells: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The sheets' columns: ``body_2`` and so on stand last, so that no other one moves."""
        return (*COLUMNS, *(f"body_{number}" for number in range(2, self.body_cells + 1)))


def layout_of(shot: Snapshot) -> Layout:
    """Measure what is to be written."""
    # A character takes at most two units, an escaped formula one more.
    if 2 * shot.longest_body() < MOST_UNITS:
        return Layout(1)
    bodies = shot.bodies_longer_than(MOST_UNITS // 2 - 1)
    return Layout(max((len(parts(guarded(body))) for body in bodies), default=1))


@contextmanager
def xlsx_file(file: Path, layout: Layout) -> Iterator[Sink]:
    """Open a workbook of reports."""
    with workbook(file, layout.columns) as add:
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
