"""gkmlpt, 政府信息公开目录平台 of Guangdong: a catalogue in `window._CONFIG`, an API for its lists.

`/gkmlpt/index#2811` is one page for all categories: a script reads the category
from the fragment and asks `/gkmlpt/api/all/2811?page=1&sid=755001`. So the
fragment of the request says which column is meant, and the category 0 holds
all. An article's text is in the page, or only in `_CONFIG.DETAIL`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from lxml.etree import SubElement

from govreports.families.evidence import MARKS, strongest
from govreports.families.generic import Generic
from govreports.families.shared import whole
from govreports.reading.article import Layout, read_report
from govreports.reading.containers import holds_something
from govreports.reading.document import Document
from govreports.reading.flow import header_flow
from govreports.reading.header import Header, pairs_of_lines
from govreports.reading.json_lists import fragment, read_json_list
from govreports.reading.links import Link
from govreports.reading.named import Named
from govreports.reading.xpath import elements, has_class
from govreports.records import Ask, Listing, Needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.records import Capture, Evidence, RawReport, Row

_NAME = "gkmlpt"
_SITE = re.compile(r"\bSID\s*:\s*['\"](\w+)['\"]")
_TREE = re.compile(r"\bTREE\s*:\s*(?=\[)")
_DETAIL = re.compile(r"\bDETAIL\s*:\s*(?=\{)")
_PLATFORM = "/gkmlpt/"
_API = re.compile(r"/gkmlpt/api/all/\d+$")
_EVERYTHING = "0"
_TEXTS = Named(classes=frozenset({"article-content"}))
_HEADERS = Named(classes=frozenset({"classify"}))
_DECODER = json.JSONDecoder()


class Gkmlpt:
    """The family; see the module."""

    name = _NAME
    clues = MARKS[_NAME]

    def __init__(self) -> None:
        """Take the reading of the sites' other pages, which are plain lists."""
        self._linked = Generic()

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the platform's folder and its catalogue."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read the catalogue, whose rows the API has, or an answer of the API.

        Raises `UnreadableError` for a page that is neither and no list.
        """
        answer = read_json_list(page)
        if answer is not None:
            return _numbered(page, answer)
        document = Document(page)
        site = _SITE.search(document.text)
        if _TREE.search(document.text) and site:
            return Listing((), next=(_first_page(document, page, site[1]),))
        return self._linked.listing(page)

    def links(self, page: Capture) -> tuple[Link, ...]:
        """Return the catalogue's categories as links, as the page's script draws them."""
        document = Document(page)
        return tuple(_links(document, _value(_TREE, document.text)))

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        document = _with_text(page, Document(page))
        report = read_report(page, document, _LAYOUT, parts)
        return report if isinstance(report, Needs) else replace(report, family=_NAME)


def _header(page: Element) -> Header | None:
    """Read the header table: the search form above it has labels of the same names."""
    tables = _HEADERS(page)
    return Header(tuple(pairs_of_lines(header_flow(tables[0]).lines))) if tables else None


_LAYOUT = Layout(
    titles=elements(f"//h1[{has_class('document-number')}]"), bodies=_TEXTS, header=_header
)


def _value(name: re.Pattern[str], text: str) -> Any | None:
    """Return the JSON value behind a name of the page's configuration."""
    found = name.search(text)
    if found is None:
        return None
    try:
        return _DECODER.raw_decode(text, found.end())[0]
    except (ValueError, RecursionError):
        return None


def _fragment(page: Capture) -> str:
    return urlsplit(page.requested_url).fragment


def _first_page(document: Document, page: Capture, site: str) -> Ask:
    category = _fragment(page) if _fragment(page).isdecimal() else _EVERYTHING
    parts = urlsplit(document.url)
    # A department's catalogue lies below its own folder: /szjj/gkmlpt/index.
    folder = parts.path.partition(_PLATFORM)[0]
    path = f"{folder}{_PLATFORM}api/all/{category}"
    query = urlencode({"page": 1, "sid": site})
    return Ask(urlunsplit(parts._replace(path=path, query=query, fragment="")))


def _numbered(page: Capture, answer: Listing) -> Listing:
    """Add the page's number and the request for the next one.

    How many rows a full page has is known from the first only; it goes along
    in the request's fragment, which no server sees.
    """
    parts = urlsplit(page.url)
    if not _API.search(parts.path):
        return answer
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    number = max(whole(query.get("page", "")), 1)
    size = whole(_fragment(page)) or len(answer.rows)
    asks: tuple[Ask, ...] = ()
    if answer.declared_rows is not None and number * size < answer.declared_rows:
        further = urlencode({**query, "page": number + 1})
        asks = (Ask(urlunsplit(parts._replace(query=further, fragment=str(size)))),)
    return replace(answer, page=number, next=asks)


def _links(document: Document, tree: Any) -> Iterator[Link]:
    level = tree if isinstance(tree, list) else []
    while level:
        nodes = [node for node in level if isinstance(node, dict)]
        yield from (_link(document, node) for node in nodes)
        children = (node.get("children") for node in nodes)
        level = [child for some in children if isinstance(some, list) for child in some]


def _link(document: Document, node: dict[str, Any]) -> Link:
    """Return a category's link: to its place in the catalogue, or where else the site has it."""
    name, jump = str(node.get("name") or ""), node.get("jump_url")
    url = document.absolute(jump) if isinstance(jump, str) else None
    return Link(url or f"{document.url}#{node.get('id')}", name, name)


def _with_text(page: Capture, document: Document) -> Document:
    """Put the text of the configuration where the page's own place for it is empty."""
    detail = _value(_DETAIL, document.text)
    content = detail.get("content") if isinstance(detail, dict) else None
    places = _TEXTS(document.root)
    if not isinstance(content, str) or not content or any(map(holds_something, places)):
        return document
    place = places[0] if places else _place_in(document.root)
    place.extend(list(fragment(page, content).root.iter("div"))[:1])
    return document


def _place_in(root: Element) -> Element:
    around = next(root.iter("body"), root)
    return SubElement(around, "div", {"class": "article-content"})
