"""Text files, and web pages that office programs save as documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

from govreports.attachments.bounds import MOST_TEXT
from govreports.attachments.records import refuse, scanned
from govreports.reading.encoding import decode

if TYPE_CHECKING:
    from typing import BinaryIO

# A character takes four bytes at most.
_MOST_BYTES = 4 * MOST_TEXT
_OFFICE = b"urn:schemas-microsoft-com:office"
_HEAD = 4096
_UNSEEN = ("script", "style", "head", "title", "xml")
# What ends a line, and what ends a cell.
_ENDS = dict.fromkeys(("p", "div", "tr", "br", "li", *(f"h{n}" for n in range(1, 7))), "\n")
_ENDS |= dict.fromkeys(("td", "th"), "\t")


def read(stream: BinaryIO) -> str:
    """Return a text file's text."""
    text = decode(stream.read(_MOST_BYTES)).text[:MOST_TEXT]
    if not text.strip():
        raise scanned()
    return text


def read_html(stream: BinaryIO) -> str:
    """Return the text of a web page that an office program has saved, and of no other.

    Any other page under a file's address is what the portal says in place of
    the file.
    """
    body = stream.read(_MOST_BYTES)
    if _OFFICE not in body[:_HEAD]:
        message = "a web page in place of the file"
        raise refuse(message)
    root = html.document_fromstring(decode(body).text, parser=html.HTMLParser(no_network=True))
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for element in root.iter(*_ENDS):
        element.tail = _ENDS[str(element.tag)] + (element.tail or "").strip()
    lines = (
        line.strip(" ").rstrip("\t") for line in "".join(map(str, root.itertext())).splitlines()
    )
    text = "\n".join(line for line in lines if line.strip())
    if not text:
        raise scanned()
    return text[:MOST_TEXT]
