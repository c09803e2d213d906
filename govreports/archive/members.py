"""The gzip members of a WARC file: each record is one."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

_GZIP_FORMAT = 16 + zlib.MAX_WBITS
# What most records lie within.
_CHUNK = 64 * 1024


def member(stream: BinaryIO, position: int) -> tuple[bytes, int] | None:
    """Return a member's content and compressed length; its CRC is checked on the way.

    ``None`` where the file ends there. Raises :class:`EOFError` where it ends
    within the member and :class:`zlib.error` where that is damaged.
    """
    stream.seek(position)
    unpacker = zlib.decompressobj(_GZIP_FORMAT)
    content: list[bytes] = []
    length = 0
    while not unpacker.eof:
        data = stream.read(_CHUNK)
        if not data and not length:
            return None
        if not data:
            message = "the file ends within it"
            raise EOFError(message)
        content.append(unpacker.decompress(data))
        length += len(data) - len(unpacker.unused_data)
    return b"".join(content), length
