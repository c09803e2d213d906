"""TRS WCM / HyCloud (拓尔思): `createPageHTML`, `index_<k>`, `.TRS_Editor`, meta tags.

Lists are static pages, paged by a script call that names their number:
`createPageHTML(3, 0, "index", "shtml")` on `index.shtml` has `index_1.shtml`
and `index_2.shtml` behind it. Articles in several pages call
`createDetailPageHTML(…)` in the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govreports.families.base import UnreadableError
from govreports.families.evidence import Clue, strongest
from govreports.families.shared import only_article, part_for, with_further_pages
from govreports.reading.article import Layout, read_report
from govreports.reading.document import Document, join
from govreports.reading.json_lists import read_json_list
from govreports.reading.named import Named
from govreports.reading.pager import next_link
from govreports.reading.rows import is_drawn_by_script, main_rows
from govreports.records import Ask, Evidence, Listing, Needs
from govreports.values.numerals import count

if TYPE_CHECKING:
    from govreports.records import Capture, RawReport, Row

_NAME = "trs"
_CALL = "PageHTML"
# What must not stand before the word is looked at behind it: so it is searched as plain text.
_PAGES = re.compile(r"create(?<!\wcreate)(?<!function create)(?:Detail)?PageHTML\s*\(([^(){}]*)\)")
_OF_ARTICLES = re.compile(r"/t(?:\d{8}_\d+(?:_\w+)?|\d{5,}(?:_\d+)?)\.s?html?$")
_ARTICLE = re.compile(r"^t\d")
_CLUES = (
    Clue(90, "list pager createPageHTML(…)", source=_PAGES),
    Clue(
        85,
        "text in .TRS_Editor",
        source=re.compile(r"TRS_(?:Editor|UEDITOR|PreAppend)|trs_editor_view"),
    ),
    Clue(75, "address …/t20200101_123.html", url=re.compile(r"/t\d{8}_\d+(?:_\w+)?\.s?html?$")),
    Clue(
        70,
        "names of its documents' fields",
        source=re.compile(r"\"DOC(?:PUBURL|TITLE|CONTENT|RELTIME)\""),
    ),
    Clue(60, "its search server /was5/web/", source=re.compile(r"/was5/web/")),
    Clue(60, "address …/t123.shtml", url=re.compile(r"/t\d{5,}(?:_\d+)?\.s?html?$")),
    Clue(
        50, "TRS visit counter", source=re.compile(r"_trs_ua|trs_uv|TRSCOMMON|/trs/", re.IGNORECASE)
    ),
    Clue(
        30,
        "links to addresses …/t20200101_123.html",
        source=re.compile(r"/t\d{8}_\d{5,}(?:_\d+)?\.s?htm"),
    ),
)
_BODIES = Named(
    ids=frozenset({"zoom", "Zoom"}),
    classes=frozenset({"TRS_Editor", "trs_editor_view", "TRS_UEDITOR"}),
)
_FEW = 3
_LAYOUT = Layout(bodies=_BODIES)


@dataclass(frozen=True, slots=True)
class _Pager:
    """What a script call says: number of pages, this page from 1, the pages' name, rows in all."""

    pages: int
    page: int
    current: int
    name: str
    extension: str
    rows: int | None

    def file(self, steps: int) -> str:
        """Return the file name of the page that many steps on."""
        return f"{self.name}_{self.current + steps}.{self.extension}"


class Trs:
    """The family; see the module."""

    name = _NAME
    clues: tuple[Clue, ...] = _CLUES

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the pager's script call, the editor's class and the articles' addresses."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page, or an answer of the search service.

        Raises `UnreadableError` where it has neither rows nor a pager.
        """
        answer = read_json_list(page)
        if answer is not None:
            return answer
        document = Document(page)
        rows = main_rows(document)
        pager = _pager(document.text, articles=False)
        if pager is None:
            return _unpaged(document, rows or only_article(page, document, _LAYOUT, _OF_ARTICLES))
        asks = _asks(document, [pager.file(1)] if pager.page < pager.pages else [])
        return Listing(rows, pager.page, _plausible_rows(pager, len(rows)), pager.pages, asks)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article, or name its further pages; raise `UnreadableError` where it is none."""
        del row
        document = Document(page)
        asks = _further_pages(document)
        missing = tuple(ask for ask in asks if part_for(ask, parts) is None)
        if missing:
            return Needs(missing)
        report = read_report(page, document, _LAYOUT, parts)
        if isinstance(report, Needs):
            return report
        return replace(with_further_pages(report, asks, parts, _LAYOUT), family=_NAME)


def _pager(text: str, *, articles: bool) -> _Pager | None:
    """Return the page's script call for a list (or for an article in several pages)."""
    for call in _PAGES.finditer(text, max(text.find(_CALL) - 12, 0)) if _CALL in text else ():
        pager = _parsed(call[1])
        if pager is not None and bool(_ARTICLE.match(pager.name)) == articles:
            return pager
    return None


def _parsed(arguments: str) -> _Pager | None:
    values = [value.strip() for value in arguments.split(",")]
    # Newer templates name the pager's element first; they count pages from 1.
    first = 1 if values and not values[0].strip("'\"").isdecimal() else 0
    values = [value.strip("'\" ") for value in values[first:]]
    if len(values) < 4:  # noqa: PLR2004 -- pages, page, name, extension
        return None
    pages, current = count(values[0]), count(values[1])
    if pages is None or current is None:
        return None
    rows = count(values[4]) if len(values) > 4 else None  # noqa: PLR2004 -- the fifth is the rows
    return _Pager(max(pages, 1), current + 1 - first, current, values[2], values[3], rows)


def _plausible_rows(pager: _Pager, shown: int) -> int | None:
    """Return the declared rows; some templates repeat the number of pages in their place."""
    if pager.rows is None:
        return None
    if pager.page < pager.pages:
        return pager.rows if shown * (pager.pages - 1) < pager.rows <= shown * pager.pages else None
    return pager.rows if pager.rows >= shown else None


def _unpaged(document: Document, rows: tuple[Row, ...]) -> Listing:
    if not rows:
        message = "expected a list, found neither rows nor a call of createPageHTML"
        raise UnreadableError(message)
    if len(rows) < _FEW and is_drawn_by_script(document.text):
        message = "expected a list, found one that a script draws in the browser"
        raise UnreadableError(message)
    link = next_link(document, document.root)
    return Listing(rows, next=(Ask(link),) if link else ())


def _further_pages(document: Document) -> tuple[Ask, ...]:
    pager = _pager(document.text, articles=True)
    if pager is None or pager.page > 1:
        return ()
    return _asks(document, [pager.file(step) for step in range(1, pager.pages)])


def _asks(document: Document, files: list[str]) -> tuple[Ask, ...]:
    urls = (join(document.base, file) for file in files)
    return tuple(Ask(url) for url in urls if url is not None)
