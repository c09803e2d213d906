"""The header of a page (信息公开 header): label → value pairs, wherever they stand.

Reading is driven by labels, not by layout: tables with one to three pairs a
row, `dl`, lists, spans, run-on lines and bracketed labels all end as lines
(`reading.flow`) and pairs in lines (`reading.labels`). What this module adds is
which lines belong to the article and which to the page around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from govreports.reading.flow import OPEN
from govreports.reading.labels import Pair, clean_value, is_label, marked_lead_of, pairs_of
from govreports.reading.nearest import Nearest
from govreports.reading.slots import bare_values, split_date
from govreports.reading.xpath import is_short, text_content
from govreports.values.text import label_key
from govreports.vocab import HEADER_FIELDS, field_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from govreports.reading.flow import Flow, Line

# Header lines are short; longer ones are prose that happens to have a colon.
_LONGEST_LINE = 600
_LONGEST_VALUE = 300
# A block of that many known labels before the article is its header, even where
# the template puts it outside of the element that holds title and body.
_BLOCK = 3
# Behind the body stand only the source and the time; an 索引号 there is another
# document's (相关文件).
_BEHIND = frozenset({"source", "published_on"})
# The links that stand behind an article, or where it would have been.
_NEIGHBOURS = frozenset({"上一篇", "下一篇", "上一条", "下一条", "上篇", "下篇"})
# Fields whose values are names, which a date may be run on to.
_NAMES = frozenset({"source", "publisher", "editor"})
# Lines of one block follow each other, a blank value's label or a rubric between them.
_GAP = 2
# Two cells of a pair by their tags; list items and paragraphs are no cells of each other.
_CELLS = frozenset({("dt", "dd"), ("td", "td"), ("th", "td"), ("th", "th")})
# A label's cell and its value's are each at most so deep below what holds both …
_CELL_LEVELS = 12
# … and no header has more of them.
_MOST_CELLS = 200
_PAIR, _PAIRING = ("label", "value"), frozenset({"li", "td", "dd"})
_ITEMS = frozenset({"li", "tr", "p", "dl", "ul", "table"})


@dataclass(frozen=True, slots=True)
class Header:
    """`pairs` as a reader sees them, `hidden` those that he does not, `slots` bare values."""

    pairs: tuple[Pair, ...] = ()
    hidden: tuple[Pair, ...] = ()
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A pair, the number of its line, the hidden element around it, and whether it is near."""

    pair: Pair
    line: int
    hidden: Element | None
    inside: bool


def read_header(flow: Flow, body: Element | None, title: Element | None) -> Header:
    """Read the header from the lines around an article; `body` and `title` are its elements.

    Without both, every line counts as the article's own.
    """
    frame = frame_of(body, title)
    near = Nearest({} if frame is None else {frame: True})
    labelled = list(_pairs_by_line(flow.lines))
    found = [
        _Found(pair, number, line.hidden, frame is None or bool(near.of(line.element)))
        for number, line, pairs in labelled
        for pair in pairs
    ]
    shown, hidden = _by_sight(_belonging(found, flow))
    pairs, dates = _without_dates(shown)
    values = {number + 1 for number, line, pairs in labelled if pairs != _pairs_in(line)}
    slots = (*_bare_lines(flow, None if frame is None else near, title, values), *dates)
    return Header(tuple(pairs), tuple(hidden), tuple(dict.fromkeys(slots)))


def frame_of(body: Element | None, title: Element | None) -> Element | None:
    """Return the smallest element that holds both title and body."""
    if body is None or title is None:
        return title if body is None else body.getparent()
    around = set(title.iterancestors())
    return next((outer for outer in body.iterancestors() if outer in around), None)


def unique(pairs: Iterable[Pair]) -> tuple[tuple[str, str], ...]:
    """Return each label once with its first value that is not blank; furniture is dropped."""
    values: dict[str, str] = {}
    for pair in pairs:
        if not pair.is_furniture and not values.get(pair.label):
            values[pair.label] = pair.value
    return tuple(values.items())


def pairs_of_lines(lines: list[Line]) -> list[Pair]:
    """Return the pairs that stand in lines, values on the line below their label included."""
    return [pair for _, _, pairs in _pairs_by_line(lines) for pair in pairs]


def _pairs_by_line(lines: list[Line]) -> Iterator[tuple[int, Line, tuple[Pair, ...]]]:
    for number, line in enumerate(lines):
        if len(line.text) > _LONGEST_LINE or line.is_link:
            continue
        pairs = _pairs_in(line)
        if pairs and not pairs[-1].value and number + 1 < len(lines):
            pairs = _with_value_below(line, lines[number + 1], pairs)
        if pairs:
            yield number, line, pairs


def _pairs_in(line: Line) -> tuple[Pair, ...]:
    pairs = pairs_of(line.text)
    if not pairs and is_label(line.text):
        return (Pair(label_key(clean_value(line.text)), ""),)
    return pairs


