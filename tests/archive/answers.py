"""Answers of a portal, for the archive's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

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


def drawn(document: Exchange, body: bytes = b"<ul><li>\xe8\xa1\x8c</li></ul>") -> Exchange:
    """What a browser made of a document."""
    headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
    url = f"{document.url}#page=2"
    exchange = Exchange(str(uuid4()), url, "GET", 200, headers, body, MOMENT)
    return replace(exchange, rendered_from=document.id)
