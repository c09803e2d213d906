"""A page's tables → the three standard ones.

Rows are read in page order whatever `<table>` they stand in: portals cut a table
in two, or put all three into one. A heading says which table begins and names its
columns; a row is known by the name in front of its numbers.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from govreports.annual_tables.records import AnnualTables, Form
from govreports.annual_tables.vocabulary import HEADINGS, TABLES, key_of
from govreports.reading.document import is_hidden
from govreports.reading.flow import body_flow
from govreports.reading.tables import unmerged
from govreports.vocab import EMPTY_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element as Element

    from govreports.annual_tables.records import Value

_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,6})?")
_DASHES = frozenset("-‐‑‒–—―－_/／\\")
_MADE_BY_FORM = {"issued": Form.OF_2021, "made": Form.OF_2019}
_DISCLOSED, _APPLICATIONS, _REVIEWS = TABLES.values()
# The applicants' columns stand last in every row, whatever columns name the row.
_APPLICANTS = tuple(column.name for column in _APPLICATIONS.columns)
# `其他` and `总计` are rows of any table.
_SHORTEST_TELLING = 4
_TELLING = frozenset().union(*HEADINGS.values()) | {
    key
    for table in TABLES.values()
    for key in (*table.row_names, *table.column_names)
    if len(key) >= _SHORTEST_TELLING
}


def read_annual_tables(pages: Iterable[Element]) -> AnnualTables | None:
    """Read the standard tables of a report, `None` where it has none of them.

    `pages` are the roots of the article's page and of its further pages. Nothing
    is mended: a sum that does not add up stays as the report has it.
    """
    reading = _Reading()
    for table in (table for page in pages for table in page.iter("table")):
        rows = [texts for _, texts in unmerged(_own_rows(table), _text)]
        keys = [[key_of(text) for text in texts] for texts in rows]
        if reading.knows(keys):
            for row_keys, texts in zip(keys, rows, strict=True):
                reading.take(row_keys, texts)
    return reading.result()


def _own_rows(table: Element) -> Iterator[Element]:
    """Yield a table's shown rows, those of the tables in its cells left out."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table and not is_hidden(row):
            yield row


def _text(cell: Element) -> str:
    return "".join("".join(line.text for line in body_flow(cell).lines).split())


class _Reading:
    """The state between two rows: which table they are of, and what its columns are."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[str, dict[str, Value]]] = {name: {} for name in TABLES}
        self.unread: list[str] = []
        self.form: Form | None = None
        self.has_indicators = False
        self.table = ""
        self.columns: dict[int, str] = {}
        self.width = 0
        self.heads: list[list[str]] = []

    def result(self) -> AnnualTables | None:
        if any(self.cells.values()):
            return AnnualTables(self.form, **self.cells, unread=tuple(self.unread))
        return AnnualTables(Form.INDICATORS) if self.has_indicators else None

    def knows(self, keys: list[list[str]]) -> bool:
        """Say whether a table is a standard one, or goes on with one, by the names in it."""
        if any(key in _TELLING for row in keys for key in row):
            return True
        return self.table == "reviews" and bool(keys) and len(keys[0]) == len(self.heads[-1])

    def take(self, keys: list[str], texts: list[str]) -> None:
        """Take in one row: a heading, or a row of the table whose heading came last."""
        if not HEADINGS["indicators"].isdisjoint(keys):
            self.has_indicators, self.table = True, ""
        elif keys and keys[0] in HEADINGS["disclosed"]:
            self.begin_disclosed(keys)
        elif not HEADINGS["reviews"].isdisjoint(keys):
            self.table, self.heads = "reviews", [keys]
        elif not HEADINGS["applications"].isdisjoint(keys):
            self.begin_applications(keys)
        elif self.table == "reviews":
            self.take_review(keys, texts)
        elif self.table:
            self.take_row(keys, texts)

    def begin_disclosed(self, keys: list[str]) -> None:
        self.table = "disclosed"
        self.columns = _columns(_DISCLOSED.column_names, keys)
        for name, form in _MADE_BY_FORM.items():
            if name in self.columns.values():
                self.form = form

    def begin_applications(self, keys: list[str]) -> None:
        """Take a line of the heading; the last one, which parts the 法人, names the most."""
        known = self.columns if self.table == "applications" and self.width == len(keys) else {}
        self.table, self.width = "applications", len(keys)
        columns = known | _columns(_APPLICATIONS.column_names, keys)
        self.columns = dict(sorted(columns.items()))

    def take_row(self, keys: list[str], texts: list[str]) -> None:
        """Take a row of 主动公开 or of 申请: its name, then its numbers."""
        values = self.values_of(texts)
        named = [key for place, key in enumerate(keys) if key and place not in values]
        name = TABLES[self.table].row_names.get(named[-1]) if named else None
        if name is None or not values:
            self.take_unknown(named, [texts[place] for place in values], name)
            return
        row = self.cells[self.table].setdefault(name, {})
        for place, column in values.items():
            self.put(row, name, column, texts[place])

    def take_unknown(self, named: list[str], numbers: list[str], name: str | None) -> None:
        """Name a row that the form does not know, or that has no room for its numbers."""
        if name is not None:
            self.unread.append(f"{self.table}: the row {named[-1]} has too few cells")
        elif named and any(number_of(text) is not None for text in numbers):
            self.unread.append(f"{self.table}: the row {named[-1]}")

    def values_of(self, texts: list[str]) -> dict[int, str]:
        """Return which places of a row hold numbers, and of which column."""
        if self.table == "disclosed":
            return {at: name for at, name in self.columns.items() if at < len(texts)}
        if len(texts) == self.width and len(self.columns) == len(_APPLICANTS):
            return self.columns
        # A row that is cut short by a merged cell: the applicants stand last in any case.
        first = len(texts) - len(_APPLICANTS)
        return {first + at: name for at, name in enumerate(_APPLICANTS)} if first > 0 else {}

    def take_review(self, keys: list[str], texts: list[str]) -> None:
        """Take a row of 复议、诉讼: a further line of its heading, or all of its numbers."""
        if any(key in _REVIEWS.row_names or key in _REVIEWS.column_names for key in keys):
            self.heads.append(keys)
            return
        for place, text in enumerate(texts):
            above = [head[place] for head in self.heads if place < len(head)]
            row = _last(above, _REVIEWS.row_names)
            column = _last(above, _REVIEWS.column_names)
            if row and column:
                self.put(self.cells["reviews"].setdefault(row, {}), row, column, text)
            elif number_of(text) is not None:
                self.unread.append(f"reviews: a number below no heading: {text}")

    def put(self, row: dict[str, Value], name: str, column: str, text: str) -> None:
        """Put a cell's number into its row; the first one counts where a table is repeated."""
        if column in row:
            return
        row[column] = number_of(text)
        if row[column] is None and not _is_blank(text):
            self.unread.append(f"{self.table}: {name}, {column}: {text}")


def _columns(names: Mapping[str, str], keys: list[str]) -> dict[int, str]:
    return {place: names[key] for place, key in enumerate(keys) if key in names}


def _last(keys: list[str], names: Mapping[str, str]) -> str | None:
    return next((names[key] for key in reversed(keys) if key in names), None)


def number_of(text: str) -> Value:
    """Return the number in a cell, `None` where it holds none, or more than one."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return None
    return float(plain) if "." in plain else int(plain)


def _is_blank(text: str) -> bool:
    return not text or text in EMPTY_VALUES or set(text) <= _DASHES
