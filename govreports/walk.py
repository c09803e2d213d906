"""One walk through a column: which rows were seen, and whether that was all.

Pure bookkeeping over the listings that a family reads; the spider fetches. A
list that changes while it is read moves rows over its pages' ends: a new row
at its head pushes another to the next page, where it shows again, and one that
is taken away pulls another to a page that was read before. So rows are counted
once, and a list that moved or came short is read a second time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from govreports import problems
from govreports.records import Ask
from govreports.values.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from govreports.records import Listing, Problem, Row

MOST_PASSES = 2


@dataclass
class Pass:
    """One reading of a list, from its first page to its end.

    ``keys`` are its rows; ``again`` counts those that showed more than once, and
    ``strays`` are the ones among them that showed on another page than before,
    those fixed at the head of the list (置顶) aside. ``totals`` are all totals
    of rows that its pages declared, in order.
    """

    keys: set[str] = field(default_factory=set)
    again: Counter[str] = field(default_factory=Counter)
    strays: set[str] = field(default_factory=set)
    totals: list[int] = field(default_factory=list)
    declared_pages: int | None = None
    pages: int = 0
    repeated: int = 0
    stopped: bool = False

    def add(self, listing: Listing, keys: tuple[str, ...]) -> None:
        """Take in one page, whose rows have these keys.

        A page that brings only rows seen before is a repeated one (a clamped
        page number, a list that loops): it is counted and leads no further.
        """
        self.stopped = bool(keys) and self.keys.issuperset(keys)
        if self.stopped:
            self.repeated += 1
            return
        seen = self.keys.intersection(keys)
        for row, key in zip(listing.rows, keys, strict=True):
            if key in self.keys:
                self.again[key] += 1
            if key in seen and not row.pinned:
                self.strays.add(key)
            self.keys.add(key)
        # A declared page that comes empty was not seen: the portal promised rows on it.
        self.pages += bool(keys)
        if listing.declared_rows is not None:
            self.totals.append(listing.declared_rows)
        self.declared_pages = _largest(self.declared_pages, listing.declared_pages)

    @property
    def declared_rows(self) -> int | None:
        """The largest total: a list that gains a row declares more on its later pages."""
        return max(self.totals, default=None)

    @property
    def moved(self) -> bool:
        """Whether the list has changed while it was read."""
        return bool(self.strays) or len(set(self.totals)) > 1


@dataclass
class ColumnWalk:
    """The state of one column's walk.

    ``key`` identifies the column (URL key of its first page) and ``name`` is
    its Chinese name; ``pattern`` is the address of a further page, with ``{page}``
    for its number, where the pager has no links. What was seen and declared is
    that of the last pass; ``keys`` are the rows of all.
    """

    name: str
    url: str
    key: str
    key_of: Callable[[str], str]
    pattern: str | None = None
    broken: bool = False
    keys: set[str] = field(default_factory=set)
    asked: set[Ask] = field(default_factory=set)
    passes: list[Pass] = field(default_factory=lambda: [Pass()])

    @property
    def last(self) -> Pass:
        """The pass that goes on, or was the last."""
        return self.passes[-1]

    @property
    def rows(self) -> int:
        """Different rows that the list showed."""
        return len(self.last.keys)

    @property
    def pages(self) -> int:
        """Pages with rows."""
        return self.last.pages

    @property
    def stopped(self) -> bool:
        """Whether the last page only repeated earlier ones."""
        return self.last.stopped

    @property
    def repeated(self) -> int:
        """Pages that only repeated earlier ones."""
        return self.last.repeated

    @property
    def declared_rows(self) -> int | None:
        """The total that the list declares, ``None`` where it declares none."""
        return self.last.declared_rows

    @property
    def declared_first(self) -> int | None:
        """The total that the very first page declared."""
        return next(iter(self.passes[0].totals), None)

    @property
    def declared_pages(self) -> int | None:
        """The number of pages that the list declares, ``None`` where it declares none."""
        return self.last.declared_pages

    def add(self, listing: Listing) -> tuple[Row, ...]:
        """Take in one page and return the rows not seen before in this walk."""
        keys = tuple(self.key_of(row.url) for row in listing.rows)
        self.last.add(listing, keys)
        fresh = []
        for row, key in zip(listing.rows, keys, strict=True):
            if key not in self.keys:
                self.keys.add(key)
                fresh.append(row)
        return tuple(fresh)

    def again(self) -> bool:
        """Begin a second pass where one may bring rows that this one has missed."""
        if self.broken or len(self.passes) == MOST_PASSES or self._whole():
            return False
        self.passes.append(Pass())
        self.asked.clear()
        return True

    def leads(self, listing: Listing) -> tuple[Ask, ...]:
        """Return the requests that a page leads on to.

        A list that repeats itself is told by its rows. Pages without any, such as a
        shell around frames, could lead in circles: what was asked for before is left out.
        """
        if self.stopped:
            return ()
        asks = tuple(ask for ask in listing.next if listing.rows or ask not in self.asked)
        self.asked.update(asks)
        return asks

    def further(self, listing: Listing) -> tuple[Ask, ...]:
        """Return the next page by the pattern, as long as the list declares more than was seen."""
        if self.pattern is None or self.stopped or not listing.rows or not self._undershot():
            return ()
        return (Ask(urljoin(self.url, self.pattern.replace("{page}", str(self.pages + 1)))),)

    def _undershot(self) -> bool:
        rows, pages = self.declared_rows, self.declared_pages
        return (rows is not None and self.rows < rows) or (pages is not None and self.pages < pages)

    def older_than(self, rows: tuple[Row, ...], since: date) -> bool:
        """Whether a whole page, pinned rows aside, is older than that day."""
        days = [parse_date(row.date or "") for row in rows if not row.pinned]
        return bool(days) and all(day is not None and day < since for day in days)

    @property
    def complete(self) -> bool:
        """Whether every page of the column was read and nothing is missing."""
        return not self.broken and self.rows > 0 and not self.shortfalls()

    def _whole(self) -> bool:
        return self.complete and not (self.last.moved or self.repeated)

    def shortfalls(self) -> tuple[Problem, ...]:
        """Name what the listing declares and did not show, and one that would not hold still."""
        if self.rows == 0:
            return (self._short("listing_empty", "no rows", "at least one row"),)
        found = []
        if self.pattern and self.declared_rows is None and self.declared_pages is None:
            words = f"{self.rows} rows, and no word of how many there are"
            found.append(self._short("listing_unbounded", words, "a total"))
        rows, declared = self.rows + self._steady(), self.declared_rows
        if declared is not None and rows < declared:
            found.append(self._short("listing_short", f"{rows} rows", f"{declared} rows"))
        if self.declared_pages is not None and self.pages < self.declared_pages:
            words = f"{self.declared_pages} pages"
            found.append(self._short("listing_short", f"{self.pages} pages", words))
        if not found and declared is None and self._restless():
            found.append(problems.listing_moved(self.url, self.name, len(self.last.strays)))
        return tuple(found)

    def _steady(self) -> int:
        """How many rows the list shows twice by itself: the same ones in both passes."""
        first, last = self.passes[0].again, self.last.again
        return sum(last.values()) if len(self.passes) == MOST_PASSES and first == last else 0

    def _restless(self) -> bool:
        """Whether both passes saw the list move, and not in the same place."""
        return len(self.passes) == MOST_PASSES and (
            bool(self.last.strays) and self.last.strays != self.passes[0].strays
        )

    def _short(self, code: str, found: str, declared: str) -> Problem:
        looped = self.repeated
        words = f"; {looped} page(s) only repeated earlier rows" if looped else ""
        return problems.listing_short(self.url, self.name, code, found + words, declared)


def _largest(first: int | None, second: int | None) -> int | None:
    known = [value for value in (first, second) if value is not None]
    return max(known) if known else None
