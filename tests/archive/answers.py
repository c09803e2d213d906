"""Answers of a portal, for the archive's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from govreports.archive.messages import headers_digest
from govreports.archive.records import Original
from govreports.records import Exchange

MOMENT = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
HEADERS = (
    (b"Content-Type", b"text/html; charset=utf-8"),
    (b"Set-Cookie", b"a=1; path=/"),
    (b"Set-Cookie", b"b=2"),
)


def answer(
    *,
    status: int = 200,
    headers: tuple[tuple[bytes, bytes], ...] = HEADERS,
    body: bytes = b"<p>\xe6\xad\xa3\xe6\x96\x87</p>",
    method: str = "GET",
) -> Exchange:
    url = "http://public.jinshui.gov.cn/D0104X/1.html?a=dir&h=1"
    return Exchange(str(uuid4()), url, method, status, headers, body, MOMENT)


def posted(
    body: bytes = b"pageNo=2&title=%E6%B3%95%E6%B2%BB",
    content_type: bytes = b"application/x-www-form-urlencoded",
) -> Exchange:
    """An answer to a request with a body."""
    headers = (
        (b"Content-Type", content_type),
        (b"X-Requested-With", b"XMLHttpRequest"),
        (b"User-Agent", b"govreports"),
    )
    sent = answer(method="POST", body=b'{"rows": []}')
    return replace(sent, request_headers=headers, request_body=body)


def again(
    exchange: Exchange, *, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] | None = None
) -> Exchange:
    """The next answer for the same page, with the same body or none."""
    later = exchange.fetched_at + timedelta(days=7)
    body = exchange.body if status == 200 else b""
    headers = exchange.headers if headers is None else headers
    return replace(
        exchange, id=str(uuid4()), status=status, headers=headers, body=body, fetched_at=later
    )


def original(exchange: Exchange) -> Original:
    headers = headers_digest(exchange.headers)
    return Original(exchange.id, exchange.url, exchange.fetched_at, headers)


def drawn(document: Exchange, body: bytes = b"<ul><li>\xe8\xa1\x8c</li></ul>") -> Exchange:
    """What a browser made of a document."""
    headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
    url = f"{document.url}#page=2"
    exchange = Exchange(str(uuid4()), url, "GET", 200, headers, body, MOMENT)
    return replace(exchange, rendered_from=document.id)
