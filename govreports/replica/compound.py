"""OLE2 compound files ([MS-CFB]), which .doc, .xls and .wps are: streams below storages."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Name → a stream's bytes, or a storage with more of the same.
Tree: TypeAlias = "Mapping[str, bytes | Tree]"

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
SECTOR = 512
# Shorter streams would live in a stream of their own, in small sectors: they are filled up.
SHORTEST = 4096
FREE, END, FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
BLACK = 1
ENTRY = struct.Struct("<64sHBBIII16sIQQIII")


@dataclass(slots=True)
class Entry:
    """An entry of the directory: its neighbours there, and where its bytes begin."""

    name: str
    kind: int
    data: bytes = b""
    sibling: int = NONE
    child: int = NONE
    start: int = END

    def packed(self) -> bytes:
        """The entry's 128 bytes."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = (name.ljust(64, b"\0"), len(name), self.kind, BLACK, NONE, self.sibling, self.child)
        size = len(self.data)
        return ENTRY.pack(*head, bytes(16), 0, 0, 0, self.start if size else 0, size, 0)


@dataclass(slots=True)
class Compound:
    """A compound file in the making: directory and sectors."""

    entries: list[Entry] = field(default_factory=lambda: [Entry("Root Entry", ROOT)])
    sectors: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)

    def enter(self, tree: Tree, parent: Entry) -> None:
        """Enter what a storage holds, in the format's order: short names first."""
        places = []
        for name in sorted(tree, key=lambda name: (len(name), name.upper())):
            places.append(len(self.entries))
            found = tree[name]
            if isinstance(found, bytes):
                self.entries.append(Entry(name, STREAM, found.ljust(SHORTEST, b"\0")))
            else:
                storage = Entry(name, STORAGE)
                self.entries.append(storage)
                self.enter(found, storage)
        parent.child = places[0] if places else NONE
        for one, next_one in pairwise(places):
            self.entries[one].sibling = next_one

    def store(self, data: bytes) -> int:
        """Store bytes in sectors of their own, chained, and return the first one."""
        start = len(self.sectors)
        pieces = [data[at : at + SECTOR] for at in range(0, len(data), SECTOR)]
        self.sectors += [piece.ljust(SECTOR, b"\0") for piece in pieces]
        self.table += [*range(start + 1, start + len(pieces)), END]
        return start

    def written(self) -> bytes:
        """The whole file: header, sectors, and behind them the table of chains."""
        for entry in self.entries:
            if entry.kind == STREAM:
                entry.start = self.store(entry.data)
        directory = self.store(b"".join(entry.packed() for entry in self.entries))
        first = len(self.sectors)
        count = 1
        while count * SECTOR // 4 < first + count:
            count += 1
        table = [*self.table, *[FAT] * count]
        table += [FREE] * (count * SECTOR // 4 - len(table))
        places = [*range(first, first + count)]
        places += [FREE] * (109 - count)
        header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        header += struct.pack("<IIIIIIIII", 0, count, directory, 0, SHORTEST, END, 0, END, 0)
        header += struct.pack("<109I", *places)
        return header + b"".join(self.sectors) + struct.pack(f"<{len(table)}I", *table)


def compound(tree: Tree) -> bytes:
    """Return a compound file of these streams and storages."""
    made = Compound()
    made.enter(tree, made.entries[0])
    return made.written()
