"""Is a page gone, still there, or can nobody tell?"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.families.base import UnreadableError
from govreports.reading.document import Document
from govreports.reading.soft_errors import classify

if TYPE_CHECKING:
    from govreports.records import Capture

# One 404 may be a hiccup of the server; a page is gone when it is gone twice in a run.
PROBES = 2

_GONE = (404, 410)
_GOOD = range(200, 300)
_NOT_MODIFIED = 304
_HOMES = ("", "/", "/index.html", "/index.htm", "/index.shtml", "/index.jhtml", "/index.jsp")


class Absence(StrEnum):
    """What one probe of a page says."""

    GONE = "gone"
    THERE = "there"
    UNKNOWN = "unknown"


def absence(page: Capture) -> Absence:
    """Judge one answer: 404, 410 and their soft forms are gone, any article is there.

    Challenges, throttling and server errors prove nothing.
    """
    if page.status in _GONE or sent_home(page):
        return Absence.GONE
    if page.status == _NOT_MODIFIED:
        return Absence.THERE
    if page.status not in _GOOD:
        return Absence.UNKNOWN
    return _shown(page)


def _shown(page: Capture) -> Absence:
    try:
        kind = classify(page, Document(page))
    except UnreadableError:
        return Absence.UNKNOWN
    if kind is None:
        return Absence.THERE
    return Absence.GONE if kind == "soft_404" else Absence.UNKNOWN


def sent_home(page: Capture) -> bool:
    """Whether an article's URL was redirected to the portal's home page."""
    if page.requested_url in {"", page.url}:
        return False
    asked, answered = urlsplit(page.requested_url), urlsplit(page.url)
    return _is_home(answered.path, answered.query) and not _is_home(asked.path, asked.query)


def _is_home(path: str, query: str) -> bool:
    return path in _HOMES and not query
