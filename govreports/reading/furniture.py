"""What stands around an article's text inside its container, cut off head and tail.

Only whole lines at the very beginning and end go: the repeated title, the page's
header, tool bars, counters, neighbours (上一篇), links to other articles and
the site's footer. Nothing in the middle of a text is touched.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from govreports.reading.attachments import is_attachment_line
from govreports.reading.labels import lead_of, pairs_of
from govreports.reading.slots import bare_value
from govreports.values.dates import parse_date
from govreports.values.organisation import is_organisation
from govreports.values.text import without_spaces
from govreports.vocab import HEADER_FIELDS, field_of

if TYPE_CHECKING:
    from govreports.reading.flow import Line
    from govreports.reading.labels import Pair

_DATA = tomllib.loads(
    resources.files("govreports.reading").joinpath("furniture.toml").read_text("utf-8")
)


def _any_of(*lists: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for name in lists for pattern in _DATA[name]))


_DIVIDERS = "[]【】()（）〔〕「」|｜·•、.:：/\\<>《》＞›»-—_*"
_TOOLS = frozenset([*_DATA["tools"], *_DIVIDERS])
_TOOL_LENGTHS = frozenset(map(len, _TOOLS))
_HEAD = _any_of("line", "head")
_TAIL = _any_of("line", "tail")
_RELATED = _any_of("related")
# Furniture lines are short; a longer one is prose that begins like one.
_LONGEST = 160
_TITLE_LINES = 6
_RELATED_LINES = 30
# Lines behind a text are looked at again with each cut: a tail has fewer cuts than these, and
# fewer files in a row.
_MOST_CUTS, _MOST_FILES = 400, 200
_LONGEST_PREFIX = 40
_LONGEST_NUMBER = 4
_STAMP = re.compile(r"[(（\[]?\d{4}([-/])\d{1,2}\1\d{1,2}(?:T?\d{1,2}(?::\d{2}){1,2})?[)）\]]?")
_ANNEX = re.compile(r"附件?\d*[:：]")
_ANNOUNCED = re.compile(r"附件[:：]?$")
_STRONG_LABEL = 3
_STRONG_FIELDS = frozenset({"source", "document_number"})


@dataclass(frozen=True, slots=True)
class Parted:
    """A container's lines: the page's header, the article's text, what follows it.

    `behind` are the lines between the text and links to other articles.
    """

    header: tuple[Line, ...]
    body: tuple[Line, ...]
    behind: tuple[Line, ...]
    related: tuple[Line, ...]


def part(lines: list[Line], title: str | None) -> Parted:
    """Part an article's text from what stands around it in its container."""
    start, header = _head(lines, without_spaces(title or ""))
    end = _tail(lines, start)
    others = _first_related(lines, end)
    related = [line for line in lines[others:] if line.linked]
    return Parted(tuple(header), tuple(lines[start:end]), tuple(lines[end:others]), tuple(related))


def is_tool_bar(text: str) -> bool:
    """Say whether a line is nothing but the names of a page's tools."""
    return len(text) <= _LONGEST and _is_made_of_tools(without_spaces(text))


def _is_made_of_tools(text: str) -> bool:
    # A pattern would try every way to part `A-A-A-…` into tools before it gives up.
    ends = {0}
    for start in range(len(text)):
        if start in ends:
            ends |= {start + n for n in _TOOL_LENGTHS if text[start : start + n] in _TOOLS}
        elif start > max(ends):
            return False
    return bool(text) and len(text) in ends


def is_header_line(text: str, *, goes_on: bool = False) -> bool:
    """Say whether a line holds labels of the page's header and their values, no prose.

    `goes_on` says that a line of the header stands before it: any known label
    belongs to it then.
    """
    pairs = pairs_of(text) if len(text) <= _LONGEST * 2 else ()
    if not pairs or not all(pair.known and len(pair.value) <= _LONGEST for pair in pairs):
        return False
    if not goes_on and not any(map(_is_strong, pairs)):
        return False
    if "\t" in text:
        return goes_on or len(pairs) > 1 or _is_strong(pairs[0])
    return goes_on or all(map(_goes_along, pairs)) if not lead_of(text) else _is_dated(text)


def _is_dated(text: str) -> bool:
    return bare_value(lead_of(text)) is not None


