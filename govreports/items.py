"""What travels from the spider through the pipelines, one page each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreports.fingerprint import TextPrint
    from govreports.records import Attachment, Capture, Report, Row


@dataclass(frozen=True, slots=True)
class PageItem:
    """A page that the spider fetched.

    ``settled`` are pages that need no reading: the server said 304, or sent
    the very bytes that were read before, or the page was not ``asked`` for because
    its re-check window is not over. For the others the first stage fills
    ``report``, the print of its ``text``, the hash of the page's bytes and the
    ``parts``, which are the further captures that reading took. ``known_files``
    are the attachments that a settled page's report had, ``files`` what they are
    now, where that was asked.
    ``pictures`` are the addresses of images that stand for the text, ``pictured``
    the captures that hold them.
    """

    capture: Capture
    url_key: str
    column: str | None
    row: Row | None
    settled: bool = False
    asked: bool = True
    parts: tuple[Capture, ...] = ()
    report: Report | None = None
    text: TextPrint | None = None
    payload_sha256: str = ""
    known_files: tuple[Attachment, ...] = ()
    files: tuple[Attachment, ...] | None = None
    pictures: tuple[str, ...] = ()
    pictured: tuple[str, ...] = ()
