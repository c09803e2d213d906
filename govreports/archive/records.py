"""Exchange ↔ the bytes of one WARC record."""

from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.warcwriter import WARCWriter

from govreports.archive.errors import ArchiveError
from govreports.records import Exchange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warcio.recordloader import ArcWarcRecord

_WARC = "WARC/1.1"
_URN = "urn:uuid:"
_RESPONSE = "application/http; msgtype=response"
_REFERS_TO = "WARC-Refers-To"
# WARC has no field for it outside of a request record; the standard lets writers add their own.
_METHOD = "Govreports-Request-Method"
_END = b"\r\n\r\n"
# The body is stored with chunking undone, so the header that claims it steps aside, as in pywb.
_CHUNKING = b"transfer-encoding"
_ASIDE = b"X-Archive-Orig-"
# Real pages come out 13 % larger than at level 6, in half the time.
_GZIP_LEVEL = 1
# What the server has compressed shrinks no further: only the headers would, which are a tenth.
_STORED = 0
_ENCODED = b"content-encoding"
_GZIP_FORMAT = 16 + zlib.MAX_WBITS


def stated_digest(sha256: bytes) -> str:
    """Return a digest as WARC states it: the algorithm's name and RFC 4648 base 32."""
    return f"sha256:{base64.b32encode(sha256).decode('ascii')}"


def warcinfo(name: str, moment: datetime, fields: Mapping[str, str]) -> bytes:
    """Return the gzipped first record of a file: who wrote it, by which standard."""
    writer = WARCWriter(BytesIO(), gzip=False, warc_version=_WARC)
    record = writer.create_warcinfo_record(name, dict(fields))
    record.rec_headers.replace_header("WARC-Date", _warc_date(moment))
    plain = BytesIO()
    # warcio compresses at level 9 and has no setting for it; so it writes plain, we compress.
    WARCWriter(plain, gzip=False, warc_version=_WARC).write_record(record)
    return _gzipped(_GZIP_LEVEL, plain.getvalue())


def response(exchange: Exchange, payload: bytes) -> bytes:
    """Return the gzipped record of an exchange; ``payload`` is its body's SHA-256.

    An answer becomes a ``response``, the DOM that a browser made of one a
    ``conversion`` that refers to it (ISO 28500): no server sent it.
    """
    return (
        _conversion(exchange, payload) if exchange.rendered_from else _response(exchange, payload)
    )


def _response(exchange: Exchange, payload: bytes) -> bytes:
    return _written(exchange, payload, _http_head(exchange) + exchange.body, _RESPONSE)


def _conversion(exchange: Exchange, payload: bytes) -> bytes:
    ((_, content_type),) = exchange.headers
    refers = (_REFERS_TO, f"<{_URN}{exchange.rendered_from}>")
    return _written(exchange, payload, exchange.body, content_type.decode("ascii"), refers)


def _written(
    exchange: Exchange, payload: bytes, block: bytes, content_type: str, *more: tuple[str, str]
) -> bytes:
    # Written here: the general way by warcio costs three times as much, for every answer there is.
    fields = (
        ("WARC-Type", "conversion" if exchange.rendered_from else "response"),
        ("WARC-Record-ID", f"<{_URN}{exchange.id}>"),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", _warc_date(exchange.fetched_at)),
        (_METHOD, exchange.method),
        ("WARC-Payload-Digest", stated_digest(payload)),
        ("WARC-Block-Digest", stated_digest(_sha256(block))),
        *more,
        ("Content-Type", content_type),
        ("Content-Length", str(len(block))),
    )
    lines = "\r\n".join([_WARC, *(f"{name}: {value}" for name, value in fields)])
    level = _STORED if _is_encoded(exchange) else _GZIP_LEVEL
    return _gzipped(level, lines.encode(), _END, block, _END)


def _is_encoded(exchange: Exchange) -> bool:
    return any(name.lower() == _ENCODED for name, _ in exchange.headers)


def exchange_of(record: ArcWarcRecord) -> Exchange:
    """Return the exchange in a record of ours that was read without HTTP parsing.

    Raises :class:`ArchiveError` where the block's digest differs: the file
    was damaged after it was written.
    """
    block = record.raw_stream.read()
    if stated_digest(_sha256(block)) != record.rec_headers.get_header("WARC-Block-Digest"):
        message = (
            f"record {record.rec_headers.get_header('WARC-Record-ID')}: the digest does not fit "
            "the bytes; the file was damaged, restore it from a copy"
        )
        raise ArchiveError(message)
    if record.rec_type == "conversion":
        return _drawn(record, block)
    head, _, body = block.partition(b"\r\n\r\n")
    status_line, *lines = head.split(b"\r\n")
    status = int(status_line.split(b" ")[1])
    return _exchange(record, status, tuple(_parsed(line) for line in lines), body)


def _drawn(record: ArcWarcRecord, block: bytes) -> Exchange:
    content_type = record.content_type.encode("ascii")
    # Pages of status 200 only are drawn.
    exchange = _exchange(record, HTTPStatus.OK, ((b"Content-Type", content_type),), block)
    return replace(exchange, rendered_from=_id(record, _REFERS_TO))


def _exchange(
    record: ArcWarcRecord, status: int, headers: tuple[tuple[bytes, bytes], ...], body: bytes
) -> Exchange:
    stated = record.rec_headers
    return Exchange(
        id=_id(record, "WARC-Record-ID"),
        url=stated.get_header("WARC-Target-URI"),
        method=stated.get_header(_METHOD),
        status=status,
        headers=headers,
        body=body,
        fetched_at=datetime.fromisoformat(stated.get_header("WARC-Date")),
    )


def _id(record: ArcWarcRecord, name: str) -> str:
    stated: str = record.rec_headers.get_header(name)
    return stated.removeprefix(f"<{_URN}").removesuffix(">")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _gzipped(level: int, *pieces: bytes) -> bytes:
    gzip = zlib.compressobj(level, zlib.DEFLATED, _GZIP_FORMAT)
    return b"".join([*map(gzip.compress, pieces), gzip.flush()])


def _warc_date(moment: datetime) -> str:
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(timespec='microseconds')}Z"


def _http_head(exchange: Exchange) -> bytes:
    lines = [f"HTTP/1.1 {exchange.status} {_reason(exchange.status)}".encode("ascii")]
    lines += [
        b"%b: %b" % (_stored_name(name), _one_line(value)) for name, value in exchange.headers
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n"


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