def _is_strong(pair: Pair) -> bool:
    """Say whether a pair can only be the page's: `时间：` and `地点：` open invitations, too."""
    if pair.is_furniture:
        return True
    field = field_of(pair.label)
    return field in HEADER_FIELDS and (len(pair.label) >= _STRONG_LABEL or field in _STRONG_FIELDS)


def _goes_along(pair: Pair) -> bool:
    """Say whether a pair is the page's beside a strong one: an editor's name, a bare 时间."""
    field = field_of(pair.label)
    dated = field == "published_on" and parse_date(pair.value) is not None
    return dated or field == "editor" or _is_strong(pair)


def is_stamp(text: str) -> bool:
    """Say whether a line is a date as a CMS prints it: documents write 年, 月 and 日."""
    return _STAMP.fullmatch(without_spaces(text)) is not None


def _head(lines: list[Line], title: str) -> tuple[int, list[Line]]:
    """Return where the text begins and the header lines before it."""
    header: list[Line] = []
    start, titled = 0, False
    while start < len(lines):
        text = lines[start].text
        repeated = 0 if titled else _title_lines(lines, start, title)
        if repeated:
            start, titled = start + repeated, True
        elif is_header_line(text, goes_on=bool(header)) or is_stamp(text):
            header.append(lines[start])
            start += 1
        elif len(text) <= _LONGEST and (_HEAD.fullmatch(without_spaces(text)) or is_tool_bar(text)):
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
    text = ""
    for count, line in enumerate(lines[start : start + _TITLE_LINES], 1):
        text += without_spaces(line.text)
        if text == title:
            return count
        if count > 1 and text.endswith(title) and _is_issuer(lines[start], text, title):
            return count
        if len(text) > len(title) + _LONGEST_PREFIX:
            break
    return 0


def _is_issuer(line: Line, text: str, title: str) -> bool:
    prefix = text[: len(text) - len(title)]
    return (
        prefix == without_spaces(line.text)
        and len(prefix) <= _LONGEST_PREFIX
        and is_organisation(prefix)
    )


def _tail(lines: list[Line], start: int) -> int:
    """Return where the text ends."""
    end = len(lines)
    for _ in range(min(_MOST_CUTS, end - start)):
        if end <= start:
            break
        before = _before_files(lines, start, _before_related(lines, start, end))
        if before == end and not _is_tail(lines[end - 1]):
            break
        end = before if before < end else end - 1
    return end


def _first_related(lines: list[Line], end: int) -> int:
    """Return where, behind the text's end, links to other articles begin."""
    for number in range(end, len(lines)):
        if _RELATED.fullmatch(without_spaces(lines[number].text)):
            return number
    return len(lines)


def _is_tail(line: Line) -> bool:
    return len(line.text) <= _LONGEST and _ends_page(line.text)


# A line is asked of again with each cut, and a portal's pages end in the same few.
@lru_cache(maxsize=1024)
def _ends_page(text: str) -> bool:
    return _TAIL.fullmatch(without_spaces(text)) is not None or is_tool_bar(text)


def _before_related(lines: list[Line], start: int, end: int) -> int:
    """Return where links to other articles begin that reach down to the end."""
    begin = end
    for number in range(end - 1, max(start, end - _RELATED_LINES) - 1, -1):
        line = lines[number]
        if _RELATED.fullmatch(without_spaces(line.text)) and any(
            one.linked for one in lines[number:end]
        ):
            begin = number
        elif not (_is_mostly_link(line) or _is_tail(line)):
            break
    return begin


def _is_mostly_link(line: Line) -> bool:
    return line.linked > 0 and line.unlinked <= _LONGEST_NUMBER


def _before_files(lines: list[Line], start: int, end: int) -> int:
    """Return where links to files begin that reach down to the end.

    What `附件：` introduces is the document's own list of annexes, and stays;
    file names without it are the portal's.
    """
    begin = end
    while begin > max(start, end - _MOST_FILES) and is_attachment_line(lines[begin - 1]):
        begin -= 1
    kept = next((number for number in range(begin, end) if _is_annex(lines, number, start)), end)
    return end if kept < end else begin


def _is_annex(lines: list[Line], number: int, start: int) -> bool:
    """Say whether links to files from this line on are announced as annexes."""
    text = without_spaces(lines[number].text)
    above = without_spaces(lines[number - 1].text) if number > start else ""
    return _ANNEX.match(text) is not None or _ANNOUNCED.search(above) is not None
