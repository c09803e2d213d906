"""Files → pages: HTML as it is, gzipped, or every answer and drawn page of a WARC file.

A page that came again unchanged is read from the record that holds it.
"""

from __future__ import annotations

import re
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from govreports.archive.errors import ArchiveError
from govreports.archive.reader import decode
from govreports.cli.revisits import original
from govreports.reading.document import LARGEST_PAGE, MB
from govreports.records import Capture, Exchange
from govreports.values.numerals import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

_HTML = "text/html"
_GZIP = b"\x1f\x8b"
_WARC = b"WARC/"
# A record's rest is unpacked to reach the next one: of a few kilobytes gzip can make gigabytes.
_LARGEST_RECORD = 256 * MB
_TOO_LARGE_A_RECORD = (
    f"expected a WARC record, found one larger than {_LARGEST_RECORD // MB} MB; "
    "what stands behind it in the file is not read"
)
_GZIP_FORMAT = 16 + zlib.MAX_WBITS
# Where a page states its own address: the head, and at most so far into it.
_HEAD = 65_536
# The tags that state it: longer ones hold something else.
_TAGS = re.compile(rb"<(?:link|meta)\b([^<>]{1,2000})>", re.IGNORECASE)
_STATED = (
    re.compile(
        rb"\brel\s*=\s*[\"']?canonical\b.*\bhref\s*=\s*[\"'](https?://[^\"'\s]+)",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rb"\bname\s*=\s*[\"']?url\b.*\bcontent\s*=\s*[\"'](https?://[^\"'\s]+)",
        re.IGNORECASE | re.DOTALL,
    ),
)


class UnusableError(ValueError):
    """A file, or a record in it, gives no page; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a file, or what is wrong with it; `url` is empty where nobody states one."""

    url: str
    capture: Capture | None = None
    error: str | None = None


def pages_of(path: Path, url: str = "") -> Iterator[Page]:
    """Yield a file's pages: one, or one for each answer or drawn page of a WARC file.

    `url` is the address of a file that is one page; without it the address
    that the page itself states (canonical link, 国办发〔2017〕47号's `Url`) is
    taken. Raises `OSError` where the file cannot be opened; what is wrong
    inside of it is said in the page.
    """
    with path.open("rb") as stream:
        if _is_warc(stream):
            yield from _responses(stream, path)
        else:
            yield _page(stream, url)


def _is_warc(stream: BinaryIO) -> bool:
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(_GZIP_FORMAT).decompress(head, len(_WARC))
        except zlib.error:
            return False
    return head.startswith(_WARC)


def _page(stream: BinaryIO, url: str) -> Page:
    body = stream.read(LARGEST_PAGE + 1)
    if body.startswith(_GZIP):
        unpacker = zlib.decompressobj(_GZIP_FORMAT)
        try:
            body = unpacker.decompress(body, LARGEST_PAGE + 1)
        except zlib.error as error:
            return Page(url, error=f"expected a gzipped page, found damaged data ({error})")
        if not unpacker.eof and len(body) <= LARGEST_PAGE:
            return Page(url, error="expected a gzipped page, found data that ends early")
    url = url or _stated_address(body)
    return Page(url, Capture(url=url, body=body, requested_url=url))


def _stated_address(body: bytes) -> str:
    tags = [tag[1] for tag in _TAGS.finditer(body, 0, _HEAD)]
    found = (pattern.search(tag) for pattern in _STATED for tag in tags)
    return next((one[1].decode("ascii", "replace") for one in found if one), "")


def _responses(stream: BinaryIO, path: Path) -> Iterator[Page]:
    # HTTP headers are parsed here: other programs' files may hold chunked bodies.
    with closing(ArchiveIterator(stream)) as records:
        try:
            for record in records:
                if record.rec_type == "response":
                    yield _response(record)
                elif record.rec_type == "revisit":
                    yield _unchanged(record, path)
                elif record.rec_type == "conversion" and record.content_type.startswith(_HTML):
                    yield _drawn(record)
                if (record.length or 0) > _LARGEST_RECORD:
                    yield Page("", error=_TOO_LARGE_A_RECORD)
                    return
        # AttributeError: warcio's answer to a record without an address.
        except (ArchiveLoadFailed, AttributeError, EOFError, ValueError, zlib.error) as error:
            yield Page("", error=f"expected a WARC record, found damaged data ({error})")


def _response(record: ArcWarcRecord) -> Page:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    try:
        return Page(url, decode(_exchange(record, url), max_body=LARGEST_PAGE))
    except (ArchiveError, UnusableError) as error:
        return Page(url, error=str(error))


def _unchanged(revisit: ArcWarcRecord, path: Path) -> Page:
    """Return the page that came again unchanged, as of the time at which it did."""
    url = revisit.rec_headers.get_header("WARC-Target-URI") or ""
    try:
        moment = _moment(revisit)
        with original(path, revisit) as record:
            if record is None:
                message = "expected the page that a revisit refers to, found it in no file here"
                return Page(url, error=message)
            page = _response(record)
    except (ArchiveLoadFailed, UnusableError) as error:
        return Page(url, error=str(error))
    if page.capture is None:
        return page
    return Page(url, replace(page.capture, url=url, requested_url=url, fetched_at=moment))


def _drawn(record: ArcWarcRecord) -> Page:
    """Return what a browser made of an answer; other programs' conversions are plain text."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    try:
        moment = _moment(record)
    except UnusableError as error:
        return Page(url, error=str(error))
    headers = (("content-type", record.content_type),)
    body = _read(record.raw_stream)
    return Page(url, Capture(url, body, headers=headers, fetched_at=moment, requested_url=url))


def _read(stream: BinaryIO) -> bytes:
    """Read a body, and of one that is too large no more than tells it."""
    body = bytearray()
    while len(body) <= LARGEST_PAGE and (more := stream.read(LARGEST_PAGE + 1 - len(body))):
        body += more
    return bytes(body)


def _moment(record: ArcWarcRecord) -> datetime:
    """Return when a record's answer came; raise `UnusableError` where it does not say."""
    stated = record.rec_headers.get_header("WARC-Date") or ""
    try:
        return datetime.fromisoformat(stated)
    except ValueError as error:
        message = f"expected a WARC record, found one with the date {stated!r}"
        raise UnusableError(message) from error


def _exchange(record: ArcWarcRecord, url: str) -> Exchange:
    if record.http_headers is None:
        message = f"expected an HTTP response, found a record without a status line ({url})"
        raise UnusableError(message)
    chunked = (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    body = _read(stream)
    if len(body) > LARGEST_PAGE:
        message = (
            f"expected an HTML page, found a page too large: more than {LARGEST_PAGE // MB} MB"
        )
        raise UnusableError(message)
    return Exchange(
        id=record.rec_headers.get_header("WARC-Record-ID") or "",
        url=url,
        method="GET",
        status=count(record.http_headers.get_statuscode()) or 0,
        headers=tuple(
            (name.encode("utf-8"), value.encode("utf-8"))
            for name, value in record.http_headers.headers
        ),
        body=body,
        fetched_at=_moment(record),
    )
