"""Clues by which a page's CMS is told: patterns in its address, its source, its headers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from govreports.reading.encoding import decode
from govreports.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govreports.records import Capture


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of a family: `weight` 0…100, the `reason` in words, and where to look for it."""

    weight: int
    reason: str
    url: re.Pattern[str] | None = None
    source: re.Pattern[str] | None = None
    server: re.Pattern[str] | None = None

    def fits(self, page: Capture, text: str) -> bool:
        """Say whether every pattern of the clue is found in the page."""
        looks = ((self.url, page.url), (self.source, text), (self.server, page.header("server")))
        return all(pattern.search(place or "") for pattern, place in looks if pattern is not None)


def strongest(family: str, clues: Iterable[Clue], page: Capture) -> Evidence | None:
    """Return a family's evidence: the weight of its best clue, the reasons of all that fit."""
    text = decode(page.body, page.header("content-type")).text
    found = sorted((clue for clue in clues if clue.fits(page, text)), key=lambda clue: -clue.weight)
    if not found:
        return None
    return Evidence(family, "; ".join(clue.reason for clue in found), found[0].weight)


def _clue(mark: dict[str, Any]) -> Clue:
    patterns = {place: re.compile(mark[place]) for place in ("url", "source") if place in mark}
    return Clue(mark["weight"], mark["reason"], **patterns)


#: The clues of each family in `marks.toml`.
MARKS: Mapping[str, tuple[Clue, ...]] = MappingProxyType(
    {
        name: tuple(map(_clue, marks))
        for name, marks in tomllib.loads(
            resources.files("govreports.families").joinpath("marks.toml").read_text("utf-8")
        ).items()
    }
)
