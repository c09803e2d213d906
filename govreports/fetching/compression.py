"""Content-encodings, undone by Scrapy but for the usual one: a page in gzip."""

from __future__ import annotations

import zlib
from contextlib import suppress

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from govreports.archive.unpacking import TooLargeError, unzipped

_GZIP = frozenset({b"gzip", b"x-gzip"})


class Compression(HttpCompressionMiddleware):
    """Scrapy's middleware, which unpacks a page at once where its gzip is whole.

    Scrapy's takes 8 KB at a time, and gives the interpreter away for each; what
    is damaged or beyond the bound is left to it.
    """

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding in _GZIP and max_size:
            with suppress(zlib.error, EOFError, TooLargeError):
                return unzipped(body, max_size)
        return HttpCompressionMiddleware._decode(body, encoding, max_size)  # noqa: SLF001
