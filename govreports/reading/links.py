"""The links of a page with what a reader sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.reading.document import Document
from govreports.reading.xpath import elements, string, text_content
from govreports.values.text import han_tight, squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.records import Capture

_ANCHORS = elements("//a[@href] | //area[@href]")
_PICTURE = string("string(.//img/@alt)")
# Portals decorate the links of their navigation: `>> 更多`, `· 公开`, `法治政府建设（12）`.
_ORNAMENTS = " >›»·•|｜【】[]"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: absolute URL, the text shown, and the ``title`` (or the picture's name)."""

    url: str
    text: str
    title: str


def links_of(page: Capture) -> tuple[Link, ...]:
    """Return the page's links in page order.

    Raises ``UnreadableError`` for a page that is no HTML.
    """
    document = Document(page)
    return tuple(
        link for anchor in _ANCHORS(document.root) if (link := _link(document, anchor)) is not None
    )


def _link(document: Document, anchor: Element) -> Link | None:
    url = document.absolute(anchor.get("href") or "")
    if url is None:
        return None
    title = anchor.get("title") or anchor.get("alt") or _PICTURE(anchor)
    return Link(url, _shown(text_content(anchor)), _shown(title))


def _shown(text: str) -> str:
    return han_tight(squeeze(text)).strip(_ORNAMENTS)
