"""ASP.NET Web Forms (动易 SiteFactory, 万户 ezEIP, local builds): lists that page by postback.

A pager's link is `javascript:__doPostBack('AspNetPager1','2')`: the page's own form, posted to the
page's own address with the target and its argument, brings the next page. The server keeps its
state in the form's hidden fields (`__VIEWSTATE`, `__EVENTVALIDATION`), so that each request has to
carry those of the page before it. Other lists page by address, `?page=2`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.families.generic import Generic
from govreports.families.marked import Marked
from govreports.reading.article import Layout
from govreports.reading.document import Document, join
from govreports.reading.named import Named
from govreports.reading.pager import is_next
from govreports.reading.xpath import elements, text_content
from govreports.records import Ask
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.records import Capture, Listing

_POSTBACK = re.compile(r"__doPostBack\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)")
_LINKS = elements("//a[contains(@href, '__doPostBack')]")
_FORMS = elements("//form[.//input[@name='__VIEWSTATE']]")
_FIELDS = elements(".//input[@name] | .//select[@name] | .//textarea[@name]")
_EVENT = ("__EVENTTARGET", "__EVENTARGUMENT")
# Fields that a browser sends only when they are pressed, filled or ticked.
_UNSENT = frozenset({"submit", "button", "image", "reset", "file"})
_TICKED = frozenset({"checkbox", "radio"})
_BODIES = Named(ids=frozenset({"fontzoom", "fontZoom", "FontZoom"}))
_GENERIC = Generic()


def _listing(page: Capture) -> Listing:
    """Read a list page; raise `UnreadableError` where nothing in it looks like a list."""
    listing = _GENERIC.listing(page)
    if listing.next:
        return listing
    ask = _turned(Document(page), listing.page + 1)
    return replace(listing, next=(ask,)) if ask else listing


def _turned(document: Document, number: int) -> Ask | None:
    """Return the postback of the pager's link to the next page, `None` where there is none."""
    links = _LINKS(document.root)
    link = next(filter(is_next, links), _numbered(links, number))
    form = None if link is None else _form_of(document, link)
    if link is None or form is None:
        return None
    event = _POSTBACK.search(link.get("href") or "")
    url = join(document.url, form.get("action") or document.url)
    if event is None or url is None:
        return None
    fields = ((name, value) for name, value in _sent(form) if name not in _EVENT)
    return Ask(url, "POST", (*zip(_EVENT, event.groups(), strict=True), *fields))


def _numbered(links: list[Element], number: int) -> Element | None:
    shown = str(number)
    return next((link for link in links if squeeze(text_content(link)) == shown), None)


def _form_of(document: Document, link: Element) -> Element | None:
    around = next(link.iterancestors("form"), None)
    return around if around is not None else next(iter(_FORMS(document.root)), None)


def _sent(form: Element) -> Iterator[tuple[str, str]]:
    """Yield the fields that a browser sends with a form that a script submits."""
    for field in _FIELDS(form):
        name, kind = field.get("name") or "", (field.get("type") or "text").lower()
        if field.tag == "select":
            yield from ((name, value) for value in _chosen(field))
        elif field.tag == "textarea":
            yield name, text_content(field)
        elif kind not in _UNSENT and (kind not in _TICKED or field.get("checked") is not None):
            yield name, field.get("value") or ""


def _chosen(select: Element) -> list[str]:
    """Return the value of a list's chosen option: the first one, where none is marked."""
    options = list(select.iter("option"))
    marked = [option for option in options if option.get("selected") is not None]
    return [option.get("value") or text_content(option) for option in (marked or options)[:1]]


#: The family; see the module.
ASPNET = Marked("aspnet", Layout(bodies=_BODIES), _listing)
