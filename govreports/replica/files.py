"""Small real files for what the replica's pages link to: PDF, Word, Excel, pictures."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from govreports.replica.office import doc, xls

if TYPE_CHECKING:
    from collections.abc import Sequence

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".png": "image/png",
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def content(suffix: str, text: str) -> bytes:
    """Return a file of that kind which holds ``text`` where its format allows."""
    if suffix == ".pdf":
        return pdf(text)
    if suffix == ".docx":
        return docx(text)
    if suffix == ".doc":
        return doc(text)
    return picture() if suffix == ".png" else xls([[text]])


def pdf(text: str) -> bytes:
    """A PDF of one page that shows ``text``, a line at a time.

    The font is not in the file: readers of PDF know the characters of Adobe-GB1.
    """
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in text.splitlines())
    page = f"BT /F1 12 Tf 16 TL 72 770 Td {shown} ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            "/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        f"<</Length {len(page)}>>\nstream\n{page}\nendstream",
        (
            "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
            "/DescendantFonts[6 0 R]>>"
        ),
        (
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
        ),
    )
    return pdf_of(objects)


def pdf_of(objects: Sequence[str], more: str = "") -> bytes:
    """A PDF of these objects, the first one its catalogue; ``more`` stands in its trailer."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"trailer\n<</Size {size}/Root 1 0 R{more}>>\n"
    table = f"xref\n0 {size}\n0000000000 65535 f \n{rows}"
    return out + f"{table}{tail}startxref\n{len(out)}\n%%EOF\n".encode()


def docx(text: str) -> bytes:
    """A Word document of one paragraph."""
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{part}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t>'
        "</w:r></w:p></w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            # A fixed time keeps the bytes the same from run to run.
            archive.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + body)
    return out.getvalue()


def picture() -> bytes:
    """A PNG of one white pixel."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\xff")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, chunks))


def chunk(pair: tuple[bytes, bytes]) -> bytes:
    """One chunk of a PNG."""
    name, body = pair
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
