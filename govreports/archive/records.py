"""Exchange ↔ the bytes of one WARC record."""

from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.warcwriter import WARCWriter

from govreports.archive.errors import ArchiveError
from govreports.archive.messages import answer_head, head, headers_digest, parted
from govreports.archive.parsing import END, VERSION
from govreports.records import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govreports.archive.parsing import WarcRecord

_URN = "urn:uuid:"
_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"
_REFERS_TO = "WARC-Refers-To"
_CONCURRENT_TO = "WARC-Concurrent-To"
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_NOT_MODIFIED = "server-not-modified"
# WARC has no field for it outside of a request record; the standard lets writers add their own.
_METHOD = "Govreports-Request-Method"
_USUAL_METHOD = "GET"
# Real pages come out 13 % larger than at level 6, in half the time.
_GZIP_LEVEL = 1
# What the server has compressed shrinks no further: only the headers would, which are a tenth.
_STORED = 0
_ENCODED = b"content-encoding"
_GZIP_FORMAT = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds the body of a page that came again unchanged.

    ``url`` and ``fetched_at`` are its own: by them other tools find it.
    ``headers`` is the :func:`headers_digest` of its headers; empty where they
    are not known.
    """

    id: str
    url: str
    fetched_at: datetime
    headers: str


def stated_digest(sha256: bytes) -> str:
    """Return a digest as WARC states it: the algorithm's name and RFC 4648 base 32."""
    return f"sha256:{base64.b32encode(sha256).decode('ascii')}"


def warcinfo(name: str, moment: datetime, fields: Mapping[str, str]) -> bytes:
    """Return the gzipped first record of a file: who wrote it, by which standard."""
    writer = WARCWriter(BytesIO(), gzip=False, warc_version=VERSION)
    record = writer.create_warcinfo_record(name, dict(fields))
    record.rec_headers.replace_header("WARC-Date", _warc_date(moment))
    plain = BytesIO()
    # warcio compresses at level 9 and has no setting for it; so it writes plain, we compress.
    WARCWriter(plain, gzip=False, warc_version=VERSION).write_record(record)
    return _gzipped(_GZIP_LEVEL, plain.getvalue())


def written(exchange: Exchange, payload: bytes, original: Original | None = None) -> bytes:
    """Return the gzipped record of an exchange; ``payload`` is its body's SHA-256.

    An answer becomes a ``response``, one that brought nothing beyond its
    ``original`` a ``revisit``, the DOM that a browser made of one a
    ``conversion`` that refers to it (ISO 28500): no server sent it.
    """
    if original is not None:
        return _revisit(exchange, payload, original)
    return (
        _conversion(exchange, payload) if exchange.rendered_from else _response(exchange, payload)
    )


def request(exchange: Exchange) -> bytes:
    """Return the gzipped record of what was sent to get an exchange."""
    address = urlsplit(exchange.url)
    target = f"{address.path or '/'}?{address.query}" if address.query else address.path or "/"
    lines = [f"{exchange.method} {target} HTTP/1.1", f"Host: {address.netloc}"]
    first = [line.encode("ascii", "replace") for line in lines]
    block = head(first, exchange.request_headers) + exchange.request_body
    fields = (
        ("WARC-Type", "request"),
        ("WARC-Record-ID", f"<{_URN}{uuid4()}>"),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", _warc_date(exchange.fetched_at)),
        (_CONCURRENT_TO, f"<{_URN}{exchange.id}>"),
        ("WARC-Block-Digest", stated_digest(_sha256(block))),
    )
    return _record(fields, _REQUEST, block)


def _response(exchange: Exchange, payload: bytes) -> bytes:
    return _kept(exchange, payload, answer_head(exchange) + exchange.body, _RESPONSE)


def _conversion(exchange: Exchange, payload: bytes) -> bytes:
    ((_, content_type),) = exchange.headers
    refers = (_REFERS_TO, f"<{_URN}{exchange.rendered_from}>")
    return _kept(exchange, payload, exchange.body, content_type.decode("ascii"), refers)


def _kept(
    exchange: Exchange, payload: bytes, block: bytes, content_type: str, *more: tuple[str, str]
) -> bytes:
    kind = "conversion" if exchange.rendered_from else "response"
    fields = (
        *_named(exchange, kind),
        (_METHOD, exchange.method),
        ("WARC-Payload-Digest", stated_digest(payload)),
        ("WARC-Block-Digest", stated_digest(_sha256(block))),
        *more,
    )
    level = _STORED if _is_encoded(exchange) else _GZIP_LEVEL
    return _record(fields, content_type, block, level)


def _is_encoded(exchange: Exchange) -> bool:
    return any(name.lower() == _ENCODED for name, _ in exchange.headers)


