"""Reads exchanges back from the archive."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from govreports.archive.decoding import decode
from govreports.archive.errors import ArchiveError
from govreports.archive.members import member
from govreports.archive.parsing import parsed
from govreports.archive.placement import open_path
from govreports.archive.records import exchange_of, with_request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.archive.parsing import WarcRecord
    from govreports.records import Exchange

# What the writer makes of exchanges: answers, and pages that a browser drew of them.
EXCHANGES = frozenset({"response", "conversion", "revisit"})
# Asked for with nothing to send along.
_BARE = "GET"

__all__ = ["decode", "exchanges", "read_exchange"]


def read_exchange(
    directory: Path, file: str, offset: int, body_at: tuple[str, int] | None = None
) -> Exchange:
    """Return the exchange whose record starts at that (compressed) offset.

    ``file`` is the final name; while its writer lives the file is found under
    its open name. ``body_at`` is where the record lies to which a revisit
    refers: its body is the exchange's, and so are its headers where the revisit
    names none. Raises :class:`ArchiveError` where a
    file is missing, no answer starts there, or its digest does not fit.
    """
    exchange = _at(directory, file, offset)
    if not exchange.refers_to:
        return exchange
    original = _at(directory, *body_at) if body_at else None
    if original is None or original.id != exchange.refers_to:
        found = f"found {original.id}" if original else "the store does not know it"
        message = (
            f"archive {directory / file}: record {exchange.id} is a revisit; its body lies in "
            f"record {exchange.refers_to} ({found})"
        )
        raise ArchiveError(message)
    headers = exchange.headers or original.headers
    return replace(exchange, headers=headers, body=original.body, refers_to="")


def _at(directory: Path, file: str, offset: int) -> Exchange:
    with opened(directory, file) as stream:
        exchange = next(_exchanges(stream, file, offset), None)
    if exchange is None:
        message = f"archive {directory / file}: no response record at offset {offset}"
        raise ArchiveError(message)
    return exchange


def exchanges(directory: Path, file: str) -> Iterator[Exchange]:
    """Yield every exchange of a file, in the order they were fetched; revisits without body.

    Raises :class:`ArchiveError` as :func:`read_exchange` does.
    """
    with opened(directory, file) as stream:
        yield from _exchanges(stream, file)


@contextmanager
def opened(directory: Path, file: str) -> Iterator[BinaryIO]:
    """Open a file of the archive under its final or its open name.

    Raises :class:`ArchiveError` where it is missing or cannot be read.
    """
    final = directory / file
    # The final name again at the end: the writer may rename the file between two tries.
    for path in (final, open_path(directory, file), final):
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            continue
        except OSError as error:
            message = f"archive {path}: cannot be read ({error.strerror or error})"
            raise ArchiveError(message) from error
        with stream:
            yield stream
        return
    message = f"archive {final}: the file is missing; restore it from a copy of the data directory"
    raise ArchiveError(message)


def _exchanges(stream: BinaryIO, file: str, offset: int = 0) -> Iterator[Exchange]:
    try:
        yield from _paired(_records(stream, offset))
    except (zlib.error, EOFError) as error:
        message = f"archive {file}: not a whole WARC record ({error}); run the crawl's repair"
        raise ArchiveError(message) from error
    except ArchiveError as error:
        message = f"archive {file}: {error}"
        raise ArchiveError(message) from error


def _records(stream: BinaryIO, position: int) -> Iterator[WarcRecord]:
    while found := member(stream, position):
        content, length = found
        yield parsed(content)
        position += length


def _paired(records: Iterator[WarcRecord]) -> Iterator[Exchange]:
    """Yield the answers, each with the request behind it where one is kept."""
    waiting: Exchange | None = None
    for record in records:
        if waiting is not None:
            yield with_request(waiting, record) if record.kind == "request" else waiting
            waiting = None
        if record.kind in EXCHANGES:
            exchange = exchange_of(record)
            if exchange.method == _BARE:
                yield exchange
            else:
                waiting = exchange
    if waiting is not None:
        yield waiting
