"""博达 Visual SiteBuilder (VSB): tables, `#vsb_content`, lists that page in reverse.

The first page of a list is `slug.htm`, page k of n is `slug/<n-k+1>.htm`, so
that an old page keeps its address while new articles move the content along.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from govreports.families.base import UnreadableError
from govreports.families.evidence import Clue, strongest
from govreports.families.shared import only_article, read_as
from govreports.reading.article import Layout
from govreports.reading.document import Document, join
from govreports.reading.named import Named
from govreports.reading.pager import Totals, next_link, stated_totals
from govreports.reading.rows import link_title, main_rows, row_of, unique_rows
from govreports.reading.xpath import elements, has_class, spaced_text, string, strings
from govreports.records import Ask, Evidence, Listing
from govreports.values.numerals import count
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.records import Capture, Needs, RawReport, Row

_NAME = "vsb"
_OF_ARTICLES = re.compile(r"/info/\d+/\d+\.htm$")
_CLUES = (
    Clue(
        95,
        "comment Announced by Visual SiteBuilder",
        source=re.compile(r"Announced by Visual SiteBuilder"),
    ),
    Clue(
        90,
        "scripts of VSB",
        source=re.compile(
            r"_sitegray/|\.vsb\.css|vsbscreen|_jsq_\(|_showDynClicks\(|/system/resource/js/"
        ),
    ),
    Clue(85, "form _newscontent_fromname", source=re.compile(r"_newscontent_fromname")),
    Clue(
        80,
        "text in #vsb_content",
        source=re.compile(r"id=[\"']?vsb_content|v_news_content|virtual_attach_file\.vsb"),
    ),
    Clue(80, "server VWebServer", server=re.compile(r"VWebServer|VAppServer")),
    Clue(50, "address /info/1/2.htm", url=_OF_ARTICLES),
)
_ROWS = elements("//*[(self::li or self::tr) and starts-with(@id, 'line_u')]")
_PAGERS = elements(
    "//*[contains(@class, 'p_pages') or contains(@class, 'pb_sys') or starts-with(@id, 'fanye')"
    f" or a[{has_class('Next')}]]"
)
_CURRENT = string("string(.//*[contains(@class, 'p_no_d')])")
_NUMBERS = elements(f".//*[{has_class('p_no')}]")
_NEXT = strings(f"(.//*[{has_class('p_next')}]//a/@href)[1]")
_TITLES = Named(class_prefix="titlestyle", tags=("td",))
_BODIES = Named(
    ids=frozenset({"vsb_content", "vsb_newscontent"}),
    classes=frozenset({"v_news_content"}),
    id_prefix="vsb_content_",
)
_LAYOUT = Layout(titles=_TITLES, bodies=_BODIES)
_NUMBERED = re.compile(r"/(\d{1,9})\.htm$")


class Vsb:
    """The family; see the module."""

    name = _NAME
    clues: tuple[Clue, ...] = _CLUES

    def matches(self, page: Capture) -> Evidence | None:
        """Look for VSB's comments, scripts, form and element names."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page; raise `UnreadableError` where it has neither rows nor a pager."""
        document = Document(page)
        rows = _rows(document)
        pagers = _PAGERS(document.root)
        if not rows and not pagers:
            article = only_article(page, document, _LAYOUT, _OF_ARTICLES)
            if article:
                return Listing(article)
            message = "expected a list, found neither rows nor a pager of Visual SiteBuilder"
            raise UnreadableError(message)
        link = _next(document, pagers)
        totals = _totals(document, pagers, link)
        return Listing(
            rows,
            totals.page or 1,
            totals.rows,
            totals.pages,
            (Ask(link),) if link else _by_rule(document, totals),
        )

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(_NAME, _LAYOUT, page, parts)


def _rows(document: Document) -> tuple[Row, ...]:
    items = _ROWS(document.root)
    if not items:
        return main_rows(document)
    links = ((max(item.iter("a"), key=_title_length, default=None), item) for item in items)
    return unique_rows(row_of(document, link, item) for link, item in links if link is not None)


def _title_length(link: Element) -> int:
    """Return how long a link's title is: an item's other links lead to its column."""
    return len(link_title(link))


def _next(document: Document, pagers: list[Element]) -> str | None:
    for pager in pagers:
        hrefs = _NEXT(pager)
        link = document.absolute(hrefs[0]) if hrefs else next_link(document, pager)
        if link:
            return link
    return None


def _totals(document: Document, pagers: list[Element], link: str | None) -> Totals:
    """Gather what the pagers say: their text, page numbers and the link to the next page."""
    stated = stated_totals(" ".join(_text(pager) for pager in pagers))
    current = "".join(_CURRENT(pager) for pager in pagers[:1])
    page = stated.page or count(current.strip())
    page = page or _page_in(document.url)
    pages = stated.pages or _last_number(pagers, page) or _pages_behind(link, page)
    if page is None and pages is not None:
        page = _reversed_page(document.url, pages)
    return Totals(stated.rows, pages if pages or not pagers else 1, page)


def _text(element: Element) -> str:
    return squeeze(spaced_text(element))


def _page_in(url: str) -> int | None:
    """Return the page of an older list's address, `?totalpage=3&PAGENUM=2&…`."""
    return count(parse_qs(urlsplit(url).query).get("PAGENUM", [""])[0])


def _last_number(pagers: list[Element], page: int | None) -> int | None:
    """Return the highest page number that is shown, the current one included."""
    shown = [_text(number) for pager in pagers for number in _NUMBERS(pager)]
    numbers = [number for text in shown if (number := count(text)) is not None]
    return max([*numbers, page or 1]) if numbers else None


def _pages_behind(link: str | None, page: int | None) -> int | None:
    """Work out the number of pages from the next one's address: `slug/34.htm` is page 2 of 35."""
    if link is None:
        return None
    total = count(parse_qs(urlsplit(link).query).get("totalpage", [""])[0])
    if total is not None:
        return total
    number = _NUMBERED.search(urlsplit(link).path)
    return int(number[1]) + (page or 1) if number else None


def _reversed_page(url: str, pages: int) -> int | None:
    number = _NUMBERED.search(urlsplit(url).path)
    return pages - int(number[1]) + 1 if number and int(number[1]) < pages else None


def _by_rule(document: Document, totals: Totals) -> tuple[Ask, ...]:
    """Return the next page by the rule of reverse paging, where the pager's link is a script."""
    page, pages = totals.page or 1, totals.pages or 1
    path = urlsplit(document.url).path
    if page >= pages or not path.endswith(".htm"):
        return ()
    slug = path.rsplit("/", 1)[0] if page > 1 else path.removesuffix(".htm")
    url = join(document.url, f"{slug}/{pages - page}.htm")
    return (Ask(url),) if url else ()
