"""Gaps in series of 发文字号: the numbers between those that a portal shows.

An authority counts its documents by agency and year (GB/T 9704), so
`金政文〔2021〕1号, 2号, 4号` says that a third one exists. It need not be a
report of a column that is crawled, nor public: a gap is a question to ask,
not a loss that is proven.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from govreports.values.numerals import number as number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# In the normal form of values.document_number; joint documents hold several.
_MEMBER = re.compile(
    r"(?P<agency>[^〔〕、,，;；/号]+)〔(?P<year>[^〔〕]+?)年?〕第?(?P<serial>\d{1,6})号"
)
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Stated:
    """One 发文字号 as a report of a portal states it."""

    portal: str
    report_id: str
    document_number: str


@dataclass(frozen=True, slots=True)
class Series:
    """The serials known of one agency (机关代字) in one year, in rising order, each once."""

    portal: str
    agency: str
    year: int
    known: tuple[int, ...]

    @property
    def missing(self) -> tuple[tuple[int, int], ...]:
        """Return what lies between 1 and the highest known serial, as ranges, both ends in."""
        steps = pairwise((0, *self.known))
        return tuple((low + 1, high - 1) for low, high in steps if high - low > 1)

    @property
    def share(self) -> float:
        """Return how much of 1 … the highest known serial is known, 0 … 1."""
        return len(self.known) / self.known[-1]


def series(stated: Iterable[Stated], *, fewest: int) -> list[Series]:
    """Return the series with at least `fewest` known serials, the most complete first.

    Numbers of orders (`第12号`), of one agency's codes (`ZJSP05-2021-0001`)
    and serials with a part (`7-1号`) belong to no such series.
    """
    found: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for one in stated:
        for agency, year, serial in members(one.document_number):
            found[one.portal, agency, year].add(serial)
    every = (
        Series(portal, agency, year, tuple(sorted(known)))
        for (portal, agency, year), known in found.items()
        if len(known) >= fewest
    )
    return sorted(every, key=lambda one: (one.portal, -one.share, one.agency, one.year))


def members(document_number: str) -> Iterator[tuple[str, int, int]]:
    """Yield agency, year and serial of each number that a 发文字号 in normal form holds."""
    for match in _MEMBER.finditer(document_number):
        year, serial = number_of(match["year"]), int(match["serial"])
        if year is not None and len(str(year)) == _YEAR_DIGITS and serial:
            yield match["agency"], year, serial


def in_words(ranges: Iterable[tuple[int, int]]) -> str:
    """Return ranges as a reader writes them: `3, 5-7`."""
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in ranges)
