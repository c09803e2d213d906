"""龙讯 (Lonsun) of Anhui: label services, `Ls.pagination`, `.j-fontContent`.

A list's pager is a script: `Ls.pagination("#page", function (pageIndex) {…}, {pageCount: 20})`.
Its function either leads to an address that ends in the page's number or asks the label service
(`/site/label/8888`) for the list as a fragment of markup, which brings the same script again. Some
columns have no rows of their own: their page is a shell that asks for the first page.

An article prints its header table twice, for desks and for phones, where one label differs
(`发文日期` for the day of publication); a script writes the 文号 from its three parts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from govreports.families.base import UnreadableError
from govreports.families.evidence import MARKS, strongest
from govreports.families.shared import remove, with_family
from govreports.reading.article import Layout, read_report
from govreports.reading.document import Document, join
from govreports.reading.named import Named
from govreports.reading.rows import main_rows
from govreports.reading.xpath import elements
from govreports.records import Ask, Evidence, Listing
from govreports.values.numerals import count

if TYPE_CHECKING:
    from govreports.records import Capture, Needs, RawReport, Row

_NAME = "lonsun"
_PAGINATION = re.compile(
    r"Ls\.pagination\s*\((?P<turn>(?:(?!Ls\.pagination).)*?)"
    r"\{(?P<options>[^{}]*\bpageCount\b[^{}]*)\}\s*\)",
    re.DOTALL,
)
# Numbers are written as sums: `currPage: (0+1)`.
_OPTION = re.compile(r"\b(total|currPage|pageCount)\s*:\s*\(?\s*(\d+(?:\s*\+\s*\d+)*)")
_LOCATION = re.compile(r"location\.href\s*=\s*(['\"])(?P<url>.+?)\1\s*\+\s*pageIndex")
_LABEL = re.compile(r"Ls\.ajax\s*\(\s*\{(?P<call>[^{}]*\{(?P<data>[^{}]*)\}[^{}]*)\}", re.DOTALL)
_SERVICE = re.compile(r"\burl\s*:\s*['\"]([^'\"]*/site/label/\d+)")
_ANSWER = "/site/label/"
_ITEM = re.compile(r"(\w+)\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([\w.]+))")
_LIST_LABEL = "publicInfoList"
_PAGE = "pageIndex"
# What the portal's own script adds to each request of a label.
_AJAX = (("IsAjax", "1"), ("dataType", "html"))
_PHONES = elements("//table[contains(@class, 'table_suoyin') and contains(@class, 'hidden-lg')]")
_NUMBER_CELLS = elements("//td[@id='_fileNum']")
_NUMBER_PARTS = re.compile(r"function setFileName\(\)\s*\{\s*var fileName = \"([^\"]*)\"")
_THREE = 3
_BODIES = Named(classes=frozenset({"j-fontContent", "wzcon", "gkwz_contnet", "contentxxgk"}))
_LAYOUT = Layout(bodies=_BODIES)


class Lonsun:
    """The family; see the module."""

    name = _NAME
    clues = MARKS[_NAME]

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the click counter, the labels' services and comments, the addresses."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a list page, a shell, or a fragment of the label service.

        Raises `UnreadableError` where it has neither rows nor a script that asks for them.
        """
        document = Document(page)
        rows = main_rows(document)
        found = _PAGINATION.search(document.text)
        if found is None:
            return _unpaged(document, rows)
        stated = {name: _sum(number) for name, number in _OPTION.findall(found["options"])}
        number, pages = stated.get("currPage", 1), stated.get("pageCount", 1)
        ask = _turned(document, found["turn"], number + 1) if rows and number < pages else None
        return Listing(rows, number, stated.get("total"), pages, (ask,) if ask else ())

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        document = Document(page)
        for twin in _PHONES(document.root):
            remove(twin)
        _write_number(document)
        return with_family(_NAME, read_report(page, document, _LAYOUT, parts))


def _sum(numbers: str) -> int:
    return sum(count(number.strip()) or 0 for number in numbers.split("+"))


def _unpaged(document: Document, rows: tuple[Row, ...]) -> Listing:
    """Return the rows of a list without a pager, or of a shell the request for its first page."""
    if rows:
        return Listing(rows)
    # A fragment without rows must not ask for itself.
    is_answer = _ANSWER in urlsplit(document.url).path
    ask = None if is_answer else _label(document, document.text, 1)
    if ask is None:
        message = "expected a list, found neither rows nor a request of the label service"
        raise UnreadableError(message)
    return Listing((), next=(ask,))


def _turned(document: Document, turn: str, number: int) -> Ask | None:
    """Return the request by which the pager's function turns to a page."""
    location = _LOCATION.search(turn)
    if location:
        url = join(document.base, f"{location['url']}{number}")
        return Ask(url) if url else None
    return _label(document, turn, number) or _own_address(document, number)


def _label(document: Document, script: str, number: int) -> Ask | None:
    """Return the request to the label service for a page of the list."""
    for call in _LABEL.finditer(script):
        service = _SERVICE.search(call["call"])
        data = _data(document, call["data"], number)
        if service and data.get("labelName") == _LIST_LABEL:
            query = urlencode([*_AJAX, *data.items()], quote_via=quote)
            url = join(document.base, f"{service[1]}?{query}")
            return Ask(url, headers=(("Referer", document.url),)) if url else None
    return None


def _data(document: Document, source: str, number: int) -> dict[str, str]:
    """Return a request's fields; variables have the page's number or stand in its address."""
    known = {**dict(parse_qsl(urlsplit(document.url).query)), _PAGE: str(number)}
    data: dict[str, str] = {}
    for name, single, double, word in _ITEM.findall(source):
        data[name] = single or double or (word if word.isdecimal() else known.get(word, ""))
    return {**data, _PAGE: str(number)}


def _own_address(document: Document, number: int) -> Ask | None:
    """Return the page's own address with another number; columns of 信息公开 understand it."""
    parts = urlsplit(document.url)
    if "/public/column/" not in parts.path:
        return None
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != _PAGE]
    return Ask(urlunsplit(parts._replace(query=urlencode([*query, (_PAGE, str(number))]))))


def _write_number(document: Document) -> None:
    """Write the 文号 into its cell as the page's script does: `皖政,2024,3号`."""
    found = _NUMBER_PARTS.search(document.text)
    if found is None or not found[1]:
        return
    parts = found[1].split(",")
    text = f"{parts[0]}〔{parts[1]}〕{parts[2]}" if len(parts) == _THREE else found[1]
    for cell in _NUMBER_CELLS(document.root):
        cell.text = text
