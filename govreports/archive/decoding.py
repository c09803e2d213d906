"""An answer as sent → the page as it is read: content-encoding removed (RFC 9110, 8.4)."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import brotli

from govreports.archive.errors import ContentEncodingError
from govreports.archive.unpacking import TooLargeError, bounded, ended, inflated, unzipped
from govreports.records import Ask, Capture

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.records import Exchange

# The largest page ever measured on these portals is below 2 MB; beyond this it is a bomb.
MAX_BODY = 64 * 1024 * 1024

_IDENTITY = ("", "identity")
_FORM = "application/x-www-form-urlencoded"
# What every request of the crawler carries, whatever it asks for.
_OF_THE_CRAWLER = {
    *(b"accept", b"accept-encoding", b"accept-language", b"user-agent", b"cookie"),
    *(b"host", b"connection", b"content-length"),
}


def decode(exchange: Exchange, *, max_body: int = MAX_BODY) -> Capture:
    """Return the page of an exchange, its content-encodings undone.

    ``max_body`` bounds the result, in bytes. Raises
    :class:`ContentEncodingError` where the encoding is unknown, the body
    does not decode, ends early, or grows beyond the bound.
    """
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in exchange.headers
    )
    return Capture(
        url=exchange.url,
        body=_decoded(exchange, _encodings(headers), max_body),
        status=exchange.status,
        headers=headers,
        fetched_at=exchange.fetched_at,
        requested_url=exchange.url,
        id=exchange.id,
        asked=asked(exchange),
    )


def asked(exchange: Exchange) -> Ask | None:
    """Return the wish that an exchange answers, where something was sent with it."""
    if not exchange.request_body:
        return None
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in exchange.request_headers
        if name.lower() not in _OF_THE_CRAWLER
    )
    body = exchange.request_body.decode("utf-8", "replace")
    types = [value for name, value in headers if name.lower() == "content-type"]
    if not any(value.startswith(_FORM) for value in types):
        return Ask(exchange.url, exchange.method, headers=headers, body=body)
    form = tuple(parse_qsl(body, keep_blank_values=True))
    plain = tuple(pair for pair in headers if pair[0].lower() != "content-type")
    return Ask(exchange.url, exchange.method, form=form, headers=plain)


def _encodings(headers: tuple[tuple[str, str], ...]) -> list[str]:
    values = ",".join(value for name, value in headers if name == "content-encoding")
    return [name for part in values.split(",") if (name := part.strip().lower()) not in _IDENTITY]


def _decoded(exchange: Exchange, encodings: list[str], bound: int) -> bytes:
    body = exchange.body
    # Applied in the order listed, so undone from the last; an answer without a body has nothing.
    for encoding in reversed(encodings) if body else ():
        decoder = _DECODERS.get(encoding)
        if decoder is None:
            raise _undecodable(exchange, encoding, "an encoding that nobody here knows")
        try:
            body = decoder(body, bound)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError, TooLargeError) as error:
            raise _undecodable(exchange, encoding, str(error)) from error
    return body


def _undecodable(exchange: Exchange, encoding: str, found: str) -> ContentEncodingError:
    return ContentEncodingError(
        f"{exchange.url}: body of {len(exchange.body)} bytes is not {encoding} as stated "
        f"({found}); its bytes are kept in record {exchange.id}"
    )


def _deflate(body: bytes, bound: int) -> bytes:
    # RFC 9110 means the zlib format; old IIS and some proxies send bare deflate.
    try:
        return inflated(body, bound, zlib.MAX_WBITS)[0]
    except zlib.error:
        return inflated(body, bound, -zlib.MAX_WBITS)[0]


def _brotli(body: bytes, bound: int) -> bytes:
    unpacker = brotli.Decompressor()
    result = bounded(unpacker.process(body, output_buffer_limit=bound + 1), bound)
    ended(unpacker.is_finished())
    return result


def _zstd(body: bytes, bound: int) -> bytes:
    unpacker = zstd.ZstdDecompressor()
    result = bounded(unpacker.decompress(body, bound + 1), bound)
    ended(unpacker.eof)
    return result


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": unzipped,
    "x-gzip": unzipped,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
