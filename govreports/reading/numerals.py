"""Numerals of ordered lists: drawn by the browser, part of the text for a reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

_HAN = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)


def alphabetic(number: int) -> str:
    """Return 1 → a … 26 → z, 27 → aa; numbers below 1 stay decimal, as CSS has it."""
    letters = ""
    rest = number
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters or str(number)


def roman(number: int) -> str:
    """Return a lower-case Roman numeral; outside 1…3999 decimal, as CSS has it."""
    if not 0 < number < 4000:  # noqa: PLR2004 -- the range of the CSS counter style
        return str(number)
    text, rest = "", number
    for value, letters in _ROMAN:
        count, rest = divmod(rest, value)
        text += letters * count
    return text


def han(number: int) -> str:
    """Return 1 → 一, 10 → 十, 21 → 二十一, 105 → 一百〇五; outside 1…999 decimal."""
    if not 0 < number < 1000:  # noqa: PLR2004 -- no list of a report is longer
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_HAN[tens]}十"
    elif hundreds and ones:
        text += "〇"
    return text + (_HAN[ones] if ones else "")


def _decimal_zero(number: int) -> str:
    return f"{number:02d}"


# Counter → how it is written, and what stands around it. The `custom_…` names
# are classes of UEditor, the editor inside most portals' CMS.
_FORMS: dict[str, tuple[Callable[[int], str], str]] = {
    "decimal": (str, "{}. "),
    "decimal-leading-zero": (_decimal_zero, "{}. "),
    "lower-alpha": (alphabetic, "{}. "),
    "lower-latin": (alphabetic, "{}. "),
    "lower-roman": (roman, "{}. "),
    "upper-alpha": (lambda number: alphabetic(number).upper(), "{}. "),
    "upper-latin": (lambda number: alphabetic(number).upper(), "{}. "),
    "upper-roman": (lambda number: roman(number).upper(), "{}. "),
    "cjk-ideographic": (han, "{}、"),
    "simp-chinese-informal": (han, "{}、"),
    "trad-chinese-informal": (han, "{}、"),
    "custom_num": (str, "{}. "),
    "custom_num1": (str, "{}) "),
    "custom_num2": (str, "({}) "),
    "custom_cn": (han, "{}、"),
    "custom_cn1": (han, "{}）"),
    "custom_cn2": (han, "（{}）"),
}
_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "i": "lower-roman",
    "A": "upper-alpha",
    "I": "upper-roman",
}
_UNNUMBERED = frozenset({"none", "disc", "circle", "square"})


class Numerals:
    """Counts the items of the ordered lists of one text."""

    def __init__(self) -> None:
        """Start with no list seen."""
        self._next: dict[Element, int] = {}
        self._styles: dict[Element, str] = {}

    def of(self, item: Element) -> str:
        """Return the numeral before a `<li>` with what follows it, empty where it has none."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        number = _integer(item.get("value"), self._next.get(parent))
        if number is None:
            number = _first(parent)
        self._next[parent] = number + (-1 if parent.get("reversed") is not None else 1)
        if parent not in self._styles:
            self._styles[parent] = _style(parent)
        return _written(self._styles[parent], number)


def _first(ordered: Element) -> int:
    items = sum(child.tag == "li" for child in ordered)
    default = items if ordered.get("reversed") is not None else 1
    start = _integer(ordered.get("start"), default)
    return default if start is None else start


def _integer(text: str | None, default: int | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*[+-]?\d{1,6}\s*", text) else default


def _written(style: str, number: int) -> str:
    if style in _UNNUMBERED:
        return ""
    write, form = _FORMS.get(style, _FORMS["decimal"])
    return form.format(write(number))


def _style(ordered: Element) -> str:
    for name in (ordered.get("class") or "").split():
        if name in _FORMS:
            return name
    style = _STYLE.search(ordered.get("style") or "")
    if style:
        return style[1].lower()
    return _TYPES.get(ordered.get("type") or "1", "decimal")
