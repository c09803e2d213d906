"""From an open file to its text: what kind it is, which reader reads it, how that fails."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import olefile

from govreports.attachments.formats import doc, docx, ofd, packed, pdf, plain, sheets
from govreports.attachments.kinds import Kind, kind_of
from govreports.attachments.records import (
    FileText,
    FileUnreadableError,
    TextState,
    encrypted,
    failed,
    refuse,
    scanned,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_READERS: dict[str, Callable[[BinaryIO], str]] = {
    "pdf": pdf.read,
    "doc": doc.read,
    "docx": docx.read,
    "xls": sheets.read_xls,
    "xlsx": sheets.read_xlsx,
    "ofd": ofd.read,
    "html": plain.read_html,
    "text": plain.read,
}
_ARCHIVES = {"zip": packed.zipped, "rar": packed.rared}
_LOCKED = "EncryptedPackage"
_IMAGE = "image/"
_COMPOUND = frozenset({"doc", "xls", "ppt"})
_OPEN = frozenset({"docx", "xlsx", "pptx"})
_MACRO_STORAGES = ("macros", "_vba_project_cur", "vba")
_MACRO_PART = "vbaProject.bin"
_UNREAD = {
    "ole": "a damaged or unknown office file",
    "empty": "an empty file",
    "unknown": "no kind of file that is known here",
}
_LONGEST_REASON = 200


def read_file(stream: BinaryIO) -> FileText:
    """Read an open file, an archive with its members."""
    kind = kind_of(stream)
    members = _ARCHIVES.get(kind.name)
    if members is None:
        return _read(stream, kind)
    return _answer(kind, lambda: packed.read(members(stream), _read_member))


def _read_member(stream: BinaryIO) -> FileText:
    kind = kind_of(stream)
    if kind.name in _ARCHIVES:
        return FileText(failed("an archive within an archive"), kind.media_type)
    return _read(stream, kind)


def _read(stream: BinaryIO, kind: Kind) -> FileText:
    answer = _answer(kind, lambda: _text(stream, kind))
    return replace(answer, macros=_has_macros(stream, kind))


def _answer(kind: Kind, read: Callable[[], str]) -> FileText:
    try:
        text = _storable(read())
    except FileUnreadableError as error:
        return FileText(error.state, kind.media_type)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file breaks its format's reader in any way
        why = f"a damaged file ({kind.name}: {type(error).__name__}: {error})"
        return FileText(failed(why[:_LONGEST_REASON]), kind.media_type)
    return FileText(TextState.TEXT, kind.media_type, text)


def _text(stream: BinaryIO, kind: Kind) -> str:
    if kind.media_type.startswith(_IMAGE):
        raise scanned()
    if kind.name in _COMPOUND | {"ole"} and _is_locked(stream):
        raise encrypted()
    reader = _READERS.get(kind.name)
    if reader is None:
        message = _UNREAD.get(kind.name, f"no reader for {kind.media_type}")
        raise refuse(message)
    stream.seek(0)
    return reader(stream)


def _is_locked(stream: BinaryIO) -> bool:
    """Say whether a compound file is an encrypted DOCX or XLSX ([MS-OFFCRYPTO] 2.3.4)."""
    return bool(olefile.OleFileIO(stream).exists(_LOCKED))


def _has_macros(stream: BinaryIO, kind: Kind) -> bool:
    """Say whether a document holds Visual Basic; it is never looked into."""
    stream.seek(0)
    try:
        if kind.name in _COMPOUND:
            storages = olefile.OleFileIO(stream).listdir(streams=False, storages=True)
            return any(part.lower() in _MACRO_STORAGES for path in storages for part in path)
        if kind.name in _OPEN:
            return any(n.endswith(_MACRO_PART) for n in zipfile.ZipFile(stream).namelist())
    except (OSError, ValueError, IndexError, TypeError, zipfile.BadZipFile):
        # Too broken to tell: its state says so.
        return False
    return False


def _storable(text: str) -> str:
    """Return the text without what no database holds (NUL, halves of surrogate pairs)."""
    text = text.replace("\0", "").replace("\r\n", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")
