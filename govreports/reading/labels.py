"""Labels inside one line: where they stand and which value follows each.

A line may hold one pair (`索引号：…`), several (`发布日期:…信息来源:…`, with or
without anything between them), a table row of label and value cells, labels in
brackets (`[发文字号]`, `【信息来源：…】`) or labels that only an element of their
own sets off (`<b>索引号</b>`). Known labels are found wherever they stand before
a colon; what looks like a label but is not in the vocabulary is told apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from govreports.reading.flow import LINK, MARKS, OPEN, unmarked
from govreports.values.text import label_key, squeeze
from govreports.vocab import FURNITURE, LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLON = re.compile(r"[:：∶﹕︰]")
_BRACKETED = re.compile(r"[\[【［〔]([^\[\]【】［］〔〕:：]{2,16})[\]】］〕]")
_PLAIN = re.compile(rf"[^:：∶﹕︰\[【［〔\t{MARKS}]*")
# Longer values are not remembered, nor asked in vain for what plain ones lack.
_LONGEST_PLAIN = 64
_FRAME = "【"
_PIECE = re.compile(rf"([{MARKS}]?)([^{MARKS}\t]+)")
_KNOWN = frozenset(LABELS) | FURNITURE
_LONGEST = max(map(len, _KNOWN))
# A page's lines are asked for several times, and its portal's pages share most of theirs.
_REMEMBERED = 4096
# A label's own characters: Han, and what joins two labels into one (备注/文号).
_LABEL_LIKE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff/、（）()]{1,11}")
_ENDS_LABEL = frozenset("\t|｜;；,，。】]［[【》>)）!！?？0123456789\"'“”")
_EDGES = " \t|｜;；,，、>·•"
# Fonts of icons draw share buttons and the like with private-use characters.
_ICONS = re.compile("[\ue000-\uf8ff]+")
# A control that unfolds the rest of a header, behind its last value.
_MORE = re.compile(r"[|｜]\s*(?:查看|展开|收起|更多).{0,8}$")
_CLOSERS = {"】": "【", "]": "[", "］": "［", ")": "(", "）": "（", "〕": "〔"}
# Templates leave a bracket or two behind a value, never more than these.
_MOST_STRAYS = 8
_BRACKETS = frozenset((*_CLOSERS, *_CLOSERS.values()))


class Spot(NamedTuple):
    """A label in a line: from `start` to `end` (behind its colon), as the page has it."""

    start: int
    end: int
    label: str
    known: bool


class Pair(NamedTuple):
    """A label (spaces, colons and brackets stripped) and the value that follows it."""

    label: str
    value: str
    known: bool = True

    @property
    def is_furniture(self) -> bool:
        """Whether the label is a counter's or a tool's, which no reader wants."""
        return self.label in FURNITURE


@lru_cache(maxsize=_REMEMBERED)
def is_label(text: str) -> bool:
    """Say whether a text is a known label and nothing else, with or without a colon."""
    return len(text) <= 3 * _LONGEST and label_key(unmarked(text)) in _KNOWN


def plain_value(text: str) -> str | None:
    """Return a short value as `clean_value` does, `None` for a label and what may hold one."""
    return _plain_value(text) if len(text) <= _LONGEST_PLAIN else None


@lru_cache(maxsize=_REMEMBERED)
def _plain_value(text: str) -> str | None:
    return clean_value(text) if _PLAIN.fullmatch(text) and not is_label(text) else None


@lru_cache(maxsize=_REMEMBERED)
def pairs_of(line: str) -> tuple[Pair, ...]:
    """Return the pairs of a line, furniture among them; a label without value has an empty one."""
    if "\t" in line:
        return tuple(_row_pairs(line.split("\t")))
    spots = spots_of(line)
    ends = [*(spot.start for spot in spots), len(line)][1:]
    return tuple(
        Pair(spot.label, clean_value(line[spot.end : end]), spot.known)
        for spot, end in zip(spots, ends, strict=True)
    )


def lead_of(line: str) -> str:
    """Return what stands in a line before its first label: all of it where it has none."""
    return clean_value(marked_lead_of(line))


def marked_lead_of(line: str) -> str:
    """Return what stands before a line's first label with the marks of inline elements."""
    spots = spots_of(line)
    return line[: spots[0].start] if spots else line


