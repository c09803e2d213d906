"""Word and Excel files of the binary formats ([MS-DOC], [MS-XLS]) with nothing but text."""

from __future__ import annotations

import struct
from itertools import starmap
from typing import TYPE_CHECKING

from govreports.replica.compound import compound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govreports.replica.compound import Tree

WORD = 0xA5EC
WORD_97 = 0x00C1
TABLE_1 = 0x0200
ENCRYPTED = 0x0100
TEXT_AT = 0x0400
LENGTH_AT = 0x004C
CLX_AT = 0x01A2
BOF, EOF, CODEPAGE, BOUNDSHEET, FILEPASS = 0x809, 0xA, 0x42, 0x85, 0x2F
DIMENSIONS, LABEL, NUMBER = 0x200, 0x204, 0x203
BIFF_8, GLOBALS, SHEET = 0x0600, 0x0005, 0x0010


def doc(text: str, more: Tree | None = None, flags: int = TABLE_1) -> bytes:
    """A Word 97 document; line feeds end paragraphs, ``more`` are further streams."""
    characters = text.replace("\n", "\r") + "\r"
    body = bytearray(TEXT_AT)
    struct.pack_into("<HH", body, 0, WORD, WORD_97)
    struct.pack_into("<H", body, 10, flags)
    struct.pack_into("<H", body, 32, 14)
    struct.pack_into("<H", body, 62, 22)
    struct.pack_into("<I", body, LENGTH_AT, len(characters))
    struct.pack_into("<H", body, 152, 93)
    # One piece, of two bytes a character.
    pieces = struct.pack("<BIIIHIH", 2, 16, 0, len(characters), 0, TEXT_AT, 0)
    struct.pack_into("<II", body, CLX_AT, 0, len(pieces))
    streams = {"WordDocument": bytes(body) + characters.encode("utf-16-le"), "1Table": pieces}
    return compound({**streams, **(more or {})})


def xls(
    rows: Sequence[Sequence[str | float]], name: str = "Sheet1", *, locked: bool = False
) -> bytes:
    """A workbook (BIFF8) of one sheet."""
    lock = record(FILEPASS, bytes(6)) if locked else b""
    opened = record(BOF, struct.pack("<HHHHII", BIFF_8, GLOBALS, 0, 0, 0, 0)) + lock
    opened += record(CODEPAGE, struct.pack("<H", 1200))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    place = len(opened) + 4 + 6 + len(title) + 4
    sheet = record(BOUNDSHEET, struct.pack("<IH", place, 0) + title) + record(EOF, b"")
    cells = [(y, x, value) for y, row in enumerate(rows) for x, value in enumerate(row)]
    body = record(BOF, struct.pack("<HHHHII", BIFF_8, SHEET, 0, 0, 0, 0))
    width = max(map(len, rows))
    body += record(DIMENSIONS, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    body += b"".join(starmap(cell, cells)) + record(EOF, b"")
    return compound({"Workbook": opened + sheet + body})


def record(kind: int, data: bytes) -> bytes:
    """A record: its number, its length, its bytes."""
    return struct.pack("<HH", kind, len(data)) + data


def cell(row: int, column: int, value: str | float) -> bytes:
    """A cell's record."""
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return record(LABEL, place + struct.pack("<HB", len(value), 1) + text)
    return record(NUMBER, place + struct.pack("<d", value))
