"""The bytes of attachments, once each, and what their addresses serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from govreports.store import models
from govreports.store.engine import reading
from govreports.store.jobs import SaveFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Select

    from govreports.store.changes import Changes
    from govreports.store.jobs import Job

_OF_BYTES = ("sha256", "size", "media_type", "text_state", "text", "macros", "reader_version")
_OF_ADDRESS = ("portal", "file_key", "url", "sha256", "etag", "last_modified", "capture_id")


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the store knows of a file's bytes."""

    sha256: str
    size: int
    media_type: str
    text_state: str
    macros: bool
    reader_version: str


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """Which file an address last served, and what makes asking for it again conditional."""

    file: KnownFile
    capture_id: str
    etag: str | None
    last_modified: str | None


class FileRows:
    """The rows that a batch's files may touch."""

    def __init__(self, connection: Connection, jobs: Iterable[Job], changes: Changes) -> None:
        """Read what there is of them."""
        self._changes = changes
        self._files: dict[str, dict[str, Any]] = {}
        self._addresses: dict[tuple[str, str], dict[str, Any]] = {}
        for job in jobs:
            if isinstance(job, SaveFile):
                self._read(connection, job)

    def save(self, job: SaveFile, now: datetime) -> None:
        """Keep a file and its address; known bytes stay, and keep the record that held them."""
        self._save_bytes(job, now)
        key = (job.portal, job.file_key)
        values = {name: getattr(job, name) for name in _OF_ADDRESS} | {"fetched_at": now}
        if key in self._addresses:
            self._addresses[key].update(values)
            self._changes.touch(models.file_addresses, self._addresses[key])
        else:
            self._addresses[key] = values
            self._changes.add(models.file_addresses, values)

    def _save_bytes(self, job: SaveFile, now: datetime) -> None:
        values = {name: getattr(job, name) for name in _OF_BYTES} | {"read_at": now}
        known = self._files.get(job.sha256)
        if known is None:
            self._files[job.sha256] = values | {"capture_id": job.capture_id}
            self._changes.add(models.files, self._files[job.sha256])
        elif known["reader_version"] != job.reader_version:
            known.update(values)
            self._changes.touch(models.files, known)

    def _read(self, connection: Connection, job: SaveFile) -> None:
        files, addresses = models.files, models.file_addresses
        if job.sha256 not in self._files:
            for row in connection.execute(select(files).where(files.c.sha256 == job.sha256)):
                self._files[job.sha256] = row._asdict()
        key = (job.portal, job.file_key)
        if key not in self._addresses:
            query = select(addresses).where(
                addresses.c.portal == job.portal, addresses.c.file_key == job.file_key
            )
            for row in connection.execute(query):
                self._addresses[key] = row._asdict()


def known_addresses(engine: Engine, portal: str, keys: Sequence[str]) -> dict[str, KnownAddress]:
    """Return what is known of these addresses, by their file keys; those never met are left out."""
    addresses = models.file_addresses
    query = _select_known(
        addresses.c.file_key, addresses.c.capture_id, addresses.c.etag, addresses.c.last_modified
    ).join(addresses, addresses.c.sha256 == models.files.c.sha256)
    query = query.where(addresses.c.portal == portal, addresses.c.file_key.in_(keys))
    with reading(engine, "looking files up") as connection:
        return {
            row[0]: KnownAddress(KnownFile(*row[4:]), row[1], row[2], row[3])
            for row in connection.execute(query)
        }


def known_file(engine: Engine, sha256: str) -> KnownFile | None:
    """Return what is known of bytes, `None` for those never met."""
    with reading(engine, "looking a file up") as connection:
        row = connection.execute(_select_known().where(models.files.c.sha256 == sha256)).first()
    return None if row is None else KnownFile(*row)


def _select_known(*columns: Any) -> Select[Any]:
    files = models.files.c
    facts = (files[name] for name in KnownFile.__dataclass_fields__)
    return select(*columns, *facts)
