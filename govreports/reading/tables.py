"""Tables: what is a table of data and what is page layout; rows with merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.reading.tags import BLOCKS, UNSHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.etree import _Element as Element

# HTML allows 1000 columns and 65534 rows; no table of a page for people has so many columns.
_MOST_COLUMNS = 100
_MOST_ROWS = 65534
# Characters that the merged cells of one table repeat; large ones of real pages repeat some 50,000.
_MOST_REPEATED = 1_000_000
_CELLS = ("td", "th")
# An article laid out by a table: one cell holds most of the text in several
# paragraphs, the others its title, date and links.
_MAIN_SHARE = 0.7
_MAIN_PARAGRAPHS = 4


def is_layout(table: Element) -> bool:
    """Say whether a table only lays out the page: one that holds tables, columns or an article."""
    if next((True for inner in table.iter("table") if inner is not table), False):
        return True
    rows = [cells_of(row) for row in table.iter("tr")]
    if max((sum(map(_has_content, row)) for row in rows), default=0) <= 1:
        return True
    cells = [cell for row in rows for cell in row]
    lengths = [len(_tight(cell)) for cell in cells]
    longest = max(lengths)
    main = cells[lengths.index(longest)]
    return longest > _MAIN_SHARE * sum(lengths) and _paragraphs(main) >= _MAIN_PARAGRAPHS


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a table row."""
    return [cell for cell in row if cell.tag in _CELLS]


def unmerged(
    rows: Iterable[Element], text_of: Callable[[Element], str]
) -> Iterator[tuple[Element, list[str]]]:
    """Yield rows with their cells' texts; a merged cell's stands in every place that it covers."""
    merged = _Merged()
    for row in rows:
        texts: list[str] = []
        for cell in cells_of(row):
            merged.carry(texts)
            merged.place(texts, cell, text_of(cell))
        merged.carry(texts)
        yield row, texts


class _Merged:
    """Repeats merged cells; once they have given too much, each stands in its first place only."""

    def __init__(self) -> None:
        self._below: dict[int, tuple[int, str]] = {}
        self._spare = _MOST_REPEATED

    def carry(self, texts: list[str]) -> None:
        """Append the cells that reach down from rows above into the next free places."""
        while (column := len(texts)) in self._below:
            rows, text = self._below.pop(column)
            if not self._repeats(text):
                return
            texts.append(text)
            if rows > 1:
                self._below[column] = (rows - 1, text)

    def place(self, texts: list[str], cell: Element, text: str) -> None:
        """Append a cell to its row, as often as it is wide; remember how far down it reaches."""
        rows = _span(cell.get("rowspan"), _MOST_ROWS)
        for copy in range(_span(cell.get("colspan"), _MOST_COLUMNS)):
            if copy and not self._repeats(text):
                return
            if rows > 1:
                self._below[len(texts)] = (rows - 1, text)
            texts.append(text)

    def _repeats(self, text: str) -> bool:
        self._spare -= len(text) + 1
        if self._spare < 0:
            self._below.clear()
        return self._spare >= 0


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    # rowspan="0" means down to the end of the table (HTML standard); colspan="0" is an error for 1.
    return min(int(digits[:6]), most) or (most if most == _MOST_ROWS else 1)


def _has_content(cell: Element) -> bool:
    return bool(_tight(cell)) or next(cell.iter("img"), None) is not None


def _tight(cell: Element) -> str:
    return "".join("".join(_shown(cell)).split())


def _shown(cell: Element) -> Iterator[str]:
    for element in cell.iter():
        if isinstance(element.tag, str) and element.tag not in UNSHOWN and element.text:
            yield element.text
        if element.tail and element is not cell:
            yield element.tail


def _paragraphs(cell: Element) -> int:
    return sum(element.tag in BLOCKS or element.tag == "br" for element in cell.iter()) - 1
