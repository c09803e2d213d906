"""Where the pages lie that revisits refer to: in the same WARC file, or beside it."""

from __future__ import annotations

import hashlib
import zlib
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

_REFERRED = ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")
_OWN = ("WARC-Target-URI", "WARC-Date")
_SUFFIXES = ("*.warc", "*.warc.gz", "*.warc.gz.open")
_DAMAGED = (ArchiveLoadFailed, AttributeError, EOFError, OSError, ValueError, zlib.error)

_Places: TypeAlias = dict[bytes, tuple["Path", int]]


@contextmanager
def original(path: Path, revisit: ArcWarcRecord) -> Iterator[ArcWarcRecord | None]:
    """Open the response that a revisit in that file refers to, ``None`` where it is not found.

    By address and time, as the standard has it; a folder is looked through once.
    """
    place = _places(path.parent).get(_key(revisit, *_REFERRED))
    if place is None:
        yield None
        return
    with place[0].open("rb") as stream:
        stream.seek(place[1])
        yield next(ArchiveIterator(stream), None)


@lru_cache(maxsize=1)
def _places(folder: Path) -> _Places:
    files = sorted(path for suffix in _SUFFIXES for path in folder.glob(suffix))
    return {key: (path, offset) for path in files for key, offset in _responses(path)}


def _responses(path: Path) -> Iterator[tuple[bytes, int]]:
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream, no_record_parse=True)
            for record in records:
                if record.rec_type == "response":
                    yield _key(record, *_OWN), records.get_record_offset()
    except _DAMAGED:
        # What lies behind the damage is not found, and each revisit that refers to it says so.
        return


def _key(record: ArcWarcRecord, address: str, moment: str) -> bytes:
    # Short: there is one for each answer of the folder.
    stated = record.rec_headers.get_header
    return hashlib.sha256(f"{stated(address)} {stated(moment)}".encode()).digest()[:12]
