"""DOC, Word's binary format from 97 on ([MS-DOC]), which WPS writes as .wps, too.

Nothing but the text is read: the file information block (FIB) leads to the
piece table, which says where in the stream each run of characters lies.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

import olefile

from govreports.attachments.bounds import MOST_TEXT
from govreports.attachments.records import encrypted, refuse, scanned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_STREAM = "WordDocument"
_MAGIC = 0xA5EC
_WORD_97 = 0x00C1
# Bits of the FIB's flags at byte 10 ([MS-DOC] 2.5.2).
_IS_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
# FibRgLw97 (2.5.4): characters of the main text and of the parts behind it, in this order.
_COUNTS_AT = 0x4C
_COUNTS = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes")
_KEPT = ("main", "footnotes", "endnotes", "boxes")
# fcClx and lcbClx, place and size of the piece table in the table stream (2.5.6).
_CLX_AT = 0x01A2
_PRC, _PCDT = 1, 2
_COMPRESSED = 0x40000000
# A field's instruction stands between its begin and its separator, or its end.
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_NESTED = 8
_MARKS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x07": "\t", "\x1e": "-", "\xa0": " "}
    | dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08\x13\x14\x15\x1f", None)
)


class _Piece(NamedTuple):
    """A run of characters: from, to (character positions), and where its bytes lie."""

    start: int
    end: int
    place: int


def read(stream: BinaryIO) -> str:
    """Return the text: a paragraph a line, a table's cells separated by tabs."""
    with olefile.OleFileIO(stream) as compound:
        body = compound.openstream(_STREAM).read()
        table = f"{int(bool(_flags(body) & _TABLE_1))}Table"
        if not compound.exists(table):
            message = "a damaged document (no table stream)"
            raise refuse(message)
        pieces = list(_pieces(_clx(body, compound.openstream(table).read())))
    text = _plain(_kept(body, pieces))
    if not text.strip():
        raise scanned()
    return text


def _flags(body: bytes) -> int:
    magic, version = struct.unpack_from("<HH", body)
    (flags,) = struct.unpack_from("<H", body, 10)
    if magic != _MAGIC or version < _WORD_97:
        message = f"written by a Word older than 97 (version {version:#x})"
        raise refuse(message)
    if flags & _IS_ENCRYPTED:
        raise encrypted()
    return int(flags)


def _clx(body: bytes, table: bytes) -> bytes:
    place, size = struct.unpack_from("<II", body, _CLX_AT)
    return table[place : place + size]


def _pieces(clx: bytes) -> Iterator[_Piece]:
    """Yield the pieces that the table names ([MS-DOC] 2.9.38, 2.8.35, 2.9.177)."""
    at = 0
    while clx[at] == _PRC:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if clx[at] != _PCDT:
        message = "a damaged document (no piece table)"
        raise refuse(message)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    count = (size - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for number in range(count):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)
        yield _Piece(positions[number], positions[number + 1], place)


def _kept(body: bytes, pieces: list[_Piece]) -> str:
    text = "".join(_characters(body, pieces))
    lengths = struct.unpack_from(f"<{len(_COUNTS)}I", body, _COUNTS_AT)
    parts, start = [], 0
    for name, length in zip(_COUNTS, lengths, strict=True):
        if name in _KEPT:
            parts.append(text[start : start + length])
        start += length
    return "".join(parts)


def _characters(body: bytes, pieces: list[_Piece]) -> Iterator[str]:
    read = 0
    for start, end, place in pieces:
        # Pieces of a broken table may overlap without end.
        length = min(end - start, MOST_TEXT - read)
        if length <= 0:
            return
        read += length
        if place & _COMPRESSED:
            at = (place & ~_COMPRESSED) // 2
            yield body[at : at + length].decode("cp1252", "replace")
        else:
            yield body[place : place + 2 * length].decode("utf-16-le", "replace")


def _plain(text: str) -> str:
    for _ in range(_NESTED):
        text, found = _FIELD.subn(lambda field: field[1] or "", text)
        if not found:
            break
    lines = text.replace("\x07\x07", "\x07\n").translate(_MARKS).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
