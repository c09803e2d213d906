"""`jpage`, the jQuery plug-in that Hanweb and TrueCMS page their lists with.

Rows come as XML, each a `<record>` with markup in a CDATA section; the page's
call of the plug-in says how many there are and where further ones come from,
which is asked by windows of records.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from lxml import etree

from govreports.families.shared import whole
from govreports.reading.between import Between
from govreports.reading.rows import link_title, row_of
from govreports.values.numerals import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.reading.document import Document
    from govreports.records import Row

#: Rows of a page, and pages of a group, where a call names none.
PER_PAGE, GROUP = 15, 3
_RECORD = Between(r"<record>\s*<!\[CDATA\[", r"\]\]>\s*</record>")
_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})(?!\d)", re.IGNORECASE)
_CALL = Between(r"\$\(\s*['\"]#(\w+)['\"]\s*\)\.jpage\(\s*\{", r"\bajaxParam\s*:")
_FRAGMENT = etree.HTMLParser(encoding="utf-8")


def calls_of(text: str) -> dict[str, str]:
    """Return the options of each unit's `jpage` call; one for the search form has no dataStore."""
    calls: dict[str, str] = {}
    for found in _CALL.all(text):
        if found.opening[1] not in calls or "dataStore" in found.text:
            calls[found.opening[1]] = found.text
    return calls


def option(call: str, name: str) -> str:
    """Return the value of an option in a call, empty where it has none."""
    found = re.search(rf"\b{name}\s*:\s*['\"]?([^'\",\s}}]+)", call)
    return found[1] if found else ""


def number(call: str, name: str) -> int:
    """Return an option that is a whole number, 0 where it is none."""
    return whole(option(call, name))


def records(document: Document, store: str) -> Iterator[Row]:
    """Yield the rows of the records in a datastore."""
    for record in _RECORD.all(store):
        item = etree.fromstring(f"<div>{record.text}</div>".encode(), _FRAGMENT)
        row = _record_row(document, item) if item is not None else None
        if row is not None:
            yield row


def _record_row(document: Document, item: Element) -> Row | None:
    """Return a record's row: the link with the longest title, others lead to columns."""
    links = [link for link in item.iter("a") if link.get("href")]
    if not links:
        return None
    return row_of(document, max(links, key=lambda link: len(link_title(link))), item)


def with_window(
    address: str | None, query: tuple[tuple[str, str], ...], start: int, end: int, per_page: int
) -> str | None:
    """Return the address of a window of records, counted from 1, both ends included."""
    if address is None:
        return None
    window = (("startrecord", str(start)), ("endrecord", str(end)), ("perpage", str(per_page)))
    names = {name for name, _ in window}
    kept = {name: value for name, value in query if name not in names}
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode([*kept.items(), *window], quote_via=quote)))


def declared_total(text: str) -> int | None:
    """Return how many records an answer says there are."""
    total = _TOTAL.search(text)
    return count(total[1]) if total else None
