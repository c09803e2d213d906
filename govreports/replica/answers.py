"""HTTP answers: validators, conditional requests, compression (RFC 9110)."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# Fast compression: portals' front ends do not spend more on a page either.
LEVEL = 5
Headers = tuple[tuple[str, str], ...]
Delivery = Literal["whole", "cut", "chunks", "reset", "drip"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer as it goes over the wire; ``body`` may be compressed.

    ``delivery`` is how it fails on its way: cut off within its stated length or
    within its chunks, the connection reset, bytes that only drip.
    """

    status: int
    headers: Headers
    body: bytes = b""
    delivery: Delivery = "whole"

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True)
class Document:
    """A resource's present representation.

    ``modified`` makes it a page with validators (``ETag``, ``Last-Modified``);
    ``None`` a dynamic one, as lists are.
    """

    body: bytes
    content_type: str
    modified: datetime | None = None
    status: int = 200
    extra: Headers = field(default=())

    @cached_property
    def etag(self) -> str:
        """Strong validator of the plain bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @cached_property
    def compressed(self) -> bytes:
        """Body in gzip, its time field zero so that equal pages are equal bytes."""
        return gzip.compress(self.body, LEVEL, mtime=0)

    def validators(self, *, compressed: bool) -> Headers:
        """Validators; a compressed body has a weak one, as nginx sends it."""
        if self.modified is None:
            return ()
        etag = f"W/{self.etag}" if compressed else self.etag
        return (("ETag", etag), ("Last-Modified", format_datetime(self.modified, usegmt=True)))

    @cached_property
    def plain_answer(self) -> Answer:
        """Answer with the bytes as they are."""
        return self.full(self.body, ())

    @cached_property
    def compressed_answer(self) -> Answer:
        """Answer with the bytes compressed."""
        return self.full(self.compressed, (("Content-Encoding", "gzip"),))

    def full(self, body: bytes, coding: Headers) -> Answer:
        """Answer with a body."""
        headers = (
            ("Content-Type", self.content_type),
            *self.validators(compressed=bool(coding)),
            *coding,
            ("Vary", "Accept-Encoding"),
            ("Content-Length", str(len(body))),
            *self.extra,
        )
        return Answer(self.status, headers, body)

    def answer(self, request: Mapping[str, str]) -> Answer:
        """Answer a request, whose header names are lower-case."""
        compressed = "gzip" in request.get("accept-encoding", "")
        if self.modified is not None and self.unchanged(request):
            return Answer(HTTPStatus.NOT_MODIFIED, self.validators(compressed=compressed))
        return self.compressed_answer if compressed else self.plain_answer

    def unchanged(self, request: Mapping[str, str]) -> bool:
        """Evaluate the preconditions: If-None-Match goes before If-Modified-Since."""
        tags = request.get("if-none-match")
        if tags is not None:
            offered = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return self.etag in offered or "*" in offered
        since = moment(request.get("if-modified-since"))
        return since is not None and self.modified is not None and self.modified <= since


def moment(text: str | None) -> datetime | None:
    """Return an HTTP date; one that is none is ignored, as the standard asks."""
    if text is None:
        return None
    try:
        parsed = parsedate_to_datetime(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def redirect(location: str) -> Answer:
    """302 to another address."""
    return Answer(HTTPStatus.FOUND, (("Location", location), ("Content-Length", "0")))
