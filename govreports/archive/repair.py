"""After a crash: every WARC file whole again."""

from __future__ import annotations

import fcntl
import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from govreports.archive.errors import ArchiveError
from govreports.archive.placement import OPEN_SUFFIX, final_path, open_path, sync_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Small, because a chunk may unpack to a thousand times its size.
_CHUNK = 1 << 16
_GZIP_FORMAT = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a dead process's file.

    ``file`` is its final name, or ``None`` where it held no whole record and
    was removed; ``records`` are those kept, ``dropped_bytes`` the torn rest.
    """

    file: str | None
    records: int
    dropped_bytes: int


def repair(directory: Path) -> list[Repaired]:
    """Close what dead processes left open: cut the torn end off, give the final name.

    A file whose lock is held belongs to a living process and stays as it is.
    Several processes may repair one folder at once. Raises
    :class:`ArchiveError` where a file cannot be read or renamed.
    """
    try:
        found = [_repair(path) for path in sorted(directory.glob(f"*{OPEN_SUFFIX}"))]
    except OSError as error:
        message = (
            f"archive {directory}: a file left open by a crash cannot be repaired "
            f"({error.strerror or error}: {error.filename}); see that the folder is writable"
        )
        raise ArchiveError(message) from error
    return [repaired for repaired in found if repaired is not None]


def _repair(path: Path) -> Repaired | None:
    try:
        stream = path.open("rb+")
    except FileNotFoundError:
        # Another process that starts at the same time was quicker.
        return None
    with stream:
        if not _owned(stream, path):
            return None
        whole, count = _whole(stream)
        dropped = stream.seek(0, os.SEEK_END) - whole
        stream.truncate(whole)
        os.fsync(stream.fileno())
        return Repaired(_named(path, count), count, dropped)


def _owned(stream: BinaryIO, path: Path) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    # Between open and lock the file may have got its final name from its writer or a repairer.
    return _same(stream, path)


def _same(stream: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _named(path: Path, count: int) -> str | None:
    if count:
        path = path.rename(final_path(path))
    else:
        path.unlink()
    sync_directory(path.parent)
    return path.name if count else None


def _whole(stream: BinaryIO) -> tuple[int, int]:
    """Return where the last whole gzip member ends, and how many there are.

    Each record is one member, and a member's own CRC and length tell whether
    all of it reached the disk.
    """
    ends = [0, *_member_ends(stream)]
    return ends[-1], len(ends) - 1


def _member_ends(stream: BinaryIO) -> Iterator[int]:
    stream.seek(0)
    position, rest = 0, b""
    while True:
        member = zlib.decompressobj(_GZIP_FORMAT)
        while not member.eof:
            rest = rest or stream.read(_CHUNK)
            if not rest:
                return
            try:
                member.decompress(rest)
            except zlib.error:
                return
            position += len(rest) - len(member.unused_data)
            rest = member.unused_data
        yield position


def is_written(directory: Path, name: str) -> bool | None:
    """Say whether a living process writes the file of that final name.

    ``None`` where the folder holds no such file: it may be another machine's.
    Raises :class:`ArchiveError` where the file cannot be read.
    """
    path = open_path(directory, name)
    try:
        with path.open("rb") as stream:
            return not _owned(stream, path) and path.exists()
    except FileNotFoundError:
        return False if (directory / name).exists() else None
    except OSError as error:
        message = f"archive {path}: cannot be read ({error.strerror or error})"
        raise ArchiveError(message) from error
