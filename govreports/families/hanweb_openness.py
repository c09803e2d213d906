"""Hanweb's module for 政府信息公开 (`/module/xxgk/`): lists of `search.jsp` by POST.

A column's page is a shell whose script asks `search.jsp` with a form: the category (`infotypeId`),
the node (`jdid`), often the organisation (`area`), and the page (`currpage`). The answer is a
fragment of markup: rows `tr.tr_main_value_odd` and `…_even`, and a pager `共3页` whose links are
scripts. The form stands only in the shell, so that each further request repeats the one before it.
Some services answer with rows of the whole portal, whatever column was asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from govreports.reading.document import Document, join
from govreports.reading.pager import stated_totals
from govreports.reading.rows import link_title, main_rows, row_of, unique_rows
from govreports.reading.xpath import elements, text_content
from govreports.records import Ask, Listing

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.records import Capture, Row

#: The service, by its place in a portal.
SERVICE = "/module/xxgk/search.jsp"
_CALL = re.compile(r"[\"']([^\"']*module/xxgk/search\.jsp)(\?[^\"']*)?[\"']")
_DATA = re.compile(r"[\"']((?:[?&]?\w+=[^\"'&]*&)*infotypeId=[^\"']*)[\"']")
_TREE = re.compile(r"tree\.jsp\?(?:[^\"']*&)?area=([^&\"'\s]+)")
_PAGE = "currpage"
_ROWS = elements("//tr[starts-with(@class, 'tr_main_value')]")
_FORM_HEADERS = (("X-Requested-With", "XMLHttpRequest"),)
# Fields that the service looks for, whatever the page's script leaves out.
_ALWAYS = (("infotypeId", ""), ("jdid", ""), ("area", ""), ("divid", ""))


def shell(document: Document) -> Listing | None:
    """Return the listing of a column's page, `None` where its script asks no such service."""
    call = _CALL.search(document.text)
    if call is None:
        return None
    data = _DATA.search(document.text)
    query = call[2] or ""
    fields = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
    fields |= dict(parse_qsl(data[1].lstrip("?&") if data else "", keep_blank_values=True))
    area = _TREE.search(document.text)
    if area and not fields.get("area"):
        fields["area"] = area[1]
    url = join(document.base, call[1])
    if url is None:
        return None
    form = tuple({**dict(_ALWAYS), **fields, _PAGE: "1"}.items())
    headers = (("Referer", document.url), *_FORM_HEADERS)
    return Listing((), next=(Ask(url, "POST", form, headers),))


def answer(page: Capture) -> Listing:
    """Read an answer of the service; one without rows is an empty listing."""
    document = Document(page)
    rows = unique_rows(_row(document, item) for item in _ROWS(document.root))
    rows = rows or main_rows(document)
    totals = stated_totals(text_content(document.root))
    form = dict(page.asked.form) if page.asked else {}
    number = int(form[_PAGE]) if form.get(_PAGE, "").isdecimal() else totals.page or 1
    pages = totals.pages
    following = bool(rows) and pages is not None and number < pages
    return Listing(
        rows,
        number,
        totals.rows,
        pages,
        (_next(page, number + 1),) if following else (),
    )


def is_answer(page: Capture) -> bool:
    """Say whether a page is an answer of the service, by its address."""
    return urlsplit(page.url).path.endswith(SERVICE)


def _row(document: Document, item: Element) -> Row | None:
    """Return an item's row; its link may carry the whole header in attributes (`syh`, `rq`)."""
    links = [link for link in item.iter("a") if link.get("href")]
    if not links:
        return None
    return row_of(document, max(links, key=lambda link: len(link_title(link))), item)


def _next(page: Capture, number: int) -> Ask:
    """Return the request that was answered, for the next page."""
    asked = page.asked or Ask(page.url, "POST")
    form = {**dict(asked.form), _PAGE: str(number)}
    return Ask(page.url, "POST", tuple(form.items()), asked.headers)
