"""The platform of Shanghai ("nw"): a section's archives by year, `.pagination({totalPage: N})`.

A section's index links to one archive for each year, at addresses without a rule, and shows only
what is newest. It leads on to all archives, from the newest year to the oldest, each read from
`index.html` to `index_<n>.html`. Departments have sections without archives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.families.base import UnreadableError
from govreports.families.generic import Generic
from govreports.families.marked import Marked
from govreports.reading.article import Layout
from govreports.reading.document import Document, join
from govreports.reading.named import Named
from govreports.reading.rows import main_rows
from govreports.reading.xpath import text_content
from govreports.records import Ask, Listing
from govreports.values.numerals import count
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from govreports.records import Capture

_PAGES = re.compile(r"\.pagination\s*\(\s*\{[^{}]*?\btotalPage\s*:\s*(\d+)", re.DOTALL)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
_NUMBER = re.compile(r"/index(?:_(\d+))?\.html$")
_BODIES = Named(ids=frozenset({"ivs_content"}), classes=frozenset({"Article_content"}))
# A box beside the text offers the document as a file, by pictures with the name in `@title`.
_FILES = Named(ids=frozenset({"typediv6"}))
_GENERIC = Generic()


@dataclass(frozen=True, slots=True)
class _Archive:
    """The list of one year."""

    year: int
    url: str

    @property
    def folder(self) -> str:
        """Folder of the archive's pages."""
        return _folder(self.url)


def _listing(page: Capture) -> Listing:
    """Read a section's index, a page of an archive or a department's list.

    Raises `UnreadableError` where nothing in it looks like a list.
    """
    document = Document(page)
    archives = _archives(document)
    own = next((one for one in archives if one.folder == _folder(document.url)), None)
    if archives and own is None:
        return Listing((), next=tuple(Ask(one.url) for one in archives))
    found = _PAGES.search(document.text)
    if found is None and own is None:
        return _GENERIC.listing(page)
    rows = main_rows(document)
    if not rows:
        message = "expected a list, found the pager of one without rows"
        raise UnreadableError(message)
    number, pages = _number(document.url), (found and count(found[1])) or 1
    url = _further(document, number) if number < pages else _older(archives, own)
    # An archive's pages are not the section's, whose number nobody states.
    declared = None if own else pages
    return Listing(rows, number, declared_pages=declared, next=(Ask(url),) if url else ())


def _archives(document: Document) -> list[_Archive]:
    """Return the archives that a page links to by their year, the newest first."""
    found: dict[int, str] = {}
    for link in document.root.iter("a"):
        year = _YEAR.fullmatch(squeeze(text_content(link)))
        url = document.absolute(link.get("href") or "") if year else None
        if year and url and _NUMBER.search(urlsplit(url).path):
            found.setdefault(int(year[1]), url)
    return [_Archive(year, found[year]) for year in sorted(found, reverse=True)]


def _folder(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0]


def _number(url: str) -> int:
    found = _NUMBER.search(urlsplit(url).path)
    return (found and count(found[1])) or 1


def _further(document: Document, number: int) -> str | None:
    return join(document.base, f"index_{number + 1}.html")


def _older(archives: list[_Archive], own: _Archive | None) -> str | None:
    """Return the address of the archive before a year's, `None` behind the oldest."""
    return next((one.url for one in archives if own is not None and one.year < own.year), None)


#: The family; see the module.
SHANGHAI = Marked("shanghai", Layout(bodies=_BODIES, attachments=_FILES), _listing)
