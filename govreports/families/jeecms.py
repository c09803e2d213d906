"""JEECMS: `.jhtml` pages, `index_2.jhtml` lists, texts in parts, files behind a service.

A pager's links are scripts (`location.href=encodeURI('index_2.jhtml')`). The
addresses of an article's files are not in its page: `attachment_url.jspx`
answers a tail with a time and a key for each, so that they are asked for as
further parts of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from govreports.families.evidence import MARKS, strongest
from govreports.families.generic import Generic
from govreports.families.shared import part_for, with_further_pages
from govreports.reading.article import Layout, read_report
from govreports.reading.document import Document, join
from govreports.reading.json_lists import parse_answer
from govreports.reading.named import Named
from govreports.reading.pager import is_next
from govreports.reading.xpath import text_content
from govreports.records import Ask, Needs
from govreports.values.numerals import count

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.records import Capture, Evidence, Listing, RawReport, Row

_NAME = "jeecms"
_TEXTS = Named(classes=frozenset({"zjycon", "content-txt", "news_content_content"}))


def _pictured(page: Element) -> list[Element]:
    """Return the text's place where it holds pictures only; prose is found without its name."""
    places = (one for one in _TEXTS(page) if next(one.iter("img"), None) is not None)
    return [place for place in places if not text_content(place).strip()]


_LAYOUT = Layout(bodies=_pictured)
_NUMBERED = re.compile(r"_(\d+)\.jhtml$")
_LEADS = re.compile(r"encodeURI\(\s*['\"]([^'\"]+\.jhtml)['\"]")
_FILES = re.compile(
    r"\bCms\.attachment\(\s*['\"]([^'\"]*)['\"]\s*,\s*['\"]?(\d+)['\"]?\s*,"
    r"\s*['\"]?(\d+)['\"]?\s*,\s*['\"](\w+)['\"]\s*\)"
)
# An article of more parts, or with more files, is none.
_MOST = 99


@dataclass(frozen=True, slots=True)
class _Files:
    """The page's call for its files: context path, content, number, how their links' ids begin."""

    base: str
    content: str
    count: int
    prefix: str

    @property
    def ask(self) -> str:
        """Path of the service that answers the tails of the addresses."""
        query = urlencode({"cid": self.content, "n": self.count})
        return f"{self.base}/attachment_url.jspx?{query}"

    def address(self, number: int, tail: str) -> str:
        """Path of a file, counted from 0."""
        return f"{self.base}/attachment.jspx?cid={self.content}&i={number}{tail}"


class Jeecms:
    """The family; see the module."""

    name = _NAME
    clues = MARKS[_NAME]

    def __init__(self) -> None:
        """Take the reading of plain lists."""
        self._linked = Generic()

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the templates' folder, the scripts and the addresses."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page; raise `UnreadableError` where nothing in it looks like a list."""
        listing = self._linked.listing(page)
        found = _NUMBERED.search(urlsplit(page.url).path)
        current = (found and count(found[1])) or listing.page
        following = listing.next or _led_to(Document(page))
        return replace(listing, page=current, next=following)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name the parts that it lacks: further pages, its files' addresses.

        Raises `UnreadableError` where the page is no article.
        """
        del row
        document = Document(page)
        further, files = _further_pages(document), _files(document)
        asks = (*further, *_asks(document, files))
        missing = tuple(ask for ask in asks if part_for(ask, parts) is None)
        if missing:
            return Needs(missing)
        if files is not None:
            _link(document, files, parts)
        report = read_report(page, document, _LAYOUT, parts)
        if isinstance(report, Needs):
            return report
        return replace(with_further_pages(report, further, parts, _LAYOUT), family=_NAME)


def _led_to(document: Document) -> tuple[Ask, ...]:
    """Return the page behind the pager's link whose address is in a script."""
    for link in document.root.iter("a"):
        found = _LEADS.search(link.get("onclick") or "") if is_next(link) else None
        url = document.absolute(found[1]) if found else None
        if url is not None and url != document.url:
            return (Ask(url),)
    return ()


def _further_pages(document: Document) -> tuple[Ask, ...]:
    """Return the requests for an article's pages behind its first one: `<id>_2.jhtml` and on.

    They are in scripts as often as in links, so that the source is searched for them.
    """
    stem = urlsplit(document.url).path.rpartition("/")[2].removesuffix(".jhtml")
    if not stem.isdecimal():
        return ()
    numbers = re.findall(rf"\b{stem}_(\d{{1,2}})\.jhtml", document.text)
    last = max(map(int, numbers), default=1)
    urls = (join(document.url, f"{stem}_{number}.jhtml") for number in range(2, last + 1))
    return tuple(Ask(url) for url in urls if url is not None)


def _files(document: Document) -> _Files | None:
    found = _FILES.search(document.text)
    number = (found and count(found[3])) or 0
    return _Files(found[1], found[2], number, found[4]) if found and 0 < number <= _MOST else None


def _asks(document: Document, files: _Files | None) -> tuple[Ask, ...]:
    url = join(document.url, files.ask) if files is not None else None
    return (Ask(url),) if url is not None else ()


def _link(document: Document, files: _Files, parts: tuple[Capture, ...]) -> None:
    """Give the links of the files the addresses that the page's script would give them."""
    tails = _tails(document, files, parts)
    for link in document.root.iter("a"):
        before, prefix, digits = (link.get("id") or "").rpartition(files.prefix)
        number = count(digits) if prefix and not before else None
        if number is not None and number < files.count:
            tail = tails[number] if number < len(tails) else ""
            link.set("href", files.address(number, tail))


def _tails(document: Document, files: _Files, parts: tuple[Capture, ...]) -> list[str]:
    for ask in _asks(document, files):
        answer = part_for(ask, parts)
        found = parse_answer(answer) if answer is not None else None
        if isinstance(found, list):
            return [str(tail) for tail in found]
    return []
