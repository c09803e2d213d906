"""Hanweb JCMS / 大汉版通 (大汉网络): datastore lists, `dataproxy.jsp`, `#zoom`.

A column page carries its first group of rows as XML inside a script element,
and a call of the jQuery plug-in `jpage` that says how many there are. Further
groups come from `dataproxy.jsp` as XML. Its builds speak two dialects: a window
of records (`startrecord`, `endrecord`, `perpage`) or a group's number (`page`,
from the answer's `<nextgroup>` link). Requests carry both, and the window goes
on by the rows that really came, so that either build is read to its end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from govreports.families import hanweb_openness as openness
from govreports.families.base import UnreadableError
from govreports.families.evidence import Clue, strongest
from govreports.families.jpage import (
    GROUP,
    PER_PAGE,
    calls_of,
    declared_total,
    number,
    option,
    records,
    with_window,
)
from govreports.families.shared import read_as, whole
from govreports.reading.article import Layout
from govreports.reading.between import Between
from govreports.reading.document import Document, join, split
from govreports.reading.encoding import decode
from govreports.reading.json_lists import read_json_list
from govreports.reading.named import Named
from govreports.reading.pager import next_link, stated_totals
from govreports.reading.rows import main_rows, unique_rows
from govreports.reading.xpath import elements, text_content
from govreports.records import Ask, Evidence, Listing
from govreports.values.numerals import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.records import Capture, Needs, RawReport, Row

_NAME = "hanweb"
_CLUES = (
    Clue(95, "datastore script or dataproxy.jsp", source=re.compile(r"<datastore>|dataproxy\.jsp")),
    Clue(
        85,
        "module for 信息公开",
        source=re.compile(r"/module/xxgk/|class=\"tr_main_value_(?:odd|even)"),
    ),
    Clue(
        95,
        "footer or metas of 大汉网络",
        source=re.compile(r"大汉网络|大汉版通|hanweb\.com", re.IGNORECASE),
    ),
    Clue(90, "comments <$[信息内容]>", source=re.compile(r"<!--\s*<\$\[")),
    Clue(
        85,
        "scripts of JCMS",
        source=re.compile(
            r"/module/jslib/|/script/pagecontrol\.js|/script/page\.css|visitcount/visit\.jsp|ZJEG_RSS"
        ),
    ),
    Clue(
        70, "address /art/2020/3/25/art_1_2.html", url=re.compile(r"/art/\d{4}/(?:\d+/\d+/)?art_")
    ),
    Clue(70, "answer of its search", source=re.compile(r"jcse-result-box|\"sign\":\s*\"JCMS\"")),
    Clue(
        30,
        "links to addresses /art/2020/3/25/art_1_2.html",
        source=re.compile(r"/art/\d{4}/\d+/\d+/art_"),
    ),
    Clue(60, "address /col/col1/index.html", url=re.compile(r"/col/col\d+/")),
)
_STORE = Between(r"<datastore>", r"</datastore>")
_NEXT_GROUP = Between(r"<nextgroup>", r"\bhref\s*=\s*[\"']([^\"']+)")
_UNIT = re.compile(r"#(\w+)")
_PARAMETERS = re.compile(r"\bvar\s+param_(\w+)\s*=\s*\{([^{}]*)\}")
_PARAMETER = re.compile(r"\b(\w++)\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([^,'\"\s}]+))")
_COLUMN = re.compile(r"/col/col(\d+)/")
_PAGER_TEXT = elements("//*[contains(@class, 'default_pg') or contains(@class, 'jpage')]")
_ZOOM = Named(ids=frozenset({"zoom", "Zoom"}), classes=frozenset({"bt_content"}))
_MARKED = elements("//comment()[contains(., '[信息内容]') and contains(., 'begin')]/parent::*")
# The template's own mark of the title; where it stands in a large element it marks nothing.
_TITLES = elements(
    "//comment()[starts-with(., '<$[标题') and contains(., 'begin')]/parent::*"
    "[string-length(normalize-space(.)) < 300]"
)


def _bodies(page: Element) -> list[Element]:
    """Find the article's element by its id, else by the template's comments around the text."""
    return _ZOOM(page) or _MARKED(page)


_LAYOUT = Layout(titles=_TITLES, bodies=_bodies)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One list of a column page: its first rows, how many there are, where the rest is."""

    rows: tuple[Row, ...]
    total: int | None
    group: int
    per_page: int
    proxy: str
    query: tuple[tuple[str, str], ...]
    column: str

    def following(self, document: Document) -> tuple[Ask, ...]:
        """Return the request for the group behind the first one, if there are more rows."""
        if self.total is None or len(self.rows) >= self.total or not self.proxy or not self.rows:
            return ()
        return _window(document, self.proxy, self.query, len(self.rows) + 1, self)


