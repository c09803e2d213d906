"""Hanweb's module for 政府信息公开 (`/module/xxgk/`): lists of `search.jsp` by POST.

A column's page is a shell whose script asks `search.jsp` with a form: the category (`infotypeId`),
the node (`jdid`), often the organisation (`area`), and the page (`currpage`). The answer is a
fragment of markup: rows `tr.tr_main_value_odd` and `…_even`, and a pager `共3页` whose links are
scripts. The form stands only in the shell, so that each further request repeats the one before it.

Asked without a category, the service answers with rows of every column; the column's own are told
by their addresses then, and the totals are not the column's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from govreports.reading.document import Document, join
from govreports.reading.pager import stated_totals
from govreports.reading.rows import link_title, main_rows, row_of, unique_rows
from govreports.reading.xpath import elements, text_content
from govreports.records import Ask, Listing
from govreports.values.numerals import count

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.records import Capture, Row

#: The service, by its place in a portal.
SERVICE = "/module/xxgk/search.jsp"
_CALL = re.compile(r"[\"']([^\"'?]*module/xxgk/search\.jsp)")
# Scripts put a form together of strings and the page's number: `"…&currpage=" + page + "&…"`.
_LITERAL = re.compile(r"[\"']([^\"']*\b\w+=[^\"']*)[\"']")
_LONGEST_CALL = 1_500
_TREE = re.compile(r"tree\.jsp\?(?:[^\"']*&)?area=([^&\"'\s]+)")
_COLUMN = re.compile(r"/col/col(\d+)/")
_PAGE, _CATEGORY, _REFERER = "currpage", "infotypeId", "Referer"
_BY_SCRIPT = ("X-Requested-With", "XMLHttpRequest")
_ROWS = elements("//tr[starts-with(@class, 'tr_main_value')]")


def shell(document: Document) -> Listing | None:
    """Return the listing of a column's page, `None` where its script asks no such service."""
    call = _CALL.search(document.text)
    url = join(document.base, call[1]) if call else None
    if call is None or url is None:
        return None
    fields: dict[str, str] = {_CATEGORY: ""}
    for literal in _LITERAL.findall(document.text[call.start() :][:_LONGEST_CALL]):
        address, _, query = literal.rpartition("?")
        if not address or address.endswith(SERVICE):
            fields |= dict(parse_qsl(query, keep_blank_values=True))
    area = _TREE.search(document.text)
    if area and not fields.get("area"):
        fields["area"] = area[1]
    form = tuple({**fields, _PAGE: "1"}.items())
    return Listing((), next=(Ask(url, "POST", form, ((_REFERER, document.url), _BY_SCRIPT)),))


def is_answer(page: Capture) -> bool:
    """Say whether a page is an answer of the service, by its address."""
    return urlsplit(page.url).path.endswith(SERVICE)


def answer(page: Capture) -> Listing:
    """Read an answer of the service; one without rows is an empty listing."""
    document = Document(page)
    rows = unique_rows(_row(document, item) for item in _ROWS(document.root))
    rows = rows or main_rows(document)
    totals = stated_totals(text_content(document.root))
    asked = page.asked or Ask(page.url)
    parts = urlsplit(page.url)
    # The service takes fields from the address as well; further requests have all in the form.
    form = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **dict(asked.form)}
    stated = form.get(_PAGE, "")
    number = count(stated) or totals.page or 1
    following = bool(rows) and totals.pages is not None and number < totals.pages
    fields = {**form, _PAGE: str(number + 1)}
    further = Ask(
        urlunsplit(parts._replace(query="")), "POST", tuple(fields.items()), asked.headers
    )
    listing = Listing(rows, number, totals.rows, totals.pages, (further,) if following else ())
    column = _COLUMN.search(dict(asked.headers).get(_REFERER, ""))
    return listing if column is None or form.get(_CATEGORY) else _of_column(listing, column[1])


def _row(document: Document, item: Element) -> Row | None:
    """Return an item's row: the link with the longest title, others lead to columns."""
    links = [link for link in item.iter("a") if link.get("href")]
    if not links:
        return None
    return row_of(document, max(links, key=lambda link: len(link_title(link))), item)


def _of_column(listing: Listing, column: str) -> Listing:
    """Return the column's own rows of an answer that was asked for without a category."""
    own = tuple(row for row in listing.rows if f"/art_{column}_" in row.url)
    return Listing(own, listing.page, next=listing.next)
