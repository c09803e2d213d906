"""What the families' answers have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.reading.article import read_article, read_report
from govreports.reading.document import Document
from govreports.reading.errors import UnreadableError
from govreports.reading.further_pages import linked_pages
from govreports.records import Ask, Needs, Row
from govreports.values.dates import parse_date
from govreports.values.numerals import count

if TYPE_CHECKING:
    import re

    from lxml.etree import _Element as Element

    from govreports.reading.article import Layout
    from govreports.records import Capture, RawReport


def read_as(
    family: str, layout: Layout, page: Capture, parts: tuple[Capture, ...]
) -> RawReport | Needs:
    """Read an article by a family's layout and name the family in it.

    An article whose pager links to further pages needs those, too. Raises
    `UnreadableError` where the page is no article.
    """
    document = Document(page)
    report = read_report(page, document, layout, parts)
    if isinstance(report, Needs):
        return report
    further = tuple(map(Ask, linked_pages(document)))
    missing = tuple(ask for ask in further if part_for(ask, parts) is None)
    if missing:
        return Needs(missing)
    if further:
        report = with_further_pages(report, further, parts, layout)
    return replace(report, family=family)


def only_article(
    page: Capture, document: Document, layout: Layout, articles: re.Pattern[str] | None = None
) -> tuple[Row, ...]:
    """Return the one row of a column whose page shows its only article in place of a list.

    Portals do so where a column has a single text. Without a text and a header with a date it
    is no article but a page that could not be read, and at an address that the family gives to
    `articles` it is no column: there is no row then.
    """
    if articles is not None and articles.search(urlsplit(page.url).path):
        return ()
    try:
        report = read_report(page, document, layout)
    except UnreadableError:
        return ()
    if isinstance(report, Needs) or report.title is None or report.body is None:
        return ()
    dates = (value for _, value in report.header if parse_date(value) is not None)
    date = next(dates, None)
    return (Row(document.url, report.title, date),) if date else ()


def with_family(family: str, report: RawReport | Needs) -> RawReport | Needs:
    """Name the family in a report that has been read."""
    return report if isinstance(report, Needs) else replace(report, family=family)


def whole(text: str | None) -> int:
    """Return a whole number of up to nine digits, 0 for any other text."""
    return count(text) or 0


def part_for(ask: Ask, parts: tuple[Capture, ...]) -> Capture | None:
    """Return the part that answers a request: by path, hosts and schemes differ behind proxies."""
    wanted = urlsplit(ask.url).path
    for part in parts:
        if wanted in (urlsplit(part.url).path, urlsplit(part.requested_url).path):
            return part
    return None


def with_further_pages(
    report: RawReport, asks: tuple[Ask, ...], parts: tuple[Capture, ...], layout: Layout
) -> RawReport:
    """Add the texts of an article's further pages, and their files, to those of its first."""
    found = (part_for(ask, parts) for ask in asks)
    further = [read_article(Document(part), layout) for part in found if part is not None]
    body = "\n".join(page.body for page in (report, *further) if page.body)
    # Each page repeats the list of files below the text.
    files = {file.url: file for page in (report, *further) for file in page.attachments}
    return replace(report, body=body or None, attachments=tuple(files.values()))


def remove(element: Element) -> None:
    """Take an element out of its page; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)
