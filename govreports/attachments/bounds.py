"""How much of a file is unpacked and read; what has more is named, not read."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from govreports.attachments.records import encrypted, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

_MEGABYTE = 1024 * 1024
#: Bytes that a file's packed parts may unpack to.
MOST_UNPACKED = 128 * _MEGABYTE
#: Parts of a package; documents of a thousand pages have some hundred.
MOST_PARTS = 10_000
#: Characters of text that are kept of a file: ten times the longest report.
MOST_TEXT = 5_000_000
_ENCRYPTED = 0x1


def opened_package(stream: BinaryIO) -> zipfile.ZipFile:
    """Open a ZIP file whose directory can be trusted to be a small one.

    Raises :class:`FileUnreadableError`.
    """
    try:
        package = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        message = f"a damaged ZIP package ({error})"
        raise refuse(message) from error
    if len(package.infolist()) > MOST_PARTS:
        message = f"{len(package.infolist())} parts, more than the {MOST_PARTS} that are read"
        raise refuse(message)
    return package


def check_parts(parts: Iterable[zipfile.ZipInfo]) -> None:
    """Hold the parts that are going to be read to the bounds.

    What a part states is all that Python unpacks of it. Raises
    :class:`FileUnreadableError`.
    """
    unpacked = 0
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise encrypted()
        unpacked += part.file_size
    if unpacked > MOST_UNPACKED:
        message = (
            f"unpacks to {unpacked // _MEGABYTE} MB, more than the "
            f"{MOST_UNPACKED // _MEGABYTE} MB that are read (a ZIP bomb?)"
        )
        raise refuse(message)


class Collected:
    """Lines of text up to :data:`MOST_TEXT` characters."""

    def __init__(self) -> None:
        """Start without any."""
        self._lines: list[str] = []
        self._length = 0

    @property
    def full(self) -> bool:
        """Whether there is as much text as is kept."""
        return self._length >= MOST_TEXT

    def add(self, line: str) -> None:
        """Add a line, or as much of it as there is room for."""
        line = line[: max(0, MOST_TEXT - self._length)]
        self._lines.append(line)
        self._length += len(line) + 1

    def __str__(self) -> str:
        """Return the lines joined by line feeds."""
        return "\n".join(self._lines)