def clean_value(text: str) -> str:
    """Return a value as one line, without marks, separators and brackets that have no partner."""
    if not text.isprintable():
        text = _ICONS.sub(" ", unmarked(text))
    text = squeeze(text).lstrip(":：").strip(_EDGES)
    if "|" in text or "｜" in text:
        text = _MORE.sub("", text).rstrip()
    for _ in range(_MOST_STRAYS):
        if text[-1:] not in _BRACKETS or not _is_stray(text):
            break
        text = text[:-1].rstrip(_EDGES)
    return text


def _is_stray(text: str) -> bool:
    """Say whether the bracket that a text ends with has no partner in it."""
    bracket = text[-1]
    opener = _CLOSERS.get(bracket)
    return opener is None or text.count(opener) < text.count(bracket)


@lru_cache(maxsize=_REMEMBERED)
def spots_of(line: str) -> tuple[Spot, ...]:
    """Return the labels of a line in order, none overlapping another."""
    spots = [*_before_colons(line), *_in_brackets(line), *_in_elements(line)]
    spots.sort(key=lambda spot: (spot.start, -spot.end))
    kept: list[Spot] = []
    for spot in spots:
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
    return tuple(kept)


def _before_colons(line: str) -> Iterator[Spot]:
    begin = 0
    for colon in _COLON.finditer(line):
        spot = _label_before(line, begin, colon.start())
        if spot is not None:
            yield spot
            begin = spot.end


def _label_before(line: str, begin: int, colon: int) -> Spot | None:
    """Return the longest known label that ends at a colon, else the unknown one there."""
    text, best, best_start, place = "", "", colon, colon
    while place > begin and len(text) < _LONGEST:
        char = line[place - 1]
        if char in _ENDS_LABEL or (char in MARKS and text):
            break
        place -= 1
        if char.isspace() or char in MARKS:
            continue
        text = char + text
        if text in _KNOWN:
            best, best_start = text, place
    if best and (best == text or begin or _stands_apart(line, best_start)):
        return Spot(best_start, colon + 1, best, known=True)
    if _LABEL_LIKE.fullmatch(text) and not line[max(place - 1, 0) : place].isdigit():
        return Spot(place, colon + 1, text, known=False)
    return Spot(best_start, colon + 1, best, known=True) if best else None


def _stands_apart(line: str, start: int) -> bool:
    """Say whether a word is divided from what stands before it (`公文来源` is another label)."""
    return line[start - 1].isspace() or line[start - 1] in MARKS


def _in_brackets(line: str) -> Iterator[Spot]:
    founds = [(found, label_key(found[1])) for found in _BRACKETED.finditer(line)]
    # Beside known ones, every 【…】 is a label; square brackets enclose values, too.
    framed = any(found[0].startswith(_FRAME) and key in _KNOWN for found, key in founds)
    for found, key in founds:
        known = key in _KNOWN
        if known or (framed and found[0].startswith(_FRAME) and _LABEL_LIKE.fullmatch(key)):
            yield Spot(found.start(), found.end(), key, known=known)


def _in_elements(line: str) -> Iterator[Spot]:
    """Yield labels without a colon that fill an inline element of their own.

    A link that reads like a label is navigation (`政策解读`), but a tool's
    name in a link (`打印`) ends the value before it.
    """
    if OPEN not in line and LINK not in line:
        return
    for piece in _PIECE.finditer(line):
        key = label_key(piece[2])
        if key in FURNITURE or (key in LABELS and piece[1] != LINK and piece[1]):
            yield Spot(piece.start(), piece.end(), key, known=True)


def _row_pairs(cells: list[str]) -> Iterator[Pair]:
    """Yield the pairs of a table row: label cells with their value cells, or cells with pairs."""
    labels = [is_label(cell) for cell in cells]
    alternating = any(labels[::2]) and not any(labels[1::2])
    place = 0
    while place < len(cells):
        cell = cells[place]
        if labels[place] or (alternating and place % 2 == 0 and _LABEL_LIKE.fullmatch(_key(cell))):
            following = cells[place + 1] if place + 1 < len(cells) else ""
            taken = place + 1 < len(cells) and not _holds_label(following)
            yield Pair(_key(cell), clean_value(following) if taken else "", labels[place])
            place += 1 + taken
        else:
            yield from pairs_of(cell)
            place += 1


def _holds_label(cell: str) -> bool:
    return is_label(cell) or any(spot.known for spot in spots_of(cell))


def _key(cell: str) -> str:
    return label_key(unmarked(cell))
