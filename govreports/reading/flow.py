"""Text as it flows on the page: elements → lines.

One block element or one `<br>` begins a new line; a data table gives one line
a row with its cells separated by tabs. The body (正文) and the header (信息公开
header) are both read from such lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from govreports.reading.document import hides_any, is_hidden
from govreports.reading.numerals import Numerals
from govreports.reading.tables import cells_of, is_layout, unmerged
from govreports.reading.tags import BLOCKS, HEADINGS, UNSHOWN
from govreports.reading.xpath import text_content
from govreports.values.text import label_key
from govreports.vocab import FURNITURE, LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

#: Marks in a header line: a link begins, another inline element begins, one ends.
LINK, OPEN, CLOSE = "\x01", "\x02", "\x03"
MARKS = LINK + OPEN + CLOSE
_BLANK = " " + MARKS
_UNSHOWN = UNSHOWN | {etree.Comment}
# Editors split a paragraph into dozens of these, one for each number in it.
_PLAIN = frozenset({"span", "strong", "b", "font", "u", "i", "em", "sup", "sub", "o:p"})
_PARAGRAPHS = frozenset({"p", "li", "dd", "dt", *HEADINGS})
_ICONS = frozenset({"i", "em", "span", "b"})


@dataclass(slots=True)
class Line:
    """One line of text and the innermost block element that it ended in.

    `linked` counts its characters that stand in links; `hidden` is the
    outermost hidden element around it; `hrefs` are its links' addresses.
    """

    text: str
    element: Element
    linked: int = 0
    hidden: Element | None = None
    hrefs: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """Whether the line is nothing but links."""
        return self.linked > 0 and self.unlinked <= 0

    @property
    def unlinked(self) -> int:
        """How many of the line's characters stand outside of links."""
        return len("".join(unmarked(self.text).split())) - self.linked


@dataclass(slots=True)
class Flow:
    """What flows inside an element: its lines, and the images met on the way.

    `before` is the number of lines before the first element that was left out.
    """

    lines: list[Line] = field(default_factory=list)
    images: list[Element] = field(default_factory=list)
    before: int | None = None


def unmarked(text: str) -> str:
    """Return a header line's text without its marks."""
    # A sixth of the time that a table of characters takes.
    return text.replace(LINK, "").replace(OPEN, "").replace(CLOSE, "")


def body_flow(container: Element) -> Flow:
    """Read the lines of an article's container: hidden elements dropped, lists numbered."""
    return _Reader(container, marked=False).read()


def header_flow(container: Element, without: Iterable[Element] = ()) -> Flow:
    """Read the lines around an article: inline elements marked, hidden lines named as such.

    `without` are elements that are left out with all they hold.
    """
    return _Reader(container, marked=True, without=frozenset(without)).read()


