"""Pages of no CMS that is known, or of one without a module of its own.

The header is read by its labels, the body where the page's prose lies, a list
by what lists look like: rows of links with dates, else links that lead into
the column's own folder, else the column's only article. A further page is
asked for only where the page itself links to it: a guessed address answers
200 with something else too often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.families.base import UnreadableError
from govreports.families.evidence import source_of
from govreports.families.shared import only_article, read_as
from govreports.reading.article import Layout
from govreports.reading.document import Document, ancestors, refuse_unparsable
from govreports.reading.frames import text_frames
from govreports.reading.json_lists import read_json_list
from govreports.reading.pager import current_page, is_next, next_link, numbered_link, stated_totals
from govreports.reading.rows import is_drawn_by_script, link_title, main_rows, row_of, unique_rows
from govreports.reading.xpath import elements, text_content
from govreports.records import Ask, Evidence, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.families.evidence import Clue
    from govreports.reading.pager import Totals
    from govreports.records import Capture, Needs, RawReport, Row

_NAME = "generic"
_LAYOUT = Layout()
#: Below every mark of a CMS: this family is taken where no other is.
_WEIGHT = 1
_PAGERS = elements(
    "//*[self::div or self::ul or self::p or self::span or self::td or self::nav]"
    "[contains(@class, 'page') or contains(@class, 'Page') or contains(@class, 'pag')"
    " or contains(@class, 'fenye') or contains(@id, 'page') or contains(@id, 'Page')]"
)
# A pager's text is its numbers and words; longer ones are wrappers that templates name `page`.
_LONGEST_PAGER = 300
# Links to columns have four to six characters, titles of reports hardly ever fewer than these.
_SHORTEST_TITLE = 8
_FEWEST_ROWS = 3
# A column's articles lie in its own folder, or two levels of it: 政府 / 栏目.
_SHARED_SEGMENTS = 2


class Generic:
    """The family; see the module."""

    name = _NAME
    clues: tuple[Clue, ...] = ()

    def matches(self, page: Capture) -> Evidence | None:
        """Take everything that a page may be, with the least weight."""
        try:
            refuse_unparsable(page.body, source_of(page).text)
        except UnreadableError:
            return None
        return Evidence(_NAME, "a page without marks of a known CMS", _WEIGHT)

    def listing(self, page: Capture) -> Listing:
        """Read a list page, a service's JSON answer, or a shell around frames that hold the list.

        Raises `UnreadableError` where nothing in it looks like a list.
        """
        answer = read_json_list(page)
        if answer is not None:
            return answer
        document = Document(page)
        rows = main_rows(document)
        if len(rows) < _FEWEST_ROWS and is_drawn_by_script(document.text):
            message = "expected a list, found one that a script draws in the browser"
            raise UnreadableError(message)
        rows = rows or _column_rows(document)
        if not rows and (frames := text_frames(document)):
            return Listing((), next=tuple(map(Ask, frames)))
        if not rows and (article := only_article(page, document, _LAYOUT)):
            return Listing(article)
        if not rows:
            message = "expected a list, found neither rows with dates nor links into the column"
            raise UnreadableError(message)
        return _paged(document, rows)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(_NAME, _LAYOUT, page, parts)


def _paged(document: Document, rows: tuple[Row, ...]) -> Listing:
    pager = _pager(document)
    if pager is None:
        return Listing(rows)
    totals = stated_totals(text_content(pager))
    page = totals.page or current_page(document, pager) or 1
    return Listing(
        rows=rows,
        page=page,
        declared_rows=_plausible_rows(totals, len(rows)),
        declared_pages=totals.pages,
        next=_following(document, pager, page),
    )


def _pager(document: Document) -> Element | None:
    """Return the element that states totals, else the one around the link to the next page."""
    named = [one for one in _PAGERS(document.root) if len(text_content(one)) <= _LONGEST_PAGER]
    for element in named:
        totals = stated_totals(text_content(element))
        if totals.pages is not None or totals.rows is not None:
            return element
    links = [link for link in document.root.iter("a") if is_next(link)]
    return _around(links[0]) if links else next(iter(named), None)


def _around(link: Element) -> Element:
    """Return the widest element around a pager's link that holds little more than the pager."""
    outers = [one for one in ancestors(link) if len(text_content(one)) <= _LONGEST_PAGER]
    return outers[-1]


def _plausible_rows(totals: Totals, shown: int) -> int | None:
    """Return the stated rows, unless the page itself shows more: then they count something else."""
    return None if totals.rows is None or totals.rows < shown else totals.rows


def _following(document: Document, pager: Element, page: int) -> tuple[Ask, ...]:
    url = next_link(document, pager) or numbered_link(document, pager, page + 1)
    # The last page of many a pager links to itself.
    return (Ask(url),) if url and url != document.url else ()


def _column_rows(document: Document) -> tuple[Row, ...]:
    """Return the rows of a list without dates: the largest group of links into the column."""
    groups: dict[Element, list[Element]] = {}
    lists = _lists(document)
    for link in _column_links(document):
        groups.setdefault(_list_around(link, lists), []).append(link)
    best = max(groups.values(), key=len, default=[])
    return unique_rows(row_of(document, link) for link in best) if len(best) >= _FEWEST_ROWS else ()


def _column_links(document: Document) -> Iterator[Element]:
    parts = urlsplit(document.url)
    folder = _folders(parts.path)
    for link in document.root.iter("a"):
        url = document.absolute(link.get("href") or "")
        if url is None or len(link_title(link)) < _SHORTEST_TITLE:
            continue
        target = urlsplit(url)
        inside = _folders(target.path)[: len(folder)] == folder
        if target.netloc == parts.netloc and inside and target.path != parts.path:
            yield link


def _folders(path: str) -> list[str]:
    """Return the first folders of a path, its file left out."""
    return path.split("/")[1:-1][:_SHARED_SEGMENTS]


def _lists(document: Document) -> frozenset[Element]:
    """Return the elements with several titles of reports in them."""
    counts: dict[Element, int] = {}
    for link in document.root.iter("a"):
        if len(link_title(link)) < _SHORTEST_TITLE:
            continue
        for outer in link.iterancestors():
            counts[outer] = counts.get(outer, 0) + 1
            if counts[outer] > _FEWEST_ROWS:
                break  # what holds it was counted up to there before
    return frozenset(outer for outer, links in counts.items() if links >= _FEWEST_ROWS)


def _list_around(link: Element, lists: frozenset[Element]) -> Element:
    """Return the element whose children are the items: the first with several links in it."""
    return next((outer for outer in link.iterancestors() if outer in lists), link)
