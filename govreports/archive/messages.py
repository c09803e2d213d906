"""HTTP answers and requests ↔ the bytes of a WARC record's block."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from govreports.archive.parsing import END

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.records import Exchange

# The body is stored with chunking undone, so the header that claims it steps aside, as in pywb.
_CHUNKING = b"transfer-encoding"
_ASIDE = b"X-Archive-Orig-"
# They tell of the moment and of the connection, not of the page (RFC 9110, 5.6.7, 7.6.1 and
# RFC 9111, 5.1); when the answer came is the record's own date.
_OF_THE_MOMENT = frozenset({b"date", b"age", b"connection", b"keep-alive"})


def headers_digest(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of headers, but for those of the moment.

    Two answers with the same ones say the same of the page.
    """
    lasting = (pair for pair in headers if pair[0].lower() not in _OF_THE_MOMENT)
    return hashlib.sha256(b"\n".join(_lines(lasting))).hexdigest()[:16]


def answer_head(exchange: Exchange) -> bytes:
    """Return an answer's status line and headers, up to where its body begins."""
    line = f"HTTP/1.1 {exchange.status} {_reason(exchange.status)}"
    return head([line.encode("ascii")], exchange.headers)


def head(first: Iterable[bytes], headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return a message's first lines and its headers, up to where its body begins."""
    return b"\r\n".join([*first, *_lines(headers)]) + END


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    return [b"%b: %b" % (_stored_name(name), _one_line(value)) for name, value in headers]


def parted(block: bytes) -> tuple[bytes, tuple[tuple[bytes, bytes], ...], bytes]:
    """Return a message's first line, its headers and its body."""
    above, _, body = block.partition(END)
    first, *lines = above.split(b"\r\n")
    return first, tuple(_parsed(line) for line in lines), body


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        # Portals' shields invent numbers (412, 521, 567 …); RFC 9112 allows an empty phrase.
        return ""


def _stored_name(name: bytes) -> bytes:
    return _ASIDE + name if name.lower() == _CHUNKING else name


def _one_line(value: bytes) -> bytes:
    # RFC 9112, 5.2: a folded value means the same as one with a space for each fold.
    return b" ".join(value.splitlines()) if b"\n" in value or b"\r" in value else value


def _parsed(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b": ")
    return name.removeprefix(_ASIDE), value
