"""TrueCMS: lists by the plug-in `jpage`, whose windows `getMessage.do` answers in JSON or JSONP.

The service wants the column page as `Referer`, answers windows up to a size of
its own, and is asked here as the page's script asks it. Some sites ship the
first rows in a hidden `#initData`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from govreports.families.evidence import MARKS, strongest
from govreports.families.generic import Generic
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
from govreports.reading.document import Document
from govreports.reading.encoding import decode
from govreports.reading.json_lists import parse_answer
from govreports.reading.rows import unique_rows
from govreports.records import Ask, Listing

if TYPE_CHECKING:
    from govreports.records import Capture, Evidence, Needs, RawReport, Row

_NAME = "truecms"
_SERVICE = "messageController/getMessage.do"
_COLUMN = re.compile(r"\bcolumnId\s*:\s*['\"]([^'\"]+)['\"]")
_LAYOUT = Layout()


class TrueCms:
    """The family; see the module."""

    name = _NAME
    clues = MARKS[_NAME]

    def __init__(self) -> None:
        """Take the reading of lists that the page prints itself."""
        self._linked = Generic()

    def matches(self, page: Capture) -> Evidence | None:
        """Look for the service and the folder of the CMS."""
        return strongest(_NAME, self.clues, page)

    def listing(self, page: Capture) -> Listing:
        """Read a column page or an answer of the service.

        A column page without first rows leads on to the service. Raises
        `UnreadableError` for a page with neither rows nor a call of it.
        """
        if _SERVICE in urlsplit(page.url).path:
            return _answer(page)
        document = Document(page)
        calls = [call for call in calls_of(document.text).values() if _SERVICE in call]
        column = _COLUMN.search(document.text)
        if not calls or column is None:
            return self._linked.listing(page)
        return _first(document, calls[0], column[1])

    def report(
        self, page: Capture, row: Row | None = None, parts: tuple[Capture, ...] = ()
    ) -> RawReport | Needs:
        """Read an article or name its frame; raise `UnreadableError` where there is none."""
        del row
        return read_as(_NAME, _LAYOUT, page, parts)


def _first(document: Document, call: str, column: str) -> Listing:
    """Read the column page: its first rows, if it ships any, and the window behind them."""
    rows = unique_rows(records(document, document.text))
    total = number(call, "totalRecord") if rows else 0
    if rows and len(rows) >= total:
        return Listing(rows, declared_rows=total or None)
    per_page = number(call, "perPage") or PER_PAGE
    size = per_page * (number(call, "groupSize") or GROUP)
    address = document.absolute(option(call, "proxyUrl"))
    start, query = len(rows) + 1, (("columnId", column),)
    url = with_window(address, query, start, start + size - 1, per_page)
    asks = (_ask(url, document.url),) if url else ()
    return Listing(rows, declared_rows=total or None, next=asks)


def _ask(url: str, column: str) -> Ask:
    """Ask with the column page as `Referer`; it goes along in the fragment, for the next window."""
    return Ask(f"{url}#{quote(column, safe='')}", headers=(("Referer", column),))


def _answer(page: Capture) -> Listing:
    """Read an answer of the service; the window that was asked for is in its address."""
    text = _datastore(page)
    asked = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    found = tuple(records(Document(replace(page, body=b"<html></html>")), text))
    total = declared_total(text)
    start = whole(asked.get("startrecord")) or 1
    size = max((whole(asked.get("endrecord")) or start + len(found) - 1) - start + 1, 1)
    behind = start + len(found)
    following = bool(found) and total is not None and behind <= total
    return Listing(
        rows=unique_rows(found),
        page=(start - 1) // size + 1,
        declared_rows=total,
        next=_next_window(page, asked, behind, size) if following else (),
    )


def _datastore(page: Capture) -> str:
    """Return the XML inside of the answer, the answer itself where it is no JSON."""
    answer = parse_answer(page)
    result = answer.get("result") if isinstance(answer, dict) else None
    if isinstance(result, str):
        return result
    return decode(page.body, page.header("content-type")).text


def _next_window(page: Capture, asked: dict[str, str], start: int, size: int) -> tuple[Ask, ...]:
    per_page = whole(asked.get("perpage")) or size
    url = with_window(page.url, tuple(asked.items()), start, start + size - 1, per_page)
    column = unquote(urlsplit(page.requested_url).fragment)
    return (_ask(url, column),) if url else ()
