"""开普 CMSPRO (Ucap): `<UCAPTITLE>`, `<UCAPCONTENT>`, lists from `/common/search/<channel>`.

A column page either names its channel's search, which answers JSON, or is a
static page whose pager is the script call that TRS has, too:
`createPageHTML('page_div', 34, 1, 'list', 'shtml', 798)`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from govreports.families.evidence import MARKS, strongest
from govreports.families.generic import Generic
from govreports.families.shared import read_as, whole
from govreports.families.trs import Trs
from govreports.reading.article import Layout
from govreports.reading.document import Document
from govreports.reading.json_lists import parse_answer, read_json_list
from govreports.reading.xpath import elements
from govreports.records import Ask, Listing, Needs

if TYPE_CHECKING:
    from govreports.records import Capture, Evidence, RawReport, Row

_NAME = "ucap"
_SEARCH = re.compile(r"(?:/[\w-]+)*/(?:search|searchList)/[0-9a-f]{32}\b")
_STATIC = re.compile(r"(?<!function )\bcreatePageHTML\s*\(")
_PAGE, _SIZE = "page", "_pageSize"
_ROWS_A_PAGE = 15
# What the portals' own script sends; without `_isJson` the answer is a page.
_QUERY = (("_isAgg", "true"), ("_isJson", "true"), ("_template", "index"))
_ELEMENT = re.compile(r"</?(?:PUBLISHTIME|UCAP\w+)>", re.IGNORECASE)
_LAYOUT = Layout(
    titles=elements("//ucaptitle[not(ancestor::td)]"),
    bodies=elements("//ucapcontent | //*[@id='UCAP-CONTENT']"),
)


class Ucap:
    """The family; see the module."""

    name = _NAME
    clues = MARKS[_NAME]

    def __init__(self) -> None:
        """Take the readings of the lists that are static pages."""
        self._called = Trs()
        self._linked = Generic()

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the CMS's elements, addresses and search."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a column page or an answer of its search.

        A column page that names its search has no rows, and its request leads
        on. Raises `UnreadableError` where nothing in the page looks like a list.
        """
        answer = read_json_list(page)
        if answer is not None:
            return replace(answer, next=_following(page, answer))
        document = Document(page)
        if _STATIC.search(document.text):
            return self._called.listing(page)
        search = _SEARCH.search(document.text)
        url = document.absolute(search[0]) if search else None
        if url is not None:
            return Listing((), next=(Ask(_with_page(url, 1, _ROWS_A_PAGE)),))
        return self._linked.listing(page)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        report = read_as(_NAME, _LAYOUT, page, parts)
        return report if isinstance(report, Needs) else _plain(report)


def _plain(report: RawReport) -> RawReport:
    """Take the CMS's own elements out of the metas: it leaves them there as text."""
    metas = tuple((name, _ELEMENT.sub("", text)) for name, text in report.metas)
    return replace(report, metas=metas)


def _following(page: Capture, answer: Listing) -> tuple[Ask, ...]:
    """Return the request for the next page of a search, as far as its total goes."""
    if not _SEARCH.search(urlsplit(page.url).path) or answer.declared_rows is None:
        return ()
    asked = dict(parse_qsl(urlsplit(page.url).query))
    # A service that caps the size of a page says so in `rows`.
    size = _stated_size(page) or whole(asked.get(_SIZE)) or len(answer.rows)
    number = whole(asked.get(_PAGE)) or answer.page
    if number * size >= answer.declared_rows:
        return ()
    return (Ask(_with_page(page.url, number + 1, size)),)


def _stated_size(page: Capture) -> int | None:
    answer = parse_answer(page)
    data = answer.get("data") if isinstance(answer, dict) else None
    rows = data.get("rows") if isinstance(data, dict) else None
    return rows if isinstance(rows, int) and rows > 0 else None


def _with_page(url: str, number: int, size: int) -> str:
    query = {**dict(parse_qsl(urlsplit(url).query)), **dict(_QUERY)}
    query.update({_PAGE: str(number), _SIZE: str(size)})
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query)))
