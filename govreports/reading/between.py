"""What stands between two patterns in a page's source, found in one pass.

`opening(.*?)closing` as one expression looks from every opening to the end of the source again,
where nothing closes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Found:
    """A text, the two matches around it, and where the second one ends in the source."""

    text: str
    opening: re.Match[str]
    closing: re.Match[str]

    @property
    def end(self) -> int:
        """Where the closing match ends."""
        return self.closing.end()


class Between:
    """Finds texts between an opening and the next closing, upper and lower case alike."""

    def __init__(self, opening: str, closing: str) -> None:
        """Take two patterns; neither may match nothing."""
        self._opening = re.compile(opening, re.IGNORECASE)
        self._closing = re.compile(closing, re.IGNORECASE)

    def all(self, source: str) -> Iterator[Found]:
        """Yield the texts in order, none overlapping another; what nothing closes is none."""
        opening = self._opening.search(source)
        while opening:
            closing = self._closing.search(source, opening.end())
            if closing is None:
                return
            yield Found(source[opening.end() : closing.start()], opening, closing)
            opening = self._opening.search(source, closing.end())
