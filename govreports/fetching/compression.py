"""Content-encodings, undone by Scrapy but for the usual one: a page in a single piece of gzip."""

from __future__ import annotations

import zlib

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

_GZIP = frozenset({b"gzip", b"x-gzip"})
_GZIP_HEADER = 16 + zlib.MAX_WBITS


class Compression(HttpCompressionMiddleware):
    """Scrapy's middleware, which unpacks a page at once where its gzip is whole.

    Scrapy's takes 8 KB at a time, and gives the interpreter away for each; what
    is damaged, in several pieces or beyond the bound is left to it.
    """

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        whole = _whole(body, max_size) if encoding in _GZIP and max_size else None
        if whole is not None:
            return whole
        return HttpCompressionMiddleware._decode(body, encoding, max_size)  # noqa: SLF001


def _whole(body: bytes, most: int) -> bytes | None:
    unpacker = zlib.decompressobj(_GZIP_HEADER)
    try:
        unpacked = unpacker.decompress(body, most)
    except zlib.error:
        return None
    return unpacked if unpacker.eof and not unpacker.unused_data else None
