"""Lists of articles: links with dates beside them → rows."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from govreports.reading.document import ancestors
from govreports.reading.xpath import spaced_text, text_content
from govreports.records import Row
from govreports.values.dates import parse_date
from govreports.values.text import squeeze
from govreports.values.title import is_cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from govreports.reading.document import Document

    # Whether the way up from a link ends at an element, and the item found there.
    _Verdict = tuple[bool, Element | None]

# A date as lists print it, also split over lines.
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})(?!\d)日?")
# The same with the day above the month, in two elements of one box.
_DAY_ABOVE = re.compile(r"(?<![\d.])(\d{1,2})\s+((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2})(?![\d./-])")
_DATE_BOX = re.compile(rf"\W*{_DATE.pattern}[\W\d]*")
_PINNED = re.compile(r"置顶|\btop\b|zhiding", re.IGNORECASE)
_ITEMS = frozenset({"a", "li", "tr", "dl", "dd", "div", "p"})
# Titles have up to some 150 characters; a longer text is no row but a list.
_LONGEST_ITEM = 600
# Elements in an item, and levels from a link up to its item: some twenty and six on real pages.
_LARGEST_ITEM = 300
_DEEPEST = 24
# Lists that avalon.js, Vue or AngularJS fill in: the page has their template only, and what
# little it shows stands in a side bar.
_SCRIPTED = re.compile(r"\b(?:ms-(?:for|repeat|each)|v-for|ng-repeat)\s*=")
_BULLETS = " ·•●■◆▪>»→☆★-\u2003\ue000"


def row_of(document: Document, link: Element, item: Element | None = None) -> Row | None:
    """Return the row of a link, `None` where it leads to no page or shows nothing.

    `item` is the element of the list around it that holds its date.
    """
    url = document.absolute(link.get("href") or "")
    title = link_title(link)
    if url is None or not title:
        return None
    around = link if item is None else item
    return Row(url, title, last_date(squeeze(spaced_text(around))), pinned=_is_pinned(around))


def link_title(link: Element) -> str:
    """Return an article's title from its link: `@title` where the text is cut or holds less."""
    shown = squeeze(_text_of(link)).strip(_BULLETS)
    full = squeeze(link.get("title") or "")
    if full and (is_cut(shown) or len(full) >= len(shown) or full in shown):
        return full
    return shown


def _text_of(link: Element) -> str:
    """Return what a link shows, without a date that an element of its own sets apart."""
    text = text_content(link)
    if not _DATE.search(text):
        return text
    pieces = [str(piece) for piece in link.itertext()]
    kept = [piece for piece in pieces if not _DATE_BOX.fullmatch(piece)]
    return " ".join(kept) if kept and len(kept) < len(pieces) else text


def last_date(text: str) -> str | None:
    """Return the last real date in a text, as it stands there without spaces.

    The last, because numbers that look like dates (索引号 `2026-02-00018`) and
    titles stand before it.
    """
    dates = ["".join(found[1].split()) for found in _DATE.finditer(text)]
    if not dates:
        dates = [_joined(found[2], found[1]) for found in _DAY_ABOVE.finditer(text)]
    return next((date for date in reversed(dates) if parse_date(date) is not None), None)


def _joined(month: str, day: str) -> str:
    month = "".join(month.split())
    return f"{month}{'月' if '年' in month else next(c for c in month if not c.isdigit())}{day}"


def _is_pinned(item: Element) -> bool:
    names = " ".join(
        element.get("class") or "" for element in item.iter() if isinstance(element.tag, str)
    )
    return _PINNED.search(names) is not None


def main_rows(document: Document) -> tuple[Row, ...]:
    """Return the rows of a page's main list: the group of like items with the most dated links.

    Raises nothing: a page without a list has no rows.
    """
    groups: dict[Element, list[tuple[Element, Element]]] = {}
    items = _Items()
    for link in document.root.iter("a"):
        item = items.around(link)
        if item is not None and (parent := item.getparent()) is not None:
            groups.setdefault(_list_of(parent), []).append((link, item))
    best = max(groups.values(), key=_weight, default=[])
    return unique_rows(row_of(document, link, item) for link, item in _first_links(best))


def is_drawn_by_script(source: str) -> bool:
    """Say whether a page's source has the template of a list that a script fills in."""
    return _SCRIPTED.search(source) is not None


def unique_rows(rows: Iterable[Row | None]) -> tuple[Row, ...]:
    """Return the rows that lead somewhere, each address once."""
    by_url: dict[str, Row] = {}
    for row in rows:
        if row is not None:
            by_url.setdefault(row.url, row)
    return tuple(by_url.values())


class _Items:
    """Finds the items of a page's lists; each element is judged once, however many links it has."""

    def __init__(self) -> None:
        self._judged: dict[Element, _Verdict] = {}

    def around(self, link: Element) -> Element | None:
        """Return the smallest item around a link that shows a date."""
        if not (link.get("href") or "").strip():
            return None
        for outer in islice(ancestors(link), _DEEPEST):
            if outer.tag in ("ul", "ol", "table", "tbody", "body", "form"):
                return None
            if outer.tag in _ITEMS:
                ends, item = self._judge(outer)
                if ends:
                    return item
        return None

    def _judge(self, outer: Element) -> _Verdict:
        if outer not in self._judged:
            text = _item_text(outer)
            dated = text is not None and last_date(text) is not None
            self._judged[outer] = text is None or dated, _whole_item(outer) if dated else None
        return self._judged[outer]


def _item_text(element: Element) -> str | None:
    """Return what an element shows on one line, `None` where it is too large for an item."""
    size = sum(1 for _ in islice(element.iter(), _LARGEST_ITEM + 1))
    text = squeeze(spaced_text(element)) if size <= _LARGEST_ITEM else ""
    return text if size <= _LARGEST_ITEM and len(text) <= _LONGEST_ITEM else None


def _whole_item(item: Element) -> Element:
    """Return the element that is an item of the list: `<div class="row"><a>…` is one `div`."""
    for parent in islice(item.iterancestors(), _DEEPEST):
        # Not by `len(parent)`, which counts all children anew for each of them.
        alone = item.getprevious() is None and item.getnext() is None
        if not alone or parent.tag not in _ITEMS:
            break
        item = parent
    return item


def _list_of(parent: Element) -> Element:
    """Return the list around items: some templates begin a new `<ul>` after every fifth item.

    Others give each item a table of its own.
    """
    outer = parent.getparent()
    alone = parent.getprevious() is None and parent.getnext() is None
    if outer is not None and outer.tag == "table" and parent.tag == "tbody" and alone:
        parent, outer = outer, outer.getparent()
    if (
        outer is not None
        and parent.tag in ("ul", "tbody", "table")
        and any(_same_tag(parent, before) is not None for before in (False, True))
    ):
        return outer
    return parent


def _same_tag(element: Element, preceding: bool) -> Element | None:  # noqa: FBT001 -- lxml's own word
    return next(element.itersiblings(element.tag, preceding=preceding), None)


def _weight(group: list[tuple[Element, Element]]) -> int:
    return sum(len(link_title(link)) for link, _ in _first_links(group))


def _first_links(group: list[tuple[Element, Element]]) -> Iterator[tuple[Element, Element]]:
    """Yield each item with the link that has the longest text: others lead to columns or files."""
    items: dict[Element, Element] = {}
    for link, item in group:
        known = items.get(item)
        if known is None or len(link_title(link)) > len(link_title(known)):
            items[item] = link
    for item, link in items.items():
        yield link, item
