"""大汉 jpaas, Hanweb's newer platform: lists from `front/page/build/unit`, as markup in JSON.

A column page names its list's unit in a script element, `url` and `queryData`
its attributes, or shows its first rows itself above a pager that has the same
two. Further pages take their number in `paramJson`; the service ignores it
anywhere else. Its older columns and articles are Hanweb's.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from govreports.families.evidence import MARKS, strongest
from govreports.families.hanweb import Hanweb
from govreports.families.shared import read_as, whole
from govreports.reading.article import Layout
from govreports.reading.document import Document
from govreports.reading.json_lists import fragment, parse_answer
from govreports.reading.named import Named
from govreports.reading.rows import main_rows
from govreports.reading.xpath import elements
from govreports.records import Ask, Listing

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.records import Capture, Evidence, Needs, RawReport, Row

_NAME = "jpaas"
# Its templates print the header's labels as headings too; the title's own stands with the text.
_TITLES = elements("//*[@id='zoom']//h1[not(ancestor::*[contains(@class, 'article-top')])]")
# Tried from within: the text's own box in the districts' template, in those of ministries.
_BODIES = Named(classes=frozenset({"letter", "editor-content", "Three_xilan_07"}))
_ZOOM = Named(ids=frozenset({"zoom"}))


def _bodies(page: Element) -> list[Element]:
    return _BODIES(page) or _ZOOM(page)


_LAYOUT = Layout(titles=_TITLES, bodies=_bodies)
_UNITS = elements("//script[@url and @querydata and contains(@url, '/front/page/build/unit')]")
_PAGERS = elements("//*[(@count and @rows) or contains(@querydata, 'count')]")
_PAIR = re.compile(r"['\"](\w+)['\"]\s*:\s*['\"]([^'\"]*)['\"]")
# Units of one page, likeliest first: navigation and foot are built by the same service.
_LISTS = (re.compile("列表|list", re.IGNORECASE), re.compile("栏目|内容|分页|zw"))
_PARAMETERS = "paramJson"
# A later page is built afresh; the editor's preview is for the first one only.
_FIRST_ONLY = frozenset({"editType", _PARAMETERS})

_Query = dict[str, str]


class Jpaas:
    """The family; see the module."""

    name = _NAME
    clues = MARKS[_NAME]

    def __init__(self) -> None:
        """Take Hanweb's reading of the lists that its older columns still have."""
        self._older = Hanweb()

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the platform's services."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a column page or an answer of the unit service.

        A column page that only names its unit has no rows, and its request
        leads on. Raises `UnreadableError` for a page with neither.
        """
        markup = _markup(page)
        if markup is not None:
            return _paged(fragment(page, markup), page.url)
        document = Document(page)
        if _pager(document):
            return _paged(document, page.url)
        unit = _unit(document)
        if unit is not None:
            return Listing((), next=(unit,))
        return self._older.listing(page)

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(_NAME, _LAYOUT, page, parts)


def _markup(page: Capture) -> str | None:
    """Return the list's markup in an answer of the unit service."""
    answer = parse_answer(page)
    data = answer.get("data") if isinstance(answer, dict) else None
    markup = data.get("html") if isinstance(data, dict) else None
    return markup if isinstance(markup, str) else None


def _unit(document: Document) -> Ask | None:
    """Return the request for the page's list, the likeliest where it has several units."""
    units = _UNITS(document.root)
    named = [unit for mark in _LISTS for unit in units if mark.search(_tag_of(unit))]
    for unit in (*named, *units):
        url = document.absolute(unit.get("url") or "")
        if url is not None:
            return Ask(_with_query(url, _pairs(unit.get("querydata"))))
    return None


def _tag_of(unit: Element) -> str:
    return _pairs(unit.get("querydata")).get("tagId", "")


def _pairs(text: str | None) -> _Query:
    """Return the values of `queryData`: JSON but for its single quotes."""
    return dict(_PAIR.findall(text or ""))


def _with_query(url: str, query: _Query) -> str:
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query, quote_via=quote)))


def _pager(document: Document) -> _Query:
    """Return what the pager says: rows in all (`count`), rows a page, page, unit; or nothing."""
    for element in _PAGERS(document.root):
        stated = _pairs(element.get("querydata"))
        stated.update({str(name): str(value) for name, value in element.items()})
        if stated.get("count", "").isdecimal() and whole(stated.get("rows")):
            return stated
    return {}


def _paged(document: Document, url: str) -> Listing:
    """Read rows and pager; the page's number is that of the request, which some answers ignore."""
    pager = _pager(document)
    asked = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    page = _asked_page(asked) or whole(pager.get("pageno") or pager.get("pageNo")) or 1
    total = whole(pager["count"]) if pager else None
    following: tuple[Ask, ...] = ()
    if total is not None and page * whole(pager["rows"]) < total:
        following = _page_of(document, pager, asked, page + 1)
    return Listing(main_rows(document), page, total, next=following)


def _asked_page(asked: _Query) -> int | None:
    try:
        parameters = json.loads(asked.get(_PARAMETERS, ""))
    except (ValueError, RecursionError):
        return None
    number = parameters.get("pageNo") if isinstance(parameters, dict) else None
    return number if isinstance(number, int) and number > 0 else None


def _page_of(document: Document, pager: _Query, asked: _Query, number: int) -> tuple[Ask, ...]:
    """Return the request for a page: of the pager's unit, the page's, or this answer's own."""
    query = {**asked, **_pairs(pager.get("querydata"))}
    url = document.absolute(pager.get("uniturl") or "")
    unit = None if url else _unit(document)
    if unit is not None:
        url, query = unit.url, dict(parse_qsl(urlsplit(unit.url).query))
    kept = {name: text for name, text in query.items() if name not in _FIRST_ONLY}
    parameters = {"pageNo": number, "pageSize": pager["rows"]}
    kept[_PARAMETERS] = json.dumps(parameters, separators=(",", ":"))
    return (Ask(_with_query(url or document.url, kept)),)
