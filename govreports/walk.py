"""One walk through a column: which rows were seen, and whether that was all.

Pure bookkeeping over the listings that a family reads; the spider fetches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from govreports.records import Ask, Level, Problem
from govreports.values.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from govreports.records import Listing, Row


@dataclass
class ColumnWalk:
    """The state of one column's walk.

    ``key`` identifies the column (URL key of its first page) and ``name`` is
    its Chinese name; ``pattern`` is the address of a further page, with ``{page}``
    for its number, where the pager has no links. Totals are the largest that any
    page declared: a portal that gains an article in mid-crawl declares more on its
    later pages.
    """

    name: str
    url: str
    key: str
    key_of: Callable[[str], str]
    pattern: str | None = None
    declared_rows: int | None = None
    declared_pages: int | None = None
    rows: int = 0
    pages: int = 0
    repeated: int = 0
    broken: bool = False
    stopped: bool = False
    keys: set[str] = field(default_factory=set)
    asked: set[Ask] = field(default_factory=set)

    def add(self, listing: Listing) -> tuple[Row, ...]:
        """Take in one page and return the rows not seen before in this walk.

        A page that brings only rows seen before is a repeated one (a clamped
        page number, a list that loops): it is counted and ends the walk.
        """
        fresh = tuple(self._fresh(listing.rows))
        if listing.rows and not fresh:
            self.repeated += 1
            self.stopped = True
            return ()
        # A declared page that comes empty was not seen: the portal promised rows on it.
        self.pages += bool(listing.rows)
        self.rows += len(listing.rows)
        self.declared_rows = _largest(self.declared_rows, listing.declared_rows)
        self.declared_pages = _largest(self.declared_pages, listing.declared_pages)
        return fresh

    def leads(self, listing: Listing) -> tuple[Ask, ...]:
        """Return the requests that a page leads on to.

        A list that repeats itself is told by its rows. Pages without any, such as a
        shell around frames, could lead in circles: what was asked for before is left out.
        """
        asks = tuple(ask for ask in listing.next if listing.rows or ask not in self.asked)
        self.asked.update(asks)
        return asks

    def _fresh(self, rows: tuple[Row, ...]) -> list[Row]:
        fresh = []
        for row in rows:
            key = self.key_of(row.url)
            if key not in self.keys:
                self.keys.add(key)
                fresh.append(row)
        return fresh

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

    def shortfalls(self) -> tuple[Problem, ...]:
        """Name what the listing declares and did not show."""
        if self.rows == 0:
            return (self._error("listing_empty", "no rows", "at least one row"),)
        problems = []
        if self.pattern and self.declared_rows is None and self.declared_pages is None:
            found = f"{self.rows} rows, and no word of how many there are"
            problems.append(self._error("listing_unbounded", found, "a total"))
        if self.declared_rows is not None and self.rows < self.declared_rows:
            problems.append(
                self._error("listing_short", f"{self.rows} rows", f"{self.declared_rows} rows")
            )
        if self.declared_pages is not None and self.pages < self.declared_pages:
            problems.append(
                self._error("listing_short", f"{self.pages} pages", f"{self.declared_pages} pages")
            )
        return tuple(problems)

    def _error(self, code: str, found: str, declared: str) -> Problem:
        looped = f"; {self.repeated} page(s) only repeated earlier rows" if self.repeated else ""
        return Problem(
            code=code,
            level=Level.ERROR,
            url=self.url,
            found=f"column {self.name}: {found}{looped}",
            expected=f"{declared}, as the listing declares",
            remedy="open the column in a browser: if it shows more, the portal has changed its "
            "list pages; what was read is stored, and the next run reads the rest",
        )


def _largest(first: int | None, second: int | None) -> int | None:
    known = [value for value in (first, second) if value is not None]
    return max(known) if known else None
