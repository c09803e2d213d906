"""Lists of articles: links with dates beside them → rows."""

from __future__ import annotations

import re
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

# A date as lists print it, also split over lines or with the day above the month.
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})(?!\d)日?")
_PINNED = re.compile(r"置顶|\btop\b|zhiding", re.IGNORECASE)
_ITEMS = frozenset({"a", "li", "tr", "dl", "dd", "div", "p"})
# Titles have up to some 150 characters; a longer text is no row but a list.
_LONGEST_ITEM = 600
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
    shown = squeeze(text_content(link)).strip(_BULLETS)
    full = squeeze(link.get("title") or "")
    if full and (is_cut(shown) or len(full) >= len(shown) or full in shown):
        return full
    return shown


def last_date(text: str) -> str | None:
    """Return the last real date in a text, as it stands there without spaces.

    The last, because numbers that look like dates (索引号 `2026-02-00018`) and
    titles stand before it.
    """
    dates = ("".join(found[1].split()) for found in _DATE.finditer(text))
    return next((date for date in reversed(list(dates)) if parse_date(date) is not None), None)


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
    for link in document.root.iter("a"):
        item = _item_of(link)
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


def _item_of(link: Element) -> Element | None:
    """Return the smallest item around a link that shows a date."""
    if not (link.get("href") or "").strip():
        return None
    for outer in ancestors(link):
        if outer.tag in ("ul", "ol", "table", "tbody", "body", "form"):
            return None
        if outer.tag in _ITEMS:
            text = squeeze(spaced_text(outer))
            if len(text) > _LONGEST_ITEM:
                return None
            if last_date(text):
                return _whole_item(outer)
    return None


def _whole_item(item: Element) -> Element:
    """Return the element that is an item of the list: `<div class="row"><a>…` is one `div`."""
    parent = item.getparent()
    while parent is not None and len(parent) == 1 and parent.tag in _ITEMS:
        item, parent = parent, parent.getparent()
    return item


def _list_of(parent: Element) -> Element:
    """Return the list around items: some templates begin a new `<ul>` after every fifth item."""
    outer = parent.getparent()
    if (
        outer is not None
        and parent.tag in ("ul", "tbody")
        and sum(child.tag == parent.tag for child in outer) > 1
    ):
        return outer
    return parent


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
