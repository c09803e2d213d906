"""A page, decoded and parsed once, with what every reader of it needs."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from lxml import etree

from govreports.reading.encoding import decode
from govreports.reading.errors import UnreadableError
from govreports.reading.xpath import string, strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.records import Capture

_BASE = string("string(/html/head/base/@href)")
# Not `.//`, which is `descendant-or-self::node()/` and takes twice the time.
_STYLES, _SWITCHES = strings("descendant::*/@style"), strings("descendant::*/@hidden")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FILES = (
    (b"%PDF-", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an Office file (OLE)"),
    (b"PK\x03\x04", "an Office or ZIP file"),
    (b"Rar!", "a RAR file"),
)
_LITERALS = re.compile(r"\s*[\"']([^\"']*)[\"']\s*===?\s*[\"']([^\"']*)[\"']\s*")
# Class names by which front-end kits and portals' style sheets hide an element.
_HIDDEN_CLASSES = frozenset({"hidden", "hide", "d-none", "layui-hide", "ng-hide", "display-none"})
MB = 2**20
#: Bytes. The largest page ever measured on portals is below 2 MB; beyond this it is no article.
LARGEST_PAGE = 8 * MB
#: Tags, closing ones included: what reading a page costs, more than its bytes, which may be a
#: picture's. Real pages have up to 8,000.
MOST_TAGS = 60_000
_SAMPLE = 4096
# Text has none of these but for a stray one; NUL stands in pages that were cut from databases.
_CONTROLS = frozenset((*range(1, 9), *range(14, 27), *range(28, 32)))
# 1 for each of them: to mark them takes half the time that to delete them does.
_MARKED = bytes(byte in _CONTROLS for byte in range(256))
_MOST_CONTROLS = 0.02
_SCHEMES = ("javascript:", "mailto:", "tel:", "data:", "about:", "vbscript:", "#")


class _Parsers(threading.local):
    """A parser a thread, as its error log is read; a new one for each page costs a tenth more."""

    def __init__(self) -> None:
        # collect_ids: nothing looks elements up in libxml2's own table of ids.
        self.html = etree.HTMLParser(
            encoding="utf-8", huge_tree=True, remove_pis=True, collect_ids=False
        )


_PARSERS = _Parsers()


class Document:
    """One parsed page. `text` is its source, `source` the same in UTF-8, `root` its `<html>`."""

    __slots__ = ("_links", "base", "encoding", "root", "source", "text", "url")

    def __init__(self, page: Capture, encoding: str | None = None) -> None:
        """Decode and parse; raise `UnreadableError` where that gives no elements."""
        _refuse_file(page.body)
        decoded = decode(page.body, page.header("content-type"), encoding)
        self.text, self.source = decoded.text, decoded.utf8
        if b"\x00" in self.source:
            self.text, self.source = (
                self.text.replace("\x00", ""),
                self.source.replace(b"\x00", b""),
            )
        _refuse_markup(self.text)
        self.encoding = decoded.encoding
        self.url = page.url
        self.root = _parse(self.source)
        self.base = join(self.url, _BASE(self.root)) or self.url
        self._links: tuple[tuple[Element, str], ...] | None = None

    @property
    def links(self) -> tuple[tuple[Element, str], ...]:
        """The page's `<a>` elements, each with its address or nothing, in page order.

        Asked of the tree once: a page has hundreds, and an attribute costs most.
        """
        if self._links is None:
            self._links = tuple((link, link.get("href") or "") for link in self.root.iter("a"))
        return self._links

    def absolute(self, href: str) -> str | None:
        """Return a link's absolute URL without fragment, or `None` where it leads to no page."""
        href = "".join(href.split("\n")).strip()
        if not href or href.lower().startswith(_SCHEMES):
            return None
        return join(self.base, href)


def refuse_unparsable(body: bytes, text: str) -> None:
    """Raise `UnreadableError` for what cannot be a page, by its bytes and what they decode to."""
    _refuse_file(body)
    _refuse_markup(text)


def _refuse_file(body: bytes) -> None:
    """Raise for a file that is served where a page should be, and for what is too large."""
    kind = next((kind for mark, kind in _FILES if body.startswith(mark)), None)
    if kind is None and len(body) > LARGEST_PAGE:
        kind = f"a page too large: more than {LARGEST_PAGE // MB} MB"
    if kind is None and _is_binary(body[:_SAMPLE]):
        kind = "binary data"
    if kind:
        message = f"expected an HTML page, found {kind}"
        raise UnreadableError(message)


def _refuse_markup(text: str) -> None:
    if not text or text.isspace():
        message = "expected an HTML page, found an empty answer"
        raise UnreadableError(message)
    # Hardly any page has even so many characters, which spares the count.
    if len(text) > MOST_TAGS and text.count("<") > MOST_TAGS:
        message = f"expected an HTML page, found a page too large: more than {MOST_TAGS} tags"
        raise UnreadableError(message)


def _is_binary(sample: bytes) -> bool:
    marks = sample.translate(_MARKED)
    return 1 in marks and marks.count(1) > _MOST_CONTROLS * len(sample)


def join(base: str, href: str) -> str | None:
    """Join a link to its base, without the fragment; `None` where it is no http(s) URL."""
    try:
        url = urldefrag(urljoin(base, href.strip())).url
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:  # urllib's answer to hosts such as `http://[附件]`
        return None


def split(url: str) -> SplitResult:
    """Return the parts of an address, all empty where it is none (`http://[附件]`)."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _parse(source: bytes) -> Element:
    # huge_tree: pasted Word text leaves hundreds of unclosed <span>s open, and
    # libxml2 drops everything below 256 levels without it (below 2048 with it).
    parser = _PARSERS.html
    root = etree.fromstring(source, parser)
    last = parser.error_log.last_error
    if last is not None and last.level == etree.ErrorLevels.FATAL:
        message = f"expected an HTML page, found markup that cannot be parsed: {last.message}"
        raise UnreadableError(message.strip())
    if root is None or not isinstance(root.tag, str):
        message = "expected an HTML page, found no element in it"
        raise UnreadableError(message)
    return root


def is_hidden(element: Element) -> bool:
    """Say whether an element is hidden by its own attributes (style sheets are not read)."""
    # Names together cost less than one value, and most elements have neither attribute.
    names = element.keys()
    if "style" in names and _hides(element.get("style", "")):
        return not _is_shown_by_script(element)
    return "hidden" in names


def hides_any(container: Element) -> bool:
    """Say whether something in an element may be hidden: without, none of it `is_hidden`."""
    if not len(container):
        return False
    # Editors give every paragraph the same few styles.
    return any(map(_hides, set(_STYLES(container)))) or bool(_SWITCHES(container))


# The editors of one CMS know the same styles on every page.
@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    """Say whether a style hides the element that has it."""
    return _HIDDEN_STYLE.search(style) is not None


def _is_shown_by_script(element: Element) -> bool:
    """Say whether avalon.js shows the element: `ms-visible` with two equal literals.

    Portals of Fujian print one alternative for each code of 有效性, all hidden.
    """
    compared = _LITERALS.fullmatch(element.get("ms-visible") or "")
    return compared is not None and compared[1] == compared[2]


def is_hidden_by_class(element: Element) -> bool:
    """Say whether a class name of an element is one that hides it by convention."""
    names = element.get("class")
    return bool(names) and not _HIDDEN_CLASSES.isdisjoint(names.split())  # type: ignore[union-attr]


def ancestors(element: Element) -> Iterator[Element]:
    """Yield an element and its ancestors, innermost first."""
    yield element
    yield from element.iterancestors()
