"""Cleaning of text as portals print it: labels, one-line values and bodies.

The rules are the body rules of the record (正文): invisible characters go,
runs of spaces inside Chinese text go, everything else stays as it is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govreports.vocab import EMPTY_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a browser does not draw: format characters, C0/C1 controls that old portals
# leak from Word, halves of surrogate pairs that JSON lists hold.
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ud800-\udfff]+"
)
# Unicode's spaces and separators, which editors paste as indents.
_SPACES = "\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACE = re.compile(f"[{_SPACES}]")
_SPACE_IN_LINE = re.compile(f"[{_SPACES}\n\r]")
_RUN = re.compile(" +")
# Han with its radicals and iteration marks, CJK punctuation and full-width
# forms. Curly quotes, dashes and dots are left out: Latin text has them too.
_CJK_OR_TAB = re.compile(
    "[\t\u2e80-\u2fdf\u3001-\u303f\u3105-\u312f\u31a0-\u31bf\u3200-\u33ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff]"
)
_LABEL_EDGE = " :：∶﹕[]【】［］〔〕「」*·•|｜"
_TEMPLATE_NUMBER = re.compile(r"[〔﹝\[［【(（〈<]+[〕﹞\]］】)）〉>]+第?号?")
_DASHES = re.compile(r"[-‐‑‒–—―－_/／\\.。、,，:：;；|｜*·…~～]+")


def strip_invisible(text: str) -> str:
    """Turn every kind of space (NBSP, U+3000 …) into a plain one and drop what is not drawn.

    Zero-width characters, BOM, soft hyphens and control characters go; tabs and
    line breaks stay.
    """
    # `isprintable` is false for every character in question, and forty times as
    # fast as looking for them.
    return text if text.isprintable() else _SPACE.sub(" ", _GONE.sub("", text))


def squeeze(text: str) -> str:
    """Return `text` as one line with single spaces and none at its ends."""
    return " ".join(strip_invisible(text).split())


def without_spaces(text: str) -> str:
    """Return `text` without any space, line break or invisible character."""
    return "".join(strip_invisible(text).split())


def label_key(text: str) -> str:
    """Return a header label as a key of the label table.

    Portals pad labels to one width (`文　　号`, `有 效 性`), end them with a
    colon and put them in brackets: none of that belongs to the name.
    """
    return without_spaces(text).strip(_LABEL_EDGE)


def han_tight(text: str) -> str:
    """Drop runs of spaces that touch a Chinese character, its punctuation or a tab.

    A space between two Latin words or two numbers stays, as one space.
    """
    return _RUN.sub(_space_between, strip_invisible(text))


def paragraphs(lines: Iterable[str]) -> str:
    """Return body text (正文) from the texts of its blocks, one a line.

    Tabs stay, they separate the cells of a table row; a line break inside a
    block's text is white space of the source. Blocks without text are dropped.
    """
    return "\n".join(
        # Most lines are nothing but text, which is asked here to spare them the call.
        kept
        for line in lines
        if (kept := line if " " not in line and line.isprintable() else _paragraph(line))
    )


def _paragraph(line: str) -> str:
    if not line.isprintable():
        line = _SPACE_IN_LINE.sub(" ", _GONE.sub("", line))
    line = _RUN.sub(_space_between, line.strip(" "))
    return "" if line.isspace() else line


def _space_between(run: re.Match[str]) -> str:
    """Return what a run of spaces leaves between its neighbours."""
    text, start, end = run.string, run.start(), run.end()
    touches = (start and _CJK_OR_TAB.match(text, start - 1)) or _CJK_OR_TAB.match(text, end)
    return "" if touches else " "


def is_empty_value(text: str) -> bool:
    """Say whether a header value states nothing: blank, `无`, `—`, `〔〕号`, `null`."""
    tight = without_spaces(text)
    if not tight or tight.casefold() in EMPTY_VALUES:
        return True
    return bool(_DASHES.fullmatch(tight) or _TEMPLATE_NUMBER.fullmatch(tight))