def _with_value_below(line: Line, below: Line, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Give the line's last label the next line as its value, if that is its cell's neighbour."""
    cells = below.text.split("\t")
    labels = line.text.split("\t")
    if len(cells) == len(labels) == len(pairs) > 1 and not any(pair.value for pair in pairs):
        return _down_columns(pairs, cells)
    if len(below.text) > _LONGEST_VALUE or pairs_of(below.text) or is_label(below.text):
        return pairs
    if not are_neighbours(line.element, below.element):
        return pairs
    last = pairs[-1]
    return (*pairs[:-1], Pair(last.label, clean_value(below.text), last.known))


def _down_columns(pairs: tuple[Pair, ...], cells: list[str]) -> tuple[Pair, ...]:
    """Read a table whose labels stand in one row and the values in the next."""
    if any(is_label(cell) for cell in cells):
        return pairs
    return tuple(
        Pair(pair.label, clean_value(cell), pair.known)
        for pair, cell in zip(pairs, cells, strict=True)
    )


def are_neighbours(label: Element, value: Element) -> bool:
    """Say whether two elements are a label's cell and its value's: `dt`/`dd`, two cells, a pair."""
    if value is label:
        return is_short(label, _LONGEST_VALUE)  # two lines of one short paragraph
    if value.getparent() is label:
        return True
    around = {outer: inner for inner, outer in islice(_steps(label), _CELL_LEVELS)}
    for inner, outer in islice(_steps(value), _CELL_LEVELS):
        if outer in around:
            return _are_cells(outer, around[outer], inner)
    return False


def _steps(element: Element) -> Iterator[tuple[Element, Element]]:
    """Yield each element on the way up with its parent."""
    for outer in element.iterancestors():
        yield element, outer
        element = outer


def _are_cells(parent: Element, label: Element, value: Element) -> bool:
    if next(label.itersiblings("*"), None) is not value:
        return False
    if (label.tag, value.tag) in _CELLS:
        return True
    children = [child for child in islice(parent, _MOST_CELLS) if isinstance(child.tag, str)]
    if len(children) == len(_PAIR) and parent.tag in _PAIRING:
        return True
    alternating = label in children[::2] and len(children) % 2 == 0
    return alternating and (label.tag not in _ITEMS or _is_bare_item(label))


def _is_bare_item(item: Element) -> bool:
    """Say whether a list item is a label's cell: no colon, so that it does not end in itself."""
    return item.tag == "li" and not text_content(item).rstrip().endswith((":", "："))


def _belonging(found: list[_Found], flow: Flow) -> Iterator[_Found]:
    """Yield the pairs that are the article's: near it, or a header block before it."""
    before = _end_of_article(found, flow) if flow.before is None else flow.before
    blocks = _blocks([one for one in found if one.line < before])
    for one in found:
        if one.line < before:
            if (one.inside and (one.pair.known or one.line in blocks)) or one.line in blocks:
                yield one
        elif one.inside and field_of(one.pair.label) in _BEHIND:
            yield one


def _end_of_article(found: list[_Found], flow: Flow) -> int:
    """Return the line with which a page without a body goes over to other articles."""
    return next((one.line for one in found if one.pair.label in _NEIGHBOURS), len(flow.lines))


def _blocks(found: list[_Found]) -> set[int]:
    """Return the numbers of the lines of header blocks: runs of lines with several known labels."""
    lines: set[int] = set()
    run: list[_Found] = []
    for one in [*found, None]:
        if one is not None and (not run or _goes_on(run[-1], one)):
            run.append(one)
            continue
        if len({item.pair.label for item in run if _is_header_label(item.pair)}) >= _BLOCK:
            lines.update(item.line for item in run)
        run = [] if one is None else [one]
    return lines


def _goes_on(last: _Found, one: _Found) -> bool:
    return one.line - last.line <= _GAP and one.inside == last.inside


def _is_header_label(pair: Pair) -> bool:
    return field_of(pair.label) in HEADER_FIELDS


def _by_sight(found: Iterable[_Found]) -> tuple[list[Pair], list[Pair]]:
    """Part what is shown from what is hidden.

    A hidden element with a whole header is a panel that opens by a click
    (`信息公开索引`); one with a single pair is a field switched off.
    """
    found = list(found)
    panels = {
        element
        for element in {one.hidden for one in found if one.hidden is not None}
        if len({one.pair.label for one in found if one.hidden is element}) >= _BLOCK
    }
    shown = [one.pair for one in found if one.hidden is None]
    shown += [one.pair for one in found if one.hidden in panels]
    hidden = [one.pair for one in found if one.hidden not in {None, *panels}]
    return shown, hidden


def _without_dates(pairs: list[Pair]) -> tuple[list[Pair], list[str]]:
    """Split dates off names that they are run on to."""
    kept: list[Pair] = []
    dates: list[str] = []
    for pair in pairs:
        name, date = (
            split_date(pair.value) if field_of(pair.label) in _NAMES else (pair.value, None)
        )
        kept.append(Pair(pair.label, name, pair.known))
        dates += [date] if date else []
    return kept, dates


def _bare_lines(
    flow: Flow, near: Nearest[bool] | None, title: Element | None, values: set[int]
) -> Iterator[str]:
    """Yield the dates and 发文字号 without a label between title and body.

    Some templates put the date into the title's own element, behind it. `values` are
    the lines that a label on the line above has taken.
    """
    begun = title is None
    titled = Nearest({} if title is None else {title: True})
    for number, line in enumerate(flow.lines[: flow.before]):
        if number in values:
            continue
        if titled.of(line.element):
            begun = True
            yield from list(bare_values(line.text))[-1:] if OPEN in line.text else ()
        elif begun and line.hidden is None and (near is None or near.of(line.element)):
            yield from bare_values(marked_lead_of(line.text))