class Hanweb:
    """The family; see the module."""

    name = _NAME
    clues: tuple[Clue, ...] = _CLUES

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the datastore, JCMS's scripts and comments, and the addresses."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a column page, an answer of `dataproxy.jsp`, of the openness module or the search.

        An answer without rows is an empty listing: some builds answer 54 bytes
        to what they do not understand. Raises `UnreadableError` for a page with
        neither a datastore nor rows.
        """
        if "dataproxy" in urlsplit(page.url).path:
            return _answer(page)
        if openness.is_answer(page):
            return openness.answer(page)
        found = read_json_list(page)
        if found is not None:
            return found
        document = Document(page)
        units = _own_units(page.url, list(_units(document)))
        if not units:
            return openness.shell(document) or _plain(document)
        totals = [unit.total for unit in units if unit.total is not None]
        return Listing(
            rows=unique_rows(row for unit in units for row in unit.rows),
            declared_rows=sum(totals) if totals else None,
            next=tuple(ask for unit in units for ask in unit.following(document)),
        )

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(_NAME, _LAYOUT, page, parts)


def _units(document: Document) -> Iterator[_Unit]:
    """Yield the page's units: each datastore with the `jpage` call that follows it."""
    calls = calls_of(document.text)
    parameters = {found[1]: _parameters(found[2]) for found in _PARAMETERS.finditer(document.text)}
    named = [found for found in _UNIT.finditer(document.text) if found[1] in calls]
    starts = [found.start() for found in named]
    for store in _STORE.all(document.text):
        behind = bisect_left(starts, store.end)
        name = named[behind][1] if behind < len(named) else ""
        yield _unit(document, store.text, calls.get(name, ""), parameters.get(name, {}))


def _unit(document: Document, store: str, call: str, parameters: dict[str, str]) -> _Unit:
    address = split(_next_group(store))
    query = tuple(parse_qsl(address.query, keep_blank_values=True))
    proxy = option(call, "proxyUrl") or address.path
    per_page = number(call, "perPage") or PER_PAGE
    return _Unit(
        rows=tuple(records(document, store)),
        total=count(option(call, "totalRecord")),
        group=per_page * (number(call, "groupSize") or GROUP),
        per_page=per_page,
        proxy=proxy,
        query=query or (*parameters.items(), ("page", "1")),
        column=parameters.get("columnid") or dict(query).get("columnid", ""),
    )


def _next_group(source: str) -> str:
    """Return the address behind `<nextgroup>`, empty where there is none."""
    link = next(_NEXT_GROUP.all(source), None)
    return link.closing[1].replace("&amp;", "&") if link else ""


def _parameters(source: str) -> dict[str, str]:
    return {
        found[1]: found[2] or found[3] or found[4] or "" for found in _PARAMETER.finditer(source)
    }


def _own_units(url: str, units: list[_Unit]) -> list[_Unit]:
    """Return the units of the page's own column, all of them where none says that it is."""
    column = _COLUMN.search(urlsplit(url).path)
    own = [unit for unit in units if column and unit.column == column[1]]
    return own or units


def _window(
    document: Document, proxy: str, query: tuple[tuple[str, str], ...], start: int, unit: _Unit
) -> tuple[Ask, ...]:
    end = start + unit.group - 1
    url = with_window(join(document.base, proxy), query, start, end, unit.per_page)
    return (Ask(url),) if url else ()


def _answer(page: Capture) -> Listing:
    """Read an answer of `dataproxy.jsp`; the request's own window is in its address."""
    text = decode(page.body, page.header("content-type")).text
    base = Document(replace(page, body=b"<html></html>"))
    rows = tuple(records(base, text))
    asked = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    declared = declared_total(text)
    start = whole(asked.get("startrecord")) or 1
    group = max((whole(asked.get("endrecord")) or start + len(rows) - 1) - start + 1, 1)
    following = bool(rows) and (declared is None or start + len(rows) <= declared)
    return Listing(
        rows=unique_rows(rows),
        page=_page_of(asked, start, group),
        declared_rows=declared,
        next=_next_answer(page.url, asked, text, start + len(rows), group) if following else (),
    )


def _page_of(asked: dict[str, str], start: int, group: int) -> int:
    """Return the 1-based number of the page that was asked for; groups count from 0."""
    if "startrecord" in asked:
        return (start - 1) // group + 1
    return whole(asked.get("page")) + 1


def _next_answer(
    url: str, asked: dict[str, str], text: str, start: int, group: int
) -> tuple[Ask, ...]:
    """Return the request for the next group: the server's own link, with the window moved on."""
    link = split(_next_group(text))
    query = dict(asked)
    if "page" in query:
        query["page"] = str(whole(asked.get("page")) + 1)
    query.update(parse_qsl(link.query, keep_blank_values=True))
    per_page = whole(asked.get("perpage")) or group
    address = join(url, link.path or urlsplit(url).path)
    following = with_window(address, tuple(query.items()), start, start + group - 1, per_page)
    return (Ask(following),) if following else ()


def _plain(document: Document) -> Listing:
    """Read a column page that prints its rows itself, as some builds do."""
    rows = main_rows(document)
    if not rows:
        message = "expected a column page, found neither a datastore nor rows with dates"
        raise UnreadableError(message)
    text = " ".join(text_content(element) for element in _PAGER_TEXT(document.root))
    totals = stated_totals(text)
    link = next_link(document, document.root)
    return Listing(rows, totals.page or 1, totals.rows, totals.pages, (Ask(link),) if link else ())
