"""Pages that stand before a file: where they lead, where they lead to one file for certain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from govreports.reading.document import Document, join
from govreports.reading.errors import UnreadableError
from govreports.reading.file_links import is_file_link
from govreports.reading.stubs import leads_to
from govreports.reading.viewers import in_viewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govreports.records import Capture

# Such pages say a sentence and lead on; an article with its menus is longer.
_LARGEST = 64 * 1024
_HEAD = 4096
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_OFFICE = b"urn:schemas-microsoft-com:office"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|meta)\b", re.IGNORECASE)
_REFRESH = re.compile(r"\burl\s*=\s*[\"']?([^\"'\s;]+)", re.IGNORECASE)
_LOCATION = re.compile(r"location(?:\.href)?\s*=\s*[\"']([^\"'\s]+)[\"']")
_FRAMES = ("iframe", "embed", "object")
_CODE = re.compile(r"验证码|captcha", re.IGNORECASE)


def is_page(body: bytes) -> bool:
    """Say whether an answer is a small web page, and no document that an office saved as one."""
    head = body[:_HEAD]
    begins = head.lstrip(_BEFORE).startswith(b"<") and _HTML.search(head) is not None
    return begins and len(body) <= _LARGEST and _OFFICE not in head


def wants_code(page: Capture) -> bool:
    """Say whether a page asks for a code (验证码) before it hands out the file."""
    return is_page(page.body) and _CODE.search(Document(page).text) is not None


def file_behind(page: Capture) -> str | None:
    """Return the address that a page before a file leads to, `None` where it is not the only one.

    By a script that does nothing else, a refresh, a viewer's frame, or the one
    link to a file. A page that asks for a code leads nowhere.
    """
    if not is_page(page.body):
        return None
    try:
        document = Document(page)
    except UnreadableError:
        return None
    if _CODE.search(document.text):
        return None
    stub = leads_to(page.body)
    found = [stub] if stub else list(dict.fromkeys(_leads(document)))
    return join(page.url, found[0]) if len(found) == 1 else None


def _leads(document: Document) -> Iterator[str]:
    for element in document.root.iter("meta", "script", "a", *_FRAMES):
        address = _lead(element)
        if address:
            yield address


def _lead(element: Element) -> str | None:
    if element.tag == "meta":
        return _refreshed(element)
    if element.tag == "script":
        found = _LOCATION.search(element.text or "")
        return found[1] if found and is_file_link(found[1]) else None
    address = in_viewer(element.get("href") or element.get("src") or element.get("data") or "")
    return address if is_file_link(address) else None


def _refreshed(meta: Element) -> str | None:
    if (meta.get("http-equiv") or "").lower() != "refresh":
        return None
    found = _REFRESH.search(meta.get("content") or "")
    return unquote(found[1]) if found else None