class _Reader:
    """Walks a container once, without recursion: pages nest up to 2,000 levels deep."""

    def __init__(
        self, container: Element, *, marked: bool, without: frozenset[Element] = frozenset()
    ) -> None:
        self.container = container
        self.marked = marked
        self.without = without
        # Few containers hide anything: asked at once, their elements need not be asked one by one.
        self.careful = bool(without) or hides_any(container)
        self.around = frozenset(outer for inner in without for outer in inner.iterancestors())
        self.flow = Flow()
        self.numerals = Numerals()
        self.numeral = ""
        self.parts: list[str] = []
        self.links = 0
        self.linked = 0
        self.hrefs: list[str] = []
        self.hidden: Element | None = None

    def read(self) -> Flow:
        opened: list[tuple[Element, Iterator[Element]]] = []
        if self.enter(self.container):
            opened.append((self.container, iter(self.container)))
        while opened:
            element, children = opened[-1]
            # Most children are read as they are entered: the loop goes on to the next.
            for child in children:
                if self.enter(child):
                    opened.append((child, iter(child)))
                    break
                if tail := child.tail:
                    self.add(tail)
            else:
                opened.pop()
                self.leave(element)
                if opened and (tail := element.tail):
                    self.add(tail)
        self.close(self.container)
        return self.flow

    def add(self, text: str) -> None:
        if not self.parts and text.isspace():
            # The line breaks of the source, between one block and the next.
            return
        self.parts.append(text)
        if self.links:
            self.linked += len("".join(text.split()))

    def close(self, element: Element) -> None:
        """End the line that is being gathered; a blank one is none."""
        if self.parts:
            self.end_line("".join(self.parts), element)
            self.parts.clear()

    def end_line(self, text: str, element: Element) -> None:
        text = " ".join(text.split())
        if text.strip(_BLANK):
            text, hrefs = self.numeral + text, tuple(self.hrefs)
            self.flow.lines.append(Line(text, element, self.linked, self.hidden, hrefs))
            self.numeral = ""
        self.linked = 0
        if self.hrefs:
            # A link that is still open goes on in the next line.
            self.hrefs = self.hrefs[-1:] if self.links else []

    def enter(self, element: Element) -> bool:
        """Take in an element's start; say whether to go into it."""
        tag = element.tag
        if tag in _UNSHOWN:
            return False
        if self.careful and self.is_special(element) and self.leaves_out(element):
            return False
        if tag in BLOCKS:
            if self.parts:
                self.close(_parent(element))
            if self.reads_at_once(element, tag):
                return False
        else:
            self.enter_inline(element, tag)
        if text := element.text:
            self.add(text)
        return True

    def reads_at_once(self, block: Element, tag: str) -> bool:
        """Read a table of data, or a paragraph of plain text; leave other blocks to the walk."""
        if tag == "table":
            return self.reads_table(block)
        if self.marked or tag not in _PARAGRAPHS:
            return False
        if tag == "li":
            # The text may begin in a block of its own: <li><p>…, as editors write it.
            self.numeral = self.numerals.of(block)
        inner = len(block)
        if inner and not self.is_plain(block):
            return False
        text = text_content(block) if inner else block.text
        if text and not text.isspace():
            if self.links:
                self.linked += len("".join(text.split()))
            self.end_line(text, block)
        self.numeral = ""
        return True

    def is_plain(self, paragraph: Element) -> bool:
        """Say whether a paragraph is text in shown inline elements, which can be read at one go."""
        for inner in paragraph.iterdescendants():
            if inner.tag not in _PLAIN or (self.careful and is_hidden(inner)):
                return False
        return True

    def is_special(self, element: Element) -> bool:
        """Say whether an element is left out by its caller or hidden by itself."""
        if element in self.without:
            return True
        return self.hidden is None and is_hidden(element) and element is not self.container

    def leaves_out(self, element: Element) -> bool:
        """Leave out a special element; a hidden one of a header is read and named as such."""
        if self.marked and element not in self.without and _is_bare_label(element):
            return False
        if self.marked or element.tag in BLOCKS:
            self.close(_parent(element))
        if element in self.without:
            if self.flow.before is None:
                self.flow.before = len(self.flow.lines)
            return True
        if self.marked:
            self.hidden = element
        return not self.marked

    def enter_inline(self, element: Element, tag: str) -> None:
        if tag == "br":
            self.close(_parent(element))
        elif tag == "img":
            self.flow.images.append(element)
        elif tag == "a":
            self.links += 1
            self.hrefs.append(element.get("href") or "")
        if self.marked:
            self.parts.append(LINK if tag == "a" else OPEN)
            if tag in _ICONS:
                self.name_icon(element)

    def name_icon(self, icon: Element) -> None:
        """Write out a label that is drawn as an icon and named in its `@title` (JEECMS does so)."""
        title = icon.get("title")
        if title and not len(icon) and not (icon.text or "").strip():
            key = label_key(title)
            if key in LABELS or key in FURNITURE:
                self.parts.append(f"{key}：")

    def leave(self, element: Element) -> None:
        """Take in an element's end."""
        tag = element.tag
        if tag in BLOCKS:
            if self.parts:
                self.close(element)
            if tag == "li":
                self.numeral = ""
        else:
            self.links -= tag == "a"
            if self.marked:
                self.parts.append(CLOSE)
        if element is self.hidden:
            self.close(element)
            self.hidden = None

    def reads_table(self, table: Element) -> bool:
        """Read a table of data row by row; leave one that lays out the page to the walk."""
        if table in self.around or is_layout(table):
            return False
        for row, texts in self.rows(table):
            if any(text.strip(MARKS) for text in texts):
                hidden = self.hidden if self.hidden is not None or not is_hidden(row) else row
                text, hrefs = "\t".join(texts), tuple(self.hrefs)
                self.flow.lines.append(Line(text, row, self.linked, hidden, hrefs))
            self.linked, self.hrefs = 0, []
        return True

    def rows(self, table: Element) -> Iterator[tuple[Element, list[str]]]:
        rows = table.iter("tr")
        if self.marked:
            return ((row, [self.cell(cell) for cell in cells_of(row)]) for row in rows)
        return unmerged((row for row in rows if not is_hidden(row)), self.cell)

    def cell(self, cell: Element) -> str:
        if is_hidden(cell):
            return ""
        inner = _Reader(cell, marked=self.marked, without=self.without).read()
        self.flow.images.extend(inner.images)
        self.linked += sum(line.linked for line in inner.lines)
        self.hrefs += [href for line in inner.lines for href in line.hrefs]
        return " ".join(line.text for line in inner.lines)


def _is_bare_label(element: Element) -> bool:
    """Say whether an element is a label without its value, which a script shows beside one."""
    return label_key(text_content(element)) in LABELS


def _parent(element: Element) -> Element:
    parent = element.getparent()
    return element if parent is None else parent
