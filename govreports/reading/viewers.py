"""Files that a page shows in place of linking to them: viewers, frames, addresses in scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from govreports.reading.document import split
from govreports.reading.file_links import is_file_link
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as Element

    from govreports.reading.document import Document

# Parameters by which a viewer's address names the file that it shows.
_VIEWED = frozenset({"file", "url", "src", "path", "pdf", "fileurl", "filepath", "pdfurl"})
_FRAMES = ("iframe", "embed", "object")
# 苏迪's element for a PDF, and what it calls it; 博达's call that draws one.
_PDF_SOURCE = "pdfsrc"
_SUDY_NAME = re.compile(r"['\"]title['\"]\s*:\s*['\"]([^'\"]+)")
_CALL = "showVsbpdfIframe"
_VSB_CALL = re.compile(rf"{_CALL}\(\s*['\"]([^'\"]+)['\"]")
# A template's variable for the article's file (附件), one address or several.
_VARIABLE = re.compile(r"\bfj_?url\b['\"]?\s*[:=]\s*['\"]([^'\"]+)['\"]", re.IGNORECASE)
_SEPARATORS = re.compile(r"[;,|]+")
# What is in the source of pages that have such a variable.
_OF_VARIABLES = re.compile("fj(?:URL|Url|url)")


def in_viewer(address: str) -> str:
    """Return the file that a viewer's address names (`viewer.html?file=…`), else the address."""
    for name, values in parse_qs(split(address).query).items():
        if name.lower() in _VIEWED and is_file_link(values[0]):
            return values[0]
    return address


def shown_files(document: Document, inside: Callable[[Element], bool]) -> Iterator[tuple[str, str]]:
    """Yield name and address, as the page has it, of files that are shown and not linked to.

    Viewers count where ``inside`` says so; an address in a script is the
    article's wherever it stands. A file without a name goes by its own.
    """
    for frame in document.root.iter(*_FRAMES):
        address = in_viewer(frame.get("src") or frame.get("data") or "")
        if is_file_link(address) and inside(frame):
            yield squeeze(frame.get("title") or "") or own_name(address), address
    if _PDF_SOURCE in document.text:
        yield from _sudy_files(document, inside)
    if _CALL in document.text or _OF_VARIABLES.search(document.text):
        yield from _in_scripts(document.text)


def _sudy_files(document: Document, inside: Callable[[Element], bool]) -> Iterator[tuple[str, str]]:
    for element in document.root.iter("div", "p", "span"):
        source = element.get(_PDF_SOURCE)
        if source and inside(element):
            name = _SUDY_NAME.search(element.get("sudyfile-attr") or "")
            yield (name[1] if name else own_name(source)), source


def _in_scripts(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (_VSB_CALL, _VARIABLE):
        for found in pattern.finditer(text):
            for address in map(str.strip, _SEPARATORS.split(found[1])):
                if is_file_link(address):
                    yield own_name(address), address


def own_name(address: str) -> str:
    """Return the last part of an address's path."""
    return squeeze(unquote(split(address).path.rsplit("/", 1)[-1]))
