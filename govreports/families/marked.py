"""CMS that are told by their marks and read the generic way.

Their articles need nothing of their own: labels tell the header, prose the
body. Knowing the name says where a portal comes from, and which module would
read its lists' script answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.families.evidence import MARKS, strongest
from govreports.families.generic import Generic
from govreports.families.shared import read_as
from govreports.reading.article import Layout

if TYPE_CHECKING:
    from govreports.records import Capture, Evidence, Listing, Needs, RawReport, Row

_PLAIN = Layout()


class Marked:
    """A family by name and marks; see the module."""

    def __init__(self, name: str, layout: Layout = _PLAIN) -> None:
        """Take the family's name, whose marks are in `marks.toml`, and where its texts lie."""
        self.name = name
        self._layout = layout
        self._generic = Generic()

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the family's marks."""
        return strongest(self.name, MARKS[self.name], page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page or answer; raise `UnreadableError` where nothing looks like a list."""
        return self._generic.listing(page)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(self.name, self._layout, page, parts)
