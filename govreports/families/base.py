"""The three questions that every CMS family answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from govreports.reading.errors import UnreadableError

if TYPE_CHECKING:
    from govreports.families.evidence import Clue
    from govreports.reading.links import Link
    from govreports.records import Capture, Evidence, Listing, Needs, RawReport, Row


__all__ = ["Catalogued", "Family", "UnreadableError"]


class Family(Protocol):
    """One CMS family: pure functions of page bytes, no network, no clock."""

    name: str
    #: The signs by which `matches` tells its pages.
    clues: tuple[Clue, ...]

    def matches(self, page: Capture) -> Evidence | None:
        """Say whether the page is this family's, and by which evidence."""

    def listing(self, page: Capture) -> Listing:
        """Read one page of a column.

        Raises :class:`UnreadableError` where no list can be found.
        """

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article page, or name the further requests it needs.

        Raises :class:`UnreadableError` where the page reads as no report.
        """


@runtime_checkable
class Catalogued(Protocol):
    """A family whose columns a script draws: beside the page's links it names those."""

    def links(self, page: Capture) -> tuple[Link, ...]:
        """Return the columns that the page's script would draw as links."""
