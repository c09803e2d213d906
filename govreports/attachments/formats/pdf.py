"""PDF, by PDFium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from govreports.attachments.bounds import Collected
from govreports.attachments.records import encrypted, refuse, scanned

if TYPE_CHECKING:
    from typing import BinaryIO

_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def read(stream: BinaryIO) -> str:
    """Return the text of all pages, a line feed between them.

    Raises `scanned` where no page has any, `encrypted` where a password is asked for.
    """
    try:
        document = pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise encrypted() from error
        message = f"a damaged PDF ({error})"
        raise refuse(message) from error
    with document:
        text = _text(document)
    if not text.strip():
        raise scanned()
    return text


def _text(document: pypdfium2.PdfDocument) -> str:
    collected = Collected()
    for number in range(len(document)):
        if collected.full:
            break
        page = document[number]
        part = page.get_textpage()
        collected.add(part.get_text_bounded().strip())
        part.close()
        page.close()
    return str(collected)
