"""Pagers: how many rows and pages a list declares, and which link leads on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.reading.xpath import text_content
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.reading.document import Document

_ROWS = re.compile(
    r"(?:共有?|总计|总共|合计|总数)\s*[:：]?\s*(\d{1,9})\s*(?:条|篇|则|个?记录|项)"
    r"|(?:总?记录总?数|信息总数|总条数)\s*[:：]\s*(\d{1,9})(?![\d/])"
)
_PAGES = re.compile(
    r"(?:共有?|总计|总共|合计)\s*[:：]?\s*(\d{1,9})\s*页|总页数\s*[:：]\s*(\d{1,9})(?![\d/])"
)
_FRACTION = re.compile(
    r"(?:第|当前|页次)?\s*[:：]?\s*(?<![\d/])(\d{1,9})\s*(?:页)?\s*/\s*(?:共)?\s*(\d{1,9})(?![\d/])\s*(?:页)?"
)
_PAGE = re.compile(r"第\s*(\d{1,9})\s*页|当前页数?\s*[:：]\s*(\d{1,9})(?![\d/])")
_NEXT = frozenset(
    {"下一页", "下页", "下一頁", "后一页", "后页", "下一页>", "下一页>>", ">", "Next", "next", "»"}
)


# No list has as many pages.
_DIGITS = 6
_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|cur|active|on|now|this)(?:$|[\s_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a pager states; `None` for what it does not."""

    rows: int | None = None
    pages: int | None = None
    page: int | None = None


def stated_totals(text: str) -> Totals:
    """Return what a pager's text states: `共38条`, `共3页`, `1/3`, `第1页`."""
    text = squeeze(text)
    rows, pages, page = _ROWS.search(text), _PAGES.search(text), _PAGE.search(text)
    fraction = _FRACTION.search(text)
    return Totals(
        _number(rows),
        _number(pages) if pages else (int(fraction[2]) if fraction else None),
        _number(page) if page else (int(fraction[1]) if fraction else None),
    )


def _number(found: re.Match[str] | None) -> int | None:
    return int(found[1] or found[2]) if found else None


def current_page(document: Document, pager: Element) -> int | None:
    """Return the number in a pager that is marked as the page's own, or leads to this very page."""
    for element in pager.iter("a", "span", "li", "b", "strong", "em"):
        text = squeeze(text_content(element))
        if not text.isdecimal() or len(text) > _DIGITS:
            continue
        own = element.tag == "a" and document.absolute(element.get("href") or "") == document.url
        if own or _CURRENT.search(element.get("class") or ""):
            return int(text)
    return None


def is_next(link: Element) -> bool:
    """Say whether a link is a pager's to the next page, by its words."""
    return squeeze(text_content(link)).replace(" ", "").strip("[]【】()（）") in _NEXT


def next_link(document: Document, pager: Element) -> str | None:
    """Return the absolute address of a pager's link to the next page, `None` on the last one."""
    for link in pager.iter("a"):
        if is_next(link):
            return document.absolute(link.get("href") or "")
    return None


def numbered_link(document: Document, pager: Element, page: int) -> str | None:
    """Return the absolute address behind a page's number in a pager, `None` where it has none."""
    for link in pager.iter("a"):
        if squeeze(text_content(link)) == str(page):
            return document.absolute(link.get("href") or "")
    return None
