"""Families that are put together: their marks, a way to read lists, a layout of articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.families.evidence import MARKS, strongest
from govreports.families.shared import read_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.reading.article import Layout
    from govreports.records import Capture, Evidence, Listing, Needs, RawReport, Row


@dataclass(slots=True)
class Composed:
    """A family whose articles need no more than a layout.

    `lists` reads a list page and raises `UnreadableError` where there is none;
    the family's marks are those of its name in `marks.toml`.
    """

    name: str
    lists: Callable[[Capture], Listing]
    layout: Layout

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the family's marks."""
        return strongest(self.name, MARKS[self.name], page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page; raise `UnreadableError` where nothing looks like a list."""
        return self.lists(page)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(self.name, self.layout, page, parts)
