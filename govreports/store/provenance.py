"""From which bytes of the archive each version was read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from govreports.store import models

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement

_CAPTURE = "capture_"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a version was read from.

    ``url`` and ``fetched_at`` are those of the answer; ``record_id`` is the
    UUID of its WARC-Record-ID, which begins at byte ``warc_offset`` of
    ``warc_file`` and takes ``warc_length`` bytes there. ``payload_sha256`` is
    that of the page with its content-encoding removed, ``reader_version`` the
    reader of these bytes. ``part_record_ids`` are the records of its further parts.
    """

    report_id: str
    version: int
    url: str
    fetched_at: datetime
    record_id: str
    warc_file: str
    warc_offset: int
    warc_length: int
    payload_sha256: str
    reader_version: str
    part_record_ids: tuple[str, ...]


# The column of `captures` for each field that stands there.
_FROM_CAPTURE = {
    "url": "url",
    "fetched_at": "fetched_at",
    "record_id": "id",
    "warc_file": "warc_file",
    "warc_offset": "warc_offset",
    "warc_length": "warc_length",
}
_FROM_VERSION = {"part_record_ids": "part_capture_ids"}
_NAMES = tuple(field.name for field in fields(Provenance))


def capture_columns() -> list[ColumnElement[Any]]:
    """Return the columns of `captures` that :func:`provenance_of` needs beside a whole version."""
    table = models.captures
    return [table.c[column].label(f"{_CAPTURE}{name}") for name, column in _FROM_CAPTURE.items()]


def is_capture() -> ColumnElement[bool]:
    """Return the condition that joins `captures` to the versions that were read from them."""
    return models.captures.c.id == models.versions.c.capture_id


def provenance_of(row: Mapping[str, Any]) -> Provenance:
    """Return what a row of `versions` with :func:`capture_columns` says of its origin."""
    values = {name: row[_place(name)] for name in _NAMES}
    return Provenance(**{**values, "part_record_ids": tuple(values["part_record_ids"])})


def _place(name: str) -> str:
    return f"{_CAPTURE}{name}" if name in _FROM_CAPTURE else _FROM_VERSION.get(name, name)
