"""Is every record of the archive whole, and is it what the index says?"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from govreports.archive.errors import ArchiveError
from govreports.archive.members import member
from govreports.archive.parsing import parsed
from govreports.archive.reader import EXCHANGES, opened
from govreports.archive.records import block_of, exchange_of, stated_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from govreports.archive.parsing import WarcRecord
    from govreports.records import Exchange

_TORN = "if a killed crawl left it open: govreports archive check --repair, else restore it"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index says of a record: its id, its compressed size, its body's SHA-256 in hex."""

    id: str
    length: int
    payload_sha256: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place of a file; without an offset with the file itself."""

    file: str
    offset: int | None
    found: str

    def __str__(self) -> str:
        """Say it in a line."""
        place = "" if self.offset is None else f", byte {self.offset}"
        return f"archive {self.file}{place}: {self.found}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A record that is whole; ``indexed`` but for answers that the index does not know.

    ``refers_to`` is the record that holds a revisit's body. A revisit of a page
    that was found unchanged needs no place in the index.
    """

    indexed: bool
    id: str = ""
    refers_to: str = ""


def check_file(directory: Path, file: str, index: Mapping[int, Indexed]) -> Iterator[Whole | Fault]:
    """Check every record of a file, in order, against the index (by offset).

    After a damaged record the check goes on at the next one that the index knows.
    """
    try:
        with opened(directory, file) as stream:
            yield from _records(stream, file, index)
    except ArchiveError as error:
        yield Fault(file, None, f"{error} ({len(index)} records of the index lie there)")


def _records(stream: BinaryIO, file: str, index: Mapping[int, Indexed]) -> Iterator[Whole | Fault]:
    left = dict(index)
    position: int | None = 0
    while position is not None:
        known = left.get(position)
        try:
            found = member(stream, position)
            if not found:
                break
            left.pop(position, None)
            content, length = found
            yield _check(parsed(content), length, known)
            position += length
        except (ArchiveError, zlib.error, EOFError) as error:
            left.pop(position, None)
            yield Fault(file, position, _words(error, known))
            position = min((offset for offset in left if offset > position), default=None)
    for offset, missing in sorted(left.items()):
        yield Fault(file, offset, f"no record begins here; the index has {missing.id}")


def _words(error: Exception, known: Indexed | None) -> str:
    record = f"record {known.id}" if known else "a record that the index does not know"
    if isinstance(error, EOFError):
        return f"{record} is torn ({error}); {_TORN}"
    return f"{record} is damaged ({error}); restore the file from a copy"


def _check(record: WarcRecord, length: int, known: Indexed | None) -> Whole:
    """Raise what is wrong with a record; say whether it is in the index, if it belongs there."""
    if record.kind in EXCHANGES:
        exchange = exchange_of(record)
        if known is not None:
            _compare(exchange, record, length, known)
        indexed = known is not None or bool(exchange.refers_to)
        return Whole(indexed, exchange.id, exchange.refers_to)
    if known is not None:
        message = f"a {record.kind} record, the index has an answer"
        raise ArchiveError(message)
    if record.kind == "request":
        block_of(record)
    return Whole(indexed=True)


def _compare(exchange: Exchange, record: WarcRecord, length: int, known: Indexed) -> None:
    payload = record.fields.get("WARC-Payload-Digest")
    stated = stated_digest(bytes.fromhex(known.payload_sha256))
    found = (exchange.id, length, payload)
    expected = (known.id, known.length, stated)
    if found != expected:
        message = f"found {found}, the index has {expected}"
        raise ArchiveError(message)
