"""Conditional requests: a known page is asked for only if it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.reader_version import READER_VERSION

if TYPE_CHECKING:
    from govreports.records import Capture
    from govreports.store.files import KnownAddress
    from govreports.store.store import Known

_NOT_MODIFIED = 304


def validators(known: Known | KnownAddress | None) -> dict[str, str]:
    """Return the request headers that let the server answer 304 (RFC 9110, 13.1)."""
    headers = {}
    if known is not None and known.etag:
        headers["If-None-Match"] = known.etag
    if known is not None and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def unchanged(page: Capture, known: Known | None) -> bool:
    """Whether the page need not be read again.

    The server said 304, or sent the very bytes that today's reader has read.
    """
    if page.status == _NOT_MODIFIED:
        return True
    return (
        known is not None
        and known.reader_version == READER_VERSION
        and known.payload_sha256 == page.payload_sha256
    )
