"""What stands around an article's text inside its container, cut off head and tail.

Only whole lines at the very beginning and end go: the repeated title, the page's
header, tool bars, counters, neighbours (上一篇), links to other articles and
the site's footer. Nothing in the middle of a text is touched.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from govreports.reading.attachments import is_attachment_line
from govreports.reading.labels import lead_of, pairs_of
from govreports.reading.slots import bare_value
from govreports.values.organisation import is_organisation
from govreports.values.text import strip_invisible
from govreports.vocab import HEADER_FIELDS, field_of

if TYPE_CHECKING:
    from govreports.reading.flow import Line
    from govreports.reading.labels import Pair

_DATA = tomllib.loads(
    resources.files("govreports.reading").joinpath("furniture.toml").read_text("utf-8")
)


def _any_of(*lists: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for name in lists for pattern in _DATA[name]))


_TOOLS = re.compile(
    "(?:{}|[\\[\\]【】()（）〔〕「」|｜·•、,，.。:：;；/\\\\<>《》＞›»\\-—_*])+".format(
        "|".join(re.escape(word) for word in sorted(_DATA["tools"], key=len, reverse=True))
    )
)
_HEAD = _any_of("line", "head")
_TAIL = _any_of("line", "tail")
_RELATED = _any_of("related")
# Furniture lines are short; a longer one is prose that begins like one.
_LONGEST = 160
_TITLE_LINES = 6
_RELATED_LINES = 30
_LONGEST_PREFIX = 40
_STRONG_LABEL = 3
_QUOTES = str.maketrans(dict.fromkeys("《》“”\"'‘’()（）[]【】〔〕", ""))


@dataclass(frozen=True, slots=True)
class Parted:
    """A container's lines: `header` are those of the page's header, `body` the article's."""

    header: tuple[Line, ...]
    body: tuple[Line, ...]


def part(lines: list[Line], title: str | None) -> Parted:
    """Part an article's text from what stands around it in its container."""
    start, header = _head(lines, tight(title or ""))
    end = _tail(lines, start)
    return Parted(tuple(header), tuple(lines[start:end]))


def tight(text: str) -> str:
    """Return a text without any white space and invisible characters."""
    return "".join(strip_invisible(text).split())


def is_tool_bar(text: str) -> bool:
    """Say whether a line is nothing but the names of a page's tools."""
    return len(text) <= _LONGEST and _TOOLS.fullmatch(tight(text)) is not None


def is_header_line(text: str) -> bool:
    """Say whether a line holds labels of the page's header and their values, no prose."""
    pairs = pairs_of(text) if len(text) <= _LONGEST * 2 else ()
    if not pairs or not all(map(_is_header_pair, pairs)):
        return False
    lead = lead_of(text) if "\t" not in text else ""
    return not lead or bare_value(lead) is not None


def _is_header_pair(pair: Pair) -> bool:
    """Say whether a pair can only be the page's: `时间：` and `地点：` open invitations, too."""
    if pair.is_furniture:
        return True
    strong = len(pair.label) >= _STRONG_LABEL or field_of(pair.label) in {"source", "document_number"}
    return strong and field_of(pair.label) in HEADER_FIELDS and len(pair.value) <= _LONGEST


def _head(lines: list[Line], title: str) -> tuple[int, list[Line]]:
    """Return where the text begins and the header lines before it."""
    header: list[Line] = []
    start, titled = 0, False
    while start < len(lines):
        text = lines[start].text
        repeated = 0 if titled else _title_lines(lines, start, title)
        if repeated:
            start, titled = start + repeated, True
        elif is_header_line(text):
            header.append(lines[start])
            start += 1
        elif len(text) <= _LONGEST and (_HEAD.fullmatch(tight(text)) or is_tool_bar(text)):
            start += 1
        else:
            break
    return start, header


def _title_lines(lines: list[Line], start: int, title: str) -> int:
    """Return over how many lines the title is repeated from here on, 0 if it is not.

    Documents print it over several lines, often with the issuer's name above.
    """
    if not title:
        return 0
    wanted = title.translate(_QUOTES)
    text = ""
    for count, line in enumerate(lines[start : start + _TITLE_LINES], 1):
        text += tight(line.text).translate(_QUOTES)
        if text == wanted:
            return count
        if count > 1 and text.endswith(wanted) and _is_issuer(lines[start], text, wanted):
            return count
        if len(text) > len(wanted) + _LONGEST_PREFIX:
            break
    return 0


def _is_issuer(line: Line, text: str, title: str) -> bool:
    prefix = text[: len(text) - len(title)]
    return 0 < len(prefix) <= _LONGEST_PREFIX and is_organisation(line.text)


def _tail(lines: list[Line], start: int) -> int:
    """Return where the text ends."""
    end = _before_related(lines, start, len(lines))
    while end > start and _is_tail(lines[end - 1]):
        end = _before_related(lines, start, end - 1)
    return end


def _is_tail(line: Line) -> bool:
    if len(line.text) > _LONGEST:
        return False
    text = tight(line.text)
    return _TAIL.fullmatch(text) is not None or is_tool_bar(line.text)


def _before_related(lines: list[Line], start: int, end: int) -> int:
    """Return where links to other articles begin that reach down to the end."""
    for number in range(end - 1, max(start, end - _RELATED_LINES) - 1, -1):
        line = lines[number]
        if _RELATED.fullmatch(tight(line.text)) and _leads_away(lines[number:end]):
            return number
        if not (line.is_link or _is_tail(line)) or is_attachment_line(line):
            break
    return end


def _leads_away(lines: list[Line]) -> bool:
    return any(line.linked for line in lines) or len(lines) == 1
