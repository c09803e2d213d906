"""Where a record lies, and how the archive's files are named."""

from __future__ import annotations

import os
import re
import secrets
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SUFFIX = ".warc.gz"
# A file that a living process still writes; never shown to other tools as a WARC.
OPEN_SUFFIX = f"{SUFFIX}.open"


@dataclass(frozen=True, slots=True)
class Placement:
    """A record's place: the file's final name, and the bytes it takes there.

    ``offset`` and ``length`` count compressed bytes: the record is one gzip
    member of its own, as the WARC standard's annex on compression has it.
    ``payload_sha256`` is that of the body as sent, in hex. ``refers_to`` is the
    id of the record that holds the body, where this one does not.
    """

    file: str
    offset: int
    length: int
    payload_sha256: str
    refers_to: str | None = None


def new_name(prefix: str, moment: datetime) -> str:
    """Return a name that no other process takes: time, host, process, chance.

    The 14-digit UTC time is the WARC standard's own naming advice.
    """
    host = re.sub(r"[^A-Za-z0-9.]+", "_", socket.gethostname()) or "host"
    unique = f"{host}-{os.getpid()}-{secrets.token_hex(4)}"
    return f"{prefix}-{moment:%Y%m%d%H%M%S}-{unique}{SUFFIX}"


def open_path(directory: Path, name: str) -> Path:
    """Return where the file of that final name lies while it is written."""
    return directory / f"{name.removesuffix(SUFFIX)}{OPEN_SUFFIX}"


def final_path(path: Path) -> Path:
    """Return where an open file goes once it is whole."""
    return path.with_name(f"{path.name.removesuffix(OPEN_SUFFIX)}{SUFFIX}")


def sync_directory(directory: Path) -> None:
    """Make a new or renamed file's name as durable as its content (POSIX)."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
