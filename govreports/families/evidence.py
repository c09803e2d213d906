"""Clues by which a page's CMS is told: patterns in its address, its source, its headers."""

from __future__ import annotations

import re
import string
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from govreports.reading.encoding import decode
from govreports.reading.last import Last
from govreports.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govreports.reading.encoding import Decoded
    from govreports.records import Capture

# One step of a pattern: an escape, a class of characters, the bounds of a group, a quantifier …
_STEP = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|.", re.DOTALL)
_SHORTEST_WORD = 3
_HAN = re.compile("[\u4e00-\u9fff]")
# Fewer letters are found on nearly every page.
_FEWEST_LETTERS = 4
_LOWER = bytes.maketrans(string.ascii_uppercase.encode(), string.ascii_lowercase.encode())
_NO_LETTERS = bytes(code for code in range(256) if chr(code) not in string.ascii_letters)


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of a family: `weight` 0…100, the `reason` in words, and where to look for it."""

    weight: int
    reason: str
    url: re.Pattern[str] | None = None
    source: re.Pattern[str] | None = None
    server: re.Pattern[str] | None = None

    def fits(self, page: Capture, source: Source) -> bool:
        """Say whether every pattern of the clue is found in the page."""
        if self.url is not None and not self.url.search(page.url):
            return False
        if self.server is not None and not self.server.search(page.header("server") or ""):
            return False
        return self.source is None or source.holds(self.source)


class Source:
    """A page's source, in which many patterns are looked for."""

    def __init__(self, decoded: Decoded) -> None:
        """Take the decoded source."""
        self.text = decoded.text
        self._bytes = decoded.utf8

    @cached_property
    def _lower(self) -> bytes:
        return self._bytes.lower()

    @cached_property
    def _letters(self) -> bytes:
        return _letters_of(self._bytes)

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Search for a pattern; its words first, which takes a hundredth of the time.

        Before that the words' letters, in a third of the page: hardly any clue is there.
        """
        words = _search_words(pattern.pattern, pattern.flags)
        if not words:
            return pattern.search(self.text) is not None
        ignores_case = bool(pattern.flags & re.IGNORECASE)
        if any(self._may_hold(word, ignores_case=ignores_case) for word in words):
            return pattern.search(self.text) is not None
        return False

    def _may_hold(self, word: _Word, *, ignores_case: bool) -> bool:
        if word.letters not in self._letters:
            return False
        if word.han and not all(char in self.text for char in word.han):
            return False
        return word.plain in (self._lower if ignores_case else self._bytes)


class _Word(NamedTuple):
    """A word to look for, and what is looked for before it, which takes a tenth of the time.

    Its letters: empty, and so everywhere, where they tell too little. Its Han, each by itself.
    """

    plain: bytes
    letters: bytes
    han: str


def strongest(family: str, clues: Iterable[Clue], page: Capture) -> Evidence | None:
    """Return a family's evidence: the weight of its best clue, the reasons of all that fit."""
    source = source_of(page)
    found = sorted((clue for clue in clues if clue.fits(page, source)), key=lambda c: -c.weight)
    if not found:
        return None
    return Evidence(family, "; ".join(clue.reason for clue in found), found[0].weight)


def source_of(page: Capture) -> Source:
    """Return a page's source, in which the clues of every family are looked for."""
    return _source(page.body, page.header("content-type"))


# Every family looks at the same page, one after the other.
@Last
def _source(body: bytes, content_type: str | None) -> Source:
    return Source(decode(body, content_type))


def words_of(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return words of which a text must hold one for a pattern to be found in it.

    The longest plain run of characters of each alternative, groups left out; none where an
    alternative has no run worth looking for. Lower-case for a pattern that ignores case.
    """
    runs: list[list[str]] = [[""]]
    depth = 0
    for step in _STEP.findall(pattern.pattern):
        depth += (step == "(") - (step == ")")
        if depth or step == ")":
            runs[-1].append("")
        elif step == "|":
            runs.append([""])
        else:
            _add(runs[-1], step)
    words = [max(alternative, key=len) for alternative in runs]
    if min(map(len, words)) < _SHORTEST_WORD:
        return ()
    ignores_case = pattern.flags & re.IGNORECASE
    return tuple(word.lower() for word in words) if ignores_case else tuple(words)


# Compiled patterns are hashed anew each time, all of their code; strings are not.
@cache
def _search_words(pattern: str, flags: int) -> tuple[_Word, ...]:
    return tuple(map(_word, words_of(re.compile(pattern, flags))))


def _word(word: str) -> _Word:
    plain = word.encode()
    letters = _letters_of(plain)
    han = "".join(filter(_HAN.match, word))
    return _Word(plain, letters if len(letters) >= _FEWEST_LETTERS else b"", han)


def _letters_of(text: bytes) -> bytes:
    """Return the ASCII letters of a text in lower case, nothing between them.

    What stands in a text, stands in its letters with its own letters.
    """
    return text.translate(_LOWER, _NO_LETTERS)


def _add(run: list[str], step: str) -> None:
    """Add a step of a pattern to the runs of plain characters of an alternative."""
    if step in ("?", "*") or step.startswith("{"):
        # What stood last may be absent.
        run[-1] = run[-1][:-1]
    plain = step[-1] if len(step) == 1 or (step[0] == "\\" and not step[1].isalnum()) else ""
    if plain and step not in {"?", "*", "+", ".", "^", "$"}:
        run[-1] += plain
    else:
        run.append("")


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