def _revisit(exchange: Exchange, payload: bytes, original: Original) -> bytes:
    # There is one for each page of each crawl, so it says nothing twice: gzip's own check sum
    # stands for a block digest, and a server that says 304 has sent no payload. A 304's headers
    # are left out: replay tools would show them, an empty answer, in place of the page. So are
    # those that the original has; replay tools then show the original's.
    not_modified = exchange.status == HTTPStatus.NOT_MODIFIED
    method = () if exchange.method == _USUAL_METHOD else ((_METHOD, exchange.method),)
    digest = () if not_modified else (("WARC-Payload-Digest", stated_digest(payload)),)
    profile = _NOT_MODIFIED if not_modified else "identical-payload-digest"
    fields = (
        *_named(exchange, "revisit"),
        *method,
        *digest,
        ("WARC-Profile", f"{_PROFILE}{profile}"),
        (_REFERS_TO, f"<{_URN}{original.id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", _warc_date(original.fetched_at)),
    )
    is_said = not_modified or headers_digest(exchange.headers) == original.headers
    block = b"" if is_said else answer_head(exchange)
    return _record(fields, _RESPONSE, block, zlib.Z_BEST_COMPRESSION)


def _named(exchange: Exchange, kind: str) -> tuple[tuple[str, str], ...]:
    return (
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<{_URN}{exchange.id}>"),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", _warc_date(exchange.fetched_at)),
    )


def _record(
    fields: Iterable[tuple[str, str]], content_type: str, block: bytes, level: int = _GZIP_LEVEL
) -> bytes:
    # Written here: the general way by warcio costs three times as much, for every answer there is.
    ends = (("Content-Type", content_type), ("Content-Length", str(len(block))))
    lines = "\r\n".join([VERSION, *(f"{name}: {value}" for name, value in (*fields, *ends))])
    return _gzipped(level, lines.encode(), END, block, END)


def exchange_of(record: WarcRecord) -> Exchange:
    """Return the exchange in a record of ours.

    A revisit's is without its body, and says in ``refers_to`` where that lies;
    without headers too where the server only said 304 or sent the same ones.
    Raises :class:`ArchiveError` where the block's digest differs: the file
    was damaged after it was written.
    """
    block = block_of(record)
    if record.kind == "conversion":
        return _drawn(record, block)
    if record.kind == "revisit":
        return replace(_revisited(record, block), refers_to=_id(record, _REFERS_TO))
    return _sent(record, block)


def with_request(exchange: Exchange, record: WarcRecord) -> Exchange:
    """Return the exchange with what a ``request`` record says was sent for it.

    One of another exchange changes nothing. Raises :class:`ArchiveError` as
    :func:`exchange_of` does.
    """
    if concurrent_to(record) != exchange.id:
        return exchange
    _, (_host, *headers), body = parted(block_of(record))
    return replace(exchange, request_headers=tuple(headers), request_body=body)


def concurrent_to(record: WarcRecord) -> str:
    """Return the id of the answer that a ``request`` record belongs to; else empty."""
    return _id(record, _CONCURRENT_TO) if record.kind == "request" else ""


def block_of(record: WarcRecord) -> bytes:
    """Return a record's block.

    Raises :class:`ArchiveError` where its digest differs, or is not stated
    and the record is no revisit.
    """
    digest = record.fields.get("WARC-Block-Digest")
    wanted = digest is not None or record.kind != "revisit"
    if wanted and stated_digest(_sha256(record.block)) != digest:
        message = (
            f"record {record.fields.get('WARC-Record-ID')}: the digest does not fit "
            "the bytes; the file was damaged, restore it from a copy"
        )
        raise ArchiveError(message)
    return record.block


def _sent(record: WarcRecord, block: bytes) -> Exchange:
    first, headers, body = parted(block)
    return _exchange(record, int(first.split(b" ")[1]), headers, body)


def _revisited(record: WarcRecord, block: bytes) -> Exchange:
    if block:
        return _sent(record, block)
    # What is not 304 and has an original is 200: of nothing else does a payload come twice.
    not_modified = record.field("WARC-Profile").endswith(_NOT_MODIFIED)
    status = HTTPStatus.NOT_MODIFIED if not_modified else HTTPStatus.OK
    return _exchange(record, status, (), b"")


def _drawn(record: WarcRecord, block: bytes) -> Exchange:
    content_type = record.field("Content-Type").encode("ascii")
    # Pages of status 200 only are drawn.
    exchange = _exchange(record, HTTPStatus.OK, ((b"Content-Type", content_type),), block)
    return replace(exchange, rendered_from=_id(record, _REFERS_TO))


def _exchange(
    record: WarcRecord, status: int, headers: tuple[tuple[bytes, bytes], ...], body: bytes
) -> Exchange:
    return Exchange(
        id=_id(record, "WARC-Record-ID"),
        url=record.field("WARC-Target-URI"),
        method=record.fields.get(_METHOD, _USUAL_METHOD),
        status=status,
        headers=headers,
        body=body,
        fetched_at=datetime.fromisoformat(record.field("WARC-Date")),
    )


def _id(record: WarcRecord, name: str) -> str:
    return record.fields.get(name, "").removeprefix(f"<{_URN}").removesuffix(">")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _gzipped(level: int, *pieces: bytes) -> bytes:
    gzip = zlib.compressobj(level, zlib.DEFLATED, _GZIP_FORMAT)
    return b"".join([*map(gzip.compress, pieces), gzip.flush()])


def _warc_date(moment: datetime) -> str:
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(timespec='microseconds')}Z"
