"""From which bytes of the archive each version was read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func

from govreports.store import models
from govreports.store.places import holding, is_held

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

_CAPTURE = "capture_"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a version was read from.

    ``url`` and ``fetched_at`` are those of the answer; ``record_id`` is the
    UUID of the WARC-Record-ID that holds its bytes, which begins at byte
    ``warc_offset`` of ``warc_file`` and takes ``warc_length`` bytes there.
    Where the portal had sent the same bytes before, that is the earlier
    record, and ``revisit_id`` the revisit that proves the answer. ``payload_sha256`` is
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
    revisit_id: str | None


# The column of `captures` for each field of the answer, and of the record that holds its bytes.
_OF_ANSWER = {"url": "url", "fetched_at": "fetched_at"}
_OF_BYTES = {
    "record_id": "id",
    "warc_file": "warc_file",
    "warc_offset": "warc_offset",
    "warc_length": "warc_length",
}
_FROM_CAPTURE = {*_OF_ANSWER, *_OF_BYTES, "revisit_id"}
_FROM_VERSION = {"part_record_ids": "part_capture_ids"}
_NAMES = tuple(field.name for field in fields(Provenance))


def with_provenance(query: Select[Any]) -> Select[Any]:
    """Return a query over `versions` with what :func:`provenance_of` needs beside a whole one."""
    table = models.captures
    columns: dict[str, ColumnElement[Any]] = {
        **{name: table.c[column] for name, column in _OF_ANSWER.items()},
        **{
            name: func.coalesce(holding.c[column], table.c[column])
            for name, column in _OF_BYTES.items()
        },
        "revisit_id": case((table.c.refers_to.is_not(None), table.c.id)),
    }
    labelled = [column.label(f"{_CAPTURE}{name}") for name, column in columns.items()]
    joined = query.join(table, table.c.id == models.versions.c.capture_id)
    return joined.outerjoin(holding, is_held()).add_columns(*labelled)


def provenance_of(row: Mapping[str, Any]) -> Provenance:
    """Return what a row of :func:`with_provenance` says of its version's origin."""
    values = {name: row[_place(name)] for name in _NAMES}
    return Provenance(**{**values, "part_record_ids": tuple(values["part_record_ids"])})


def _place(name: str) -> str:
    return f"{_CAPTURE}{name}" if name in _FROM_CAPTURE else _FROM_VERSION.get(name, name)
