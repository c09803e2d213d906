"""Small real files for what the replica's pages link to: PDF, DOCX, pictures."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

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
# The start of every OLE2 compound file, which .doc and .xls are.
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def content(suffix: str, text: str) -> bytes:
    """Return a file of that kind which holds ``text`` where its format allows."""
    if suffix == ".pdf":
        return pdf(text)
    if suffix == ".docx":
        return docx(text)
    return picture() if suffix == ".png" else COMPOUND + text.encode("utf-16-le")


def pdf(text: str) -> bytes:
    """A PDF of one blank page; ``text`` is its title."""
    title = text.encode("utf-16-be").hex()
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</Title<FEFF{title}>>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"trailer\n<</Size {size}/Root 1 0 R/Info 4 0 R>>\n"
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
