"""郑州政务公开平台: the 索引号 platform of Zhengzhou and its districts (`public.<city>.gov.cn`).

Built on JEECMS. Lists are query routes on `/` (`?a=dir&h=1&p=D0104X&page=2`),
articles `/<directory>/<id>.jhtml`. The header's labels stand only in the
`@title` of icons; where a page has none, its bare values are handed on as slots.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from govreports.families.base import UnreadableError
from govreports.families.evidence import Clue, strongest
from govreports.families.shared import read_as
from govreports.reading.article import Layout
from govreports.reading.document import Document, is_hidden, is_hidden_by_class
from govreports.reading.flow import CLOSE, OPEN, Line, header_flow
from govreports.reading.header import Header, pairs_of_lines, unique
from govreports.reading.labels import Pair, clean_value, plain_value
from govreports.reading.named import Named
from govreports.reading.rows import last_date, link_title, unique_rows
from govreports.reading.xpath import text_content
from govreports.records import Ask, Evidence, Listing, Row
from govreports.values.numerals import count
from govreports.values.text import label_key, squeeze
from govreports.vocab import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.records import Capture, Needs, RawReport

_NAME = "zhengzhou"
_CLUES = (
    Clue(95, "header card ul.pubinfo-card", source=re.compile(r"class=\"pubinfo-card")),
    Clue(90, "list of ul.page-list with .page-tile", source=re.compile(r"class=\"page-tile")),
    Clue(
        85,
        "address public.….gov.cn",
        url=re.compile(r"^https?://public\.[\w.-]+\.gov\.cn(?:[:/]|$)"),
    ),
    Clue(80, "templates of /r/cms/public/", source=re.compile(r"/r/cms/public/")),
    Clue(70, "address /D0104X/….jhtml", url=re.compile(r"/D\d+[A-Z]/\d+\.jhtml")),
)
_BLOCKS = ("div", "h1", "h2")
_LISTS = Named(classes=frozenset({"page-list", "common-list"}), tags=("ul",))
_PAGER = Named(classes=frozenset({"page-tile"}))
_CARDS = Named(classes=frozenset({"pubinfo-card"}), tags=("ul",))
_TITLES = Named(classes=frozenset({"content-title", "big-title"}), tags=_BLOCKS)
_BODIES = Named(classes=frozenset({"content-txt", "news_content_content"}), tags=_BLOCKS)
_FILES = Named(classes=frozenset({"news_content_attachments"}), tags=_BLOCKS)
_PAGE = "page"
# Of these attributes none can hide an icon.
_ICON = frozenset({"icon", "title", "class"})


class Zhengzhou:
    """The family; see the module."""

    name = _NAME
    clues: tuple[Clue, ...] = _CLUES

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the header card, the list's markup, the templates' folder and the addresses."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page; raise `UnreadableError` where there is no `ul.page-list`."""
        document = Document(page)
        lists = _LISTS(document.root)
        if not lists:
            message = "expected a list (ul.page-list), found none on the page"
            raise UnreadableError(message)
        number = _page_number(page.url)
        total = _total_pages(document)
        following = total is not None and number < total
        return Listing(
            rows=unique_rows(row for one in lists for row in _rows(document, one)),
            page=number,
            declared_pages=total,
            next=(Ask(_with_page(page.url, number + 1)),) if following else (),
        )

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(_NAME, _LAYOUT, page, parts)


def _rows(document: Document, listed: Element) -> Iterator[Row]:
    """Yield a list's rows: its anchors are direct children, each followed by its header card."""
    for link in listed:
        url = document.absolute(link.get("href") or "") if link.tag == "a" else None
        title = _title(link) if url else ""
        if url and title:
            pairs = _row_header(link)
            yield Row(url, title, _date(link, pairs), pairs)


def _title(link: Element) -> str:
    span = link.find("span")
    if span is None:
        return link_title(link)
    full = squeeze(link.get("title") or span.get("title") or "")
    shown = squeeze(text_content(span))
    return full if len(full) >= len(shown) else shown


def _date(link: Element, pairs: tuple[tuple[str, str], ...]) -> str | None:
    shown = link.find("em")
    date = last_date(text_content(shown)) if shown is not None else None
    return date or dict(pairs).get("发布日期")


def _row_header(link: Element) -> tuple[tuple[str, str], ...]:
    """Return the labelled values of the card behind a row; its twin for phones is hidden."""
    for sibling in link.itersiblings():
        if sibling.tag == "a":
            break
        if "pubinfo-card" in (sibling.get("class") or "") and not is_hidden_by_class(sibling):
            return unique(_card_header(sibling).pairs)
    return ()


def _page_number(url: str) -> int:
    pages = [value for key, value in parse_qsl(urlsplit(url).query) if key == _PAGE]
    return (count(pages[-1]) if pages else None) or 1


def _with_page(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key != _PAGE
    ]
    return urlunsplit(parts._replace(query=urlencode([*query, (_PAGE, str(number))])))


def _total_pages(document: Document) -> int | None:
    """Return the highest page number in the pager, `None` where the list has no pager."""
    numbers = [
        number
        for pager in _PAGER(document.root)
        for element in pager.iter()
        if (number := count(squeeze(element.text or ""))) is not None
    ]
    return max(numbers, default=None)


def _card(page: Element) -> Header | None:
    """Read the header card of an article, `None` on a page without one."""
    for card in _CARDS(page):
        if not is_hidden(card) and not is_hidden_by_class(card):
            return _card_header(card)
    return None


def _card_header(card: Element) -> Header:
    """Read a card: labelled values, and those whose icon names no label as slots."""
    pairs: list[Pair] = []
    slots: list[str] = []
    for item in card.iter("li"):
        if found := bare_pairs(item):
            pairs += found
            continue
        lines = header_flow(item).lines
        found = pairs_of_lines(lines) or _by_title(item)
        pairs += found
        if not found and (value := clean_value(" ".join(line.text for line in lines))):
            slots.append(value)
    return Header(tuple(pairs), (), tuple(slots))


def bare_pairs(item: Element) -> list[Pair]:
    """Return what a card's item states, where it is a bare icon and a bare value; else nothing.

    A list has hundreds of items, most of them such: they are read as the walk would, without it.
    """
    children = list(item)
    if [child.tag for child in children] != ["i", "em"]:
        return []
    icon, shown = children
    if len(icon) or len(shown) or icon.text or shown.keys() or not _ICON.issuperset(icon.keys()):
        return []
    label = label_key(icon.get("title") or "")
    around = f"{item.text or ''}{icon.tail or ''}{shown.tail or ''}"
    if label not in LABELS or around.strip():
        return []
    text = " ".join((shown.text or "").split())
    value = plain_value(text)
    if value is not None:
        return [Pair(label, value)]
    return pairs_of_lines([Line(f"{OPEN}{label}：{CLOSE}{OPEN}{text}{CLOSE}", item)])


def _by_title(item: Element) -> list[Pair]:
    """Read a label of an icon that the vocabulary does not have."""
    icon, value = item.find("i"), item.find("em")
    label = squeeze((icon.get("title") or "") if icon is not None else "").rstrip(":：")
    if not label or value is None:
        return []
    return [Pair("".join(label.split()), clean_value(text_content(value)), known=False)]


_LAYOUT = Layout(titles=_TITLES, bodies=_BODIES, attachments=_FILES, header=_card)
