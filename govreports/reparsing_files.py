"""Reads the archive's attachments again with today's code, each in a process with limits."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.archive.decoding import decode
from govreports.archive.errors import ArchiveError
from govreports.clock import now
from govreports.reader_process.errors import ReaderFaultError
from govreports.reader_process.file_texts import file_text
from govreports.reader_process.process import ReaderProcess
from govreports.store.pending_files import pending_files
from govreports.store.revising_files import FileReading, RereadFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from govreports.attachments.folder import FileFolder
    from govreports.attachments.records import FileText
    from govreports.reader_process.limits import Limits
    from govreports.store.pending_files import PendingFile
    from govreports.store.revising_files import FileReviser, FileRevision

# Files in one transaction: what a crash has to be read once more.
CHUNK = 50


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file whose bytes could not be read again, and why; it stays as it was."""

    pending: PendingFile
    found: str

    def __str__(self) -> str:
        """Say it in a line."""
        file = self.pending
        return f"{file.portal}: {file.url}: file {file.sha256}: {self.found}"


@dataclass(frozen=True, slots=True)
class FileProgress:
    """What became of one chunk of a portal's files."""

    revisions: tuple[FileRevision, ...]
    unread: tuple[UnreadFile, ...]


class FileReaders:
    """Processes that read files of the archive again, as many at a time as there are cores.

    A file is laid down in ``folder`` while it is read, and never under its own name.
    """

    def __init__(
        self, archive: Path, folder: FileFolder, limits: Limits, processes: int | None = None
    ) -> None:
        """Take where bytes lie, where they are laid down, and what a file may cost its reader."""
        self._archive = archive
        self._folder = folder
        self._loop = asyncio.Runner()
        count = processes or len(os.sched_getaffinity(0))
        self._processes = [ReaderProcess(limits) for _ in range(count)]

    def close(self) -> None:
        """End the processes."""
        self._loop.run(self._close())
        self._loop.close()

    async def _close(self) -> None:
        for process in self._processes:
            process.close()

    def read(self, files: Sequence[PendingFile]) -> list[RereadFile | UnreadFile]:
        """Return what is read in each file, in any order."""
        return self._loop.run(self._read(files))

    async def _read(self, files: Sequence[PendingFile]) -> list[RereadFile | UnreadFile]:
        left = deque(files)
        done: list[RereadFile | UnreadFile] = []

        async def work(process: ReaderProcess) -> None:
            while left:
                done.append(await self._one(process, left.popleft()))

        await asyncio.gather(*map(work, self._processes))
        return done

    async def _one(self, process: ReaderProcess, file: PendingFile) -> RereadFile | UnreadFile:
        try:
            page = decode(file.place.read(self._archive))
        except ArchiveError as error:
            return UnreadFile(file, str(error))
        if page.payload_sha256 != file.sha256:
            found = f"record {page.id} of the archive holds other bytes ({page.payload_sha256})"
            return UnreadFile(file, found)
        with self._folder.laid(page.body, file.sha256) as path:
            try:
                return RereadFile(file, _reading(await file_text(process, path)))
            except ReaderFaultError as error:
                return UnreadFile(file, f"the reader fails ({str(error).splitlines()[-1]})")


def _reading(read: FileText) -> FileReading:
    return FileReading(str(read.state), read.media_type, read.text, macros=read.macros)


def reparse_files(
    engine: Engine, portal: str, readers: FileReaders, reviser: FileReviser
) -> Iterator[FileProgress]:
    """Read a portal's files again that another reader has read, and revise what they say.

    Yields what became of each chunk once it is committed. Whoever stops in
    between loses nothing: files that are done are not read again.
    """
    for portion in pending_files(engine, portal, reviser.reader_version):
        for start in range(0, len(portion), CHUNK):
            yield _chunk(portal, portion[start : start + CHUNK], readers, reviser)


def _chunk(
    portal: str, files: Sequence[PendingFile], readers: FileReaders, reviser: FileReviser
) -> FileProgress:
    results = readers.read(files)
    read = [one for one in results if isinstance(one, RereadFile)]
    unread = tuple(one for one in results if isinstance(one, UnreadFile))
    return FileProgress(tuple(reviser.revise(portal, read, now())), unread)
