"""What a file is, by its bytes: a name may say anything."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import olefile

if TYPE_CHECKING:
    from typing import BinaryIO

_HEAD = 4096
# Readers of PDF look for its mark so far (ISO 32000-1, H.3).
_PDF_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name here, its media type (IANA), the endings that such files bear.

    The first ending is the one that a file of this kind is kept under.
    """

    name: str
    media_type: str
    endings: tuple[str, ...]


_OFFICE = ("doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps")
_OPEN = "application/vnd.openxmlformats-officedocument"
_OASIS = "application/vnd.oasis.opendocument"

KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", ("pdf",)),
        Kind("doc", "application/msword", ("doc", "wps", "dot", "wpt")),
        Kind("xls", "application/vnd.ms-excel", ("xls", "et", "xlt", "ett")),
        Kind("ppt", "application/vnd.ms-powerpoint", ("ppt", "dps", "pps")),
        # Broken ones, and DOCX, XLSX and PPTX under a password, which lie in such a file.
        Kind("ole", "application/x-ole-storage", ("ole", *_OFFICE)),
        Kind(
            "docx",
            f"{_OPEN}.wordprocessingml.document",
            ("docx", "docm", "dotx", "wps", "doc"),
        ),
        Kind("xlsx", f"{_OPEN}.spreadsheetml.sheet", ("xlsx", "xlsm", "et", "xls")),
        Kind("pptx", f"{_OPEN}.presentationml.presentation", ("pptx", "pptm", "dps", "ppt")),
        Kind("odf", f"{_OASIS}.text", ("odt", "ods", "odp")),
        Kind("ofd", "application/ofd", ("ofd",)),
        Kind("zip", "application/zip", ("zip",)),
        Kind("rar", "application/vnd.rar", ("rar",)),
        Kind("7z", "application/x-7z-compressed", ("7z",)),
        Kind("gzip", "application/gzip", ("gz", "tgz")),
        Kind("rtf", "application/rtf", ("rtf", "doc")),
        Kind("jpeg", "image/jpeg", ("jpg", "jpeg")),
        Kind("png", "image/png", ("png",)),
        Kind("gif", "image/gif", ("gif",)),
        Kind("bmp", "image/bmp", ("bmp",)),
        Kind("tiff", "image/tiff", ("tif", "tiff")),
        Kind("webp", "image/webp", ("webp",)),
        Kind("html", "text/html", ("html", "htm", "shtml")),
        Kind("text", "text/plain", ("txt", "csv")),
        Kind("empty", "application/x-empty", ("empty",)),
        Kind("unknown", "application/octet-stream", ("bin",)),
    )
}

_BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS.values()}
_ENDINGS = frozenset(ending for kind in KINDS.values() for ending in kind.endings)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_PACKAGES = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odf"),
)
_STREAMS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|meta|title)\b", re.IGNORECASE)
# No text has these; tab, line feeds, form feed and escape aside.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(stream: BinaryIO) -> Kind:
    """Return what an open file is; it is left at its start."""
    stream.seek(0)
    head = stream.read(_HEAD)
    name = _kind(stream, head)
    stream.seek(0)
    return KINDS[name]


def rough_kind(head: bytes) -> Kind:
    """Return what a file is by its first bytes alone, without opening it as anything."""
    if head.startswith(olefile.MAGIC):
        return KINDS["ole"]
    if head.startswith(_ZIP):
        return KINDS["zip"]
    return KINDS[_by_magic(head) or _by_looks(head)]


def kind_by_media_type(media_type: str) -> Kind:
    """Return the kind that has this media type; the unknown one for any other."""
    return _BY_MEDIA_TYPE.get(media_type, KINDS["unknown"])


def lies(kind: Kind, address: str) -> str | None:
    """Return the ending of an address that promises another kind of file, else `None`."""
    ending = urlsplit(address).path.rpartition(".")[2].lower()
    return ending if ending in _ENDINGS and ending not in kind.endings else None


def _kind(stream: BinaryIO, head: bytes) -> str:
    if head.startswith(olefile.MAGIC):
        return _compound(stream)
    if head.startswith(_ZIP):
        return _package(stream)
    return _by_magic(head) or _by_looks(head)


def _by_magic(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def _by_looks(head: bytes) -> str:
    if not head:
        return "empty"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if _HTML.search(head):
        return "html"
    return "unknown" if _CONTROL.search(head) else "text"


def _package(stream: BinaryIO) -> str:
    try:
        names = set(zipfile.ZipFile(stream).namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return "zip"
    return next((kind for name, kind in _PACKAGES if name in names), "zip")


def _compound(stream: BinaryIO) -> str:
    try:
        streams = {path[0] for path in olefile.OleFileIO(stream).listdir() if len(path) == 1}
    except (OSError, ValueError, IndexError, TypeError):
        return "ole"
    return next((kind for name, kind in _STREAMS if name in streams), "ole")
