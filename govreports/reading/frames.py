"""Frames (`<iframe>`) that hold an article's text on a page of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.reading.document import is_hidden
from govreports.reading.file_links import is_file_link

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govreports.reading.document import Document

# Counters, logins, trees and share buttons live in frames, too.
_OTHERS = re.compile(
    r"visit|count|login|share|stat|foot|header|nav|search|tree|jiathis|bdshare|video|player|top\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:width|height)\s*:\s*0|^0(?:px)?$")


def text_frames(document: Document) -> tuple[str, ...]:
    """Return the addresses of shown frames on the page's own host that may hold its text."""
    host = urlsplit(document.url).netloc
    urls = [
        document.absolute(frame.get("src") or "")
        for frame in document.root.iter("iframe")
        if not _is_nothing(frame)
    ]
    own = [url for url in urls if url and urlsplit(url).netloc == host]
    return tuple(
        dict.fromkeys(url for url in own if not _OTHERS.search(url) and not is_file_link(url))
    )


def _is_nothing(frame: Element) -> bool:
    """Say whether a frame is there for its side effect: hidden, or without any size."""
    sizes = (frame.get("width") or "", frame.get("height") or "", frame.get("style") or "")
    return is_hidden(frame) or any(_NOTHING.search(size) for size in sizes)
