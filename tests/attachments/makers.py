"""Files in their real formats, made byte by byte: whole ones, locked ones, broken ones, bombs."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import openpyxl

from govreports.replica import files
from govreports.replica.compound import compound
from govreports.replica.files import WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEGABYTE = 1024 * 1024
OFD = "http://www.ofdspec.org/2016"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def packed(members: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def locked_zip(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file whose members say that they are encrypted."""
    data = bytearray(packed(members))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def overlapping_zip(times: int, body: bytes) -> bytes:
    """A ZIP file whose directory names the same bytes many times."""
    data = packed({"a.txt": body})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, times, times, len(entry) * times, start, 0
    )
    return data[:start] + entry * times + tail


def nested_zip(depth: int, body: bytes) -> bytes:
    """A ZIP file in a ZIP file, and so on."""
    data = packed({"a.txt": body})
    for _ in range(depth):
        data = packed({"a.zip": data})
    return data


# -- RAR 4, by its technote: blocks of a CRC, a type, flags, a size


def rar(members: Mapping[str, bytes], *, locked: bool = False, method: int = 0x30) -> bytes:
    """A RAR file whose members are stored, or say that they are packed."""
    out = b"Rar!\x1a\x07\x00" + _block(0x73, 0, bytes(6))
    for name, body in members.items():
        written = name.encode("ascii")
        facts = struct.pack(
            "<IIBIIBBHI",
            len(body),
            len(body),
            3,
            zlib.crc32(body),
            0,
            20,
            method,
            len(written),
            0o644,
        )
        out += _block(0x74, 0x8000 | (4 if locked else 0), facts + written) + body
    return out + _block(0x7B, 0x4000, b"")


def _block(kind: int, flags: int, data: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(data)) + data
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


# -- Word and Excel packages


def docx(body: str, more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word document around the XML of its body."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed({**_skeleton(), "word/document.xml": document, **(more or {})})


def _skeleton() -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(files.docx("x"))) as whole:
        return {name: whole.read(name) for name in whole.namelist() if "document" not in name}


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of one paragraph a cell."""
    written = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in written) + "</w:tbl>"


def xlsx(rows: Sequence[Sequence[object]], title: str = "统计表") -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(package: bytes, name: str, body: bytes | str) -> bytes:
    """A package with one part in place of what it had, or beside it."""
    with zipfile.ZipFile(io.BytesIO(package)) as whole:
        members: dict[str, bytes | str] = {one: whole.read(one) for one in whole.namelist()}
    return packed({**members, name: body})


def locked_office() -> bytes:
    """A DOCX or XLSX under a password: encrypted, in a stream ([MS-OFFCRYPTO])."""
    secret = hashlib.shake_256(b"secret").digest(5000)
    return compound({"EncryptionInfo": struct.pack("<HHI", 4, 4, 0x40), "EncryptedPackage": secret})


# -- OFD


def ofd(pages: Sequence[str], *, more: str = "") -> bytes:
    """An OFD document; each page is the XML of its layer's objects."""
    members: dict[str, bytes | str] = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/'
        f"Document.xml</ofd:DocRoot></ofd:DocBody>{more}</ofd:OFD>"
    }
    listed = ""
    for number, objects in enumerate(pages):
        listed += f'<ofd:Page ID="{number + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer>{objects}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    members["Doc_0/Document.xml"] = (
        f'<ofd:Document xmlns:ofd="{OFD}"><ofd:Pages>{listed}</ofd:Pages></ofd:Document>'
    )
    return packed(members)


def text_object(text: str, top: float) -> str:
    """A box of text at a height in millimetres."""
    return (
        f'<ofd:TextObject ID="9" Boundary="20 {top} 170 6" Font="1" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
    )


# -- PDF


def scanned_pdf() -> bytes:
    """A PDF whose page is a picture."""
    page = "q 595 0 0 842 0 0 cm /Im1 Do Q"
    picture = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
    return files.pdf_of(
        (
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            (
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                "/Resources<</XObject<</Im1 5 0 R>>>>>>"
            ),
            f"<</Length {len(page)}>>\nstream\n{page}\nendstream",
            f"{picture}/BitsPerComponent 8/Length 1>>\nstream\n\xff\nendstream",
        )
    )


def heavy_pdf(megabytes: int) -> bytes:
    """A PDF whose page unpacks to so many megabytes of drawing."""
    squeeze = zlib.compressobj(9)
    line = b"BT /F1 9 Tf (a) Tj ET\n" * 1024
    times = megabytes * MEGABYTE // len(line)
    content = b"".join(squeeze.compress(line) for _ in range(times)) + squeeze.flush()
    page = content.decode("latin-1")
    return files.pdf_of(
        (
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            (
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                "/Resources<</Font<</F1 5 0 R>>>>>>"
            ),
            f"<</Length {len(content)}/Filter/FlateDecode>>\nstream\n{page}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        )
    )


def locked_pdf(password: bytes = b"secret") -> bytes:
    """A PDF that asks for a password (standard security handler, revision 2)."""
    padded = (password + _PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)  # noqa: S324 - the format's own
    document, rights = bytes(range(16)), struct.pack("<i", -4)
    key = hashlib.md5(padded + owner + rights + document).digest()[:5]  # noqa: S324
    page = "BT ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        f"<</Length {len(page)}>>\nstream\n{page}\nendstream",
        f"<</Filter/Standard/V 1/R 2/P -4/O<{owner.hex()}>/U<{rc4(key, _PADDING).hex()}>>>",
    )
    identity = document.hex()
    return files.pdf_of(objects, f"/Encrypt 5 0 R/ID[<{identity}><{identity}>]")


def rc4(key: bytes, data: bytes) -> bytes:
    """RC4, as PDF 1.1 has it."""
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


# -- What is no document


def web_page(text: str, *, office: bool = False) -> bytes:
    """A web page, or one that an office program saved as a document."""
    namespace = ' xmlns:o="urn:schemas-microsoft-com:office:office"' if office else ""
    head = f"<!DOCTYPE html><html{namespace}><head><title>t</title></head>"
    return f"{head}<body>{text}</body></html>".encode()


def laughs() -> str:
    """A document whose entities would unpack to gigabytes."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<!DOCTYPE w [<!ENTITY e0 "哈哈哈哈哈哈哈哈哈哈">{lines}]><w:document xmlns:w="{WORD}">'
        "<w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    )
