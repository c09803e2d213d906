"""One WARC file a process, whole after every sync."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
from typing import TYPE_CHECKING

from govreports.archive import records
from govreports.archive.errors import ArchiveError
from govreports.archive.placement import (
    Placement,
    final_path,
    new_name,
    open_path,
    sync_directory,
)
from govreports.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from govreports.archive.records import Original
    from govreports.records import Exchange


#: The size that the WARC standard's annex advises for a file.
MOST_BYTES = 1024**3


class ArchiveWriter:
    """Appends exchanges to a WARC file of this process's own, and to a new one when that is full.

    The file appears with the first record, named ``….warc.gz.open`` and locked
    (flock) until :meth:`close` gives it its final name; a name with ``.open``
    whose lock is free therefore belongs to a dead process
    (:func:`govreports.archive.repair.repair`). What :meth:`append` took is on
    disk after :meth:`sync`. For one thread at a time.

    Every method raises :class:`ArchiveError` where the disk refuses; the file
    then ends with the last record that was synced.
    """

    def __init__(
        self,
        directory: Path,
        *,
        software: str,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Name the folder and the software (name/version) that the file will state.

        No record begins at or behind ``most_bytes`` of a file.
        """
        self._directory = directory
        self._software = software
        self._most_bytes = most_bytes
        self._clock = clock
        self._name = ""
        self._stream: io.FileIO | None = None
        self._pending: list[bytes] = []
        self._offset = 0
        self._durable = 0

    @property
    def pending_bytes(self) -> int:
        """How many compressed bytes wait for :meth:`sync`."""
        return self._offset - self._durable

    def append(self, exchange: Exchange, original: Original | None = None) -> Placement:
        """Take an exchange; it is on disk after the next :meth:`sync`.

        With an ``original`` it brought nothing new: a revisit is written, which
        refers to the record that holds its body.
        """
        if self._offset >= self._most_bytes:
            self.close()
        if self._stream is None:
            self._start()
        payload = hashlib.sha256(exchange.body)
        record = records.written(exchange, payload.digest(), original)
        refers_to = original.id if original else None
        placement = Placement(self._name, self._offset, len(record), payload.hexdigest(), refers_to)
        self._take(record)
        if exchange.request_body:
            self._take(records.request(exchange))
        return placement

    def sync(self) -> None:
        """Write and fsync all that was appended."""
        if self._stream is None or not self._pending:
            return
        try:
            _write_all(self._stream, b"".join(self._pending))
            os.fsync(self._stream.fileno())
        except OSError as error:
            self._undo()
            raise self._refusal(error) from error
        self._pending.clear()
        self._durable = self._offset

    def close(self) -> None:
        """Sync, give the file its final name and let go of it."""
        if self._stream is None:
            return
        stream = self._stream
        try:
            self.sync()
            path = open_path(self._directory, self._name)
            path.rename(final_path(path))
            sync_directory(self._directory)
        except OSError as error:
            raise self._refusal(error) from error
        finally:
            self._stream = None
            stream.close()

    def _start(self) -> None:
        moment = self._clock()
        self._name = new_name("govreports", moment)
        try:
            self._stream = self._locked_file()
        except OSError as error:
            raise self._refusal(error) from error
        self._pending.clear()
        self._offset = self._durable = 0
        fields = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        self._take(records.warcinfo(self._name, moment, fields))

    def _locked_file(self) -> io.FileIO:
        self._directory.mkdir(parents=True, exist_ok=True)
        path = open_path(self._directory, self._name)
        # Locked under another name first: a repair never meets an unlocked file of the living.
        unseen = path.with_suffix(".new")
        stream = io.FileIO(unseen, "x")
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unseen.rename(path)
        sync_directory(self._directory)
        return stream

    def _take(self, record: bytes) -> None:
        self._pending.append(record)
        self._offset += len(record)

    def _undo(self) -> None:
        # The records' callers are told that they failed, so the file must not hold half of them.
        self._pending.clear()
        self._offset = self._durable
        if self._stream is not None:
            self._stream.truncate(self._durable)
            self._stream.seek(self._durable)

    def _refusal(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"archive {self._directory / self._name}: cannot be written "
            f"({error.strerror or error}); see that the folder is writable and the disk has room"
        )


def _write_all(stream: io.FileIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        # Unbuffered files never block, so a write takes at least one byte.
        rest = rest[stream.write(rest) or 0 :]
