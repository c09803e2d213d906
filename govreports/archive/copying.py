"""Copies records, byte for byte, into WARC files of their own."""

from __future__ import annotations

import zlib
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from govreports.archive import records
from govreports.archive.errors import ArchiveError
from govreports.archive.members import member
from govreports.archive.parsing import parsed
from govreports.archive.placement import new_name
from govreports.archive.reader import opened
from govreports.archive.writer import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

_UNREADABLE = (ArchiveError, zlib.error, EOFError, ValueError, IndexError)


class Wanted(NamedTuple):
    """A record of the archive: its id, file, and compressed offset and length there."""

    id: str
    file: str
    offset: int
    length: int


class Copier:
    """Copies records of an archive's folder into new WARC files, one file at a time.

    ``damaged`` is told of each record that is not what it should be; it is
    left out, and the rest goes on.
    """

    def __init__(self, archive: Path, damaged: Callable[[str], None]) -> None:
        """Name the archive's folder and who is to hear of damage."""
        self._archive = archive
        self._damaged = damaged
        self.copied = 0

    def files(
        self,
        wanted: Iterable[Wanted],
        folder: Path,
        info: tuple[str, datetime],
        most_bytes: int = MOST_BYTES,
    ) -> Iterator[Path]:
        """Yield the files, each whole; it is removed when the next one is asked for.

        ``info`` are the software and the time that each file states. Raises
        :class:`OSError` where the folder cannot be written.
        """
        # By file, in the archive's order: each is opened once.
        found = self._found(wanted)
        first = next(found, None)
        while first is not None:
            path = folder / new_name("govreports", info[1])
            with path.open("wb") as stream:
                stream.write(records.warcinfo(path.name, info[1], {"software": info[0]}))
                stream.write(first)
                first = _fill(stream, found, most_bytes)
            yield path
            path.unlink()

    def _found(self, wanted: Iterable[Wanted]) -> Iterator[bytes]:
        for file, some in groupby(wanted, key=lambda one: one.file):
            try:
                with opened(self._archive, file) as stream:
                    yield from self._found_in(stream, some)
            except ArchiveError as error:
                self._damaged(f"{error}; all of its records are left out")

    def _found_in(self, stream: BinaryIO, wanted: Iterable[Wanted]) -> Iterator[bytes]:
        for one in wanted:
            try:
                yield self._whole(stream, one)
            except _UNREADABLE as error:
                place = f"archive {one.file}, byte {one.offset}"
                self._damaged(f"{place}: record {one.id} is left out: {error}")

    def _whole(self, stream: BinaryIO, one: Wanted) -> bytes:
        content, length = member(stream, one.offset) or (b"", 0)
        exchange = records.exchange_of(parsed(content))
        if (exchange.id, length) != (one.id, one.length):
            found = f"found {exchange.id} of {length} bytes"
            message = f"{found}, expected {one.id} of {one.length}"
            raise ArchiveError(message)
        self.copied += 1
        stream.seek(one.offset)
        packed = stream.read(length)
        return packed + _request(stream, one, exchange.method)


def _fill(stream: BinaryIO, found: Iterator[bytes], most_bytes: int) -> bytes | None:
    """Write records until the file is full; return the first one of the next file."""
    for packed in found:
        if stream.tell() >= most_bytes:
            return packed
        stream.write(packed)
    return None


def _request(stream: BinaryIO, one: Wanted, method: str) -> bytes:
    """Return the record of what was sent for an answer: it follows, where there is one."""
    end = one.offset + one.length
    following = member(stream, end) if method != "GET" else None
    if following is None:
        return b""
    content, length = following
    if records.concurrent_to(parsed(content)) != one.id:
        return b""
    stream.seek(end)
    return stream.read(length)
