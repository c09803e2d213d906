"""Further pages of an article that is published in parts, by the links of its own pager."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from govreports.reading.pager import is_next
from govreports.reading.xpath import text_content
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.reading.document import Document

_NUMBER = re.compile(r"[\[［【]?第?\d{1,2}页?[\]］】]?|末页|尾页|最后一页")
_PART = re.compile(r"\d{1,2}")
# CMS count the parts behind the first from 1 (TRS, `t1_1.html`) or from 2 (JEECMS, `1_2.jhtml`).
_FIRST = (1, 2)


def linked_pages(document: Document) -> tuple[str, ...]:
    """Return the addresses of an article's further pages in order, none for an article in one.

    They are its own address with a number: `1234_2.html` beside `1234.html`. A pager
    that leaves numbers out (`2 … 9`) means those between, too.
    """
    page = urlsplit(document.url)
    folder, _, file = page.path.rpartition("/")
    stem, _, extension = file.rpartition(".")
    if not stem:
        return ()
    numbers = sorted(set(_numbers(document, f"{folder}/{stem}_", f".{extension}")))
    if not numbers or numbers[0] not in _FIRST:
        return ()
    paths = (
        f"{folder}/{stem}_{number}.{extension}" for number in range(numbers[0], numbers[-1] + 1)
    )
    return tuple(urlunsplit((page.scheme, page.netloc, path, "", "")) for path in paths)


def _numbers(document: Document, before: str, behind: str) -> Iterator[int]:
    """Yield the numbers in the pager's links to addresses that begin and end so."""
    name = before.rpartition("/")[2]
    for link, href in document.links:
        # Next to none of a page's hundreds of links has the article's own name in it, except
        # where the template broke the line inside of it.
        if behind not in href or (name not in href and href.isprintable()):
            continue
        if not _is_pager_link(link):
            continue
        url = urlsplit(document.absolute(href) or "")
        number = url.path[len(before) : -len(behind)]
        is_part = _PART.fullmatch(number) and url.path == f"{before}{number}{behind}"
        if is_part and url.netloc == urlsplit(document.url).netloc:
            yield int(number)


def _is_pager_link(link: Element) -> bool:
    return is_next(link) or _NUMBER.fullmatch(squeeze(text_content(link))) is not None
