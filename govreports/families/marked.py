"""CMS that are told by their marks and need little of their own.

Labels tell an article's header, prose its body; a module names where the texts
lie or how lists are read, where the generic way does not serve. For others the
name alone says where a portal comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.families.evidence import MARKS, strongest
from govreports.families.generic import Generic
from govreports.families.shared import read_as
from govreports.reading.article import Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.records import Capture, Evidence, Listing, Needs, RawReport, Row

_PLAIN = Layout()
_GENERIC = Generic()


class Marked:
    """A family by name and marks; see the module."""

    def __init__(
        self,
        name: str,
        layout: Layout = _PLAIN,
        lists: Callable[[Capture], Listing] = _GENERIC.listing,
    ) -> None:
        """Take the family's name, whose marks are in `marks.toml`, and its ways.

        `layout` says where its texts lie; `lists` reads a list page and raises
        `UnreadableError` where there is none.
        """
        self.name = name
        self.clues = MARKS[name]
        self._layout = layout
        self._lists = lists

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the family's marks."""
        return strongest(self.name, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page or answer; raise `UnreadableError` where nothing looks like a list."""
        return self._lists(page)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(self.name, self._layout, page, parts)
