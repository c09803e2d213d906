"""Reads the archive again with today's code, on all cores; one writer revises the store."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from govreports.archive.errors import ArchiveError
from govreports.archive.reader import read_exchange
from govreports.collector import tune_garbage_collector
from govreports.rereading import Rereader
from govreports.store.pending import pending
from govreports.store.revising import Reread, Reviser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Engine

    from govreports.records import Exchange
    from govreports.store.pending import Pending
    from govreports.store.revising import Revision

# Versions in one process's hands at a time, and in one transaction.
CHUNK = 25
# Chunks that wait for each process, so that none is idle while one is written.
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Unread:
    """A version whose bytes could not be read again, and why; it stays as it was."""

    portal: str
    report_id: str
    version: int
    url: str
    found: str

    def __str__(self) -> str:
        """Say it in a line."""
        return (
            f"{self.portal}: {self.url}: version {self.version} of {self.report_id}: {self.found}"
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of one chunk of a portal's versions."""

    revisions: tuple[Revision, ...]
    unread: tuple[Unread, ...]


_Result: TypeAlias = "Reread | Unread"


class Readers:
    """Processes that read versions again, each with the archive's files open by itself."""

    def __init__(self, archive: Path, processes: int | None = None) -> None:
        """Take the archive's folder; without a number there are as many processes as cores."""
        self._archive = archive
        self.processes = processes or len(os.sched_getaffinity(0))
        self._pool = self._new_pool(self.processes)

    def __enter__(self) -> Self:
        """Use the processes until the block ends."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the processes; what waits for them is given up."""
        self._pool.shutdown(cancel_futures=True)

    def read(
        self, chunks: Iterable[Sequence[Pending]], reader: Rereader
    ) -> Iterator[list[_Result]]:
        """Yield what is read in each chunk, in the chunks' order."""
        under_way: deque[tuple[Sequence[Pending], Future[list[_Result]]]] = deque()
        for chunk in chunks:
            under_way.append((chunk, self._submit(chunk, reader)))
            if len(under_way) > _AHEAD * self.processes:
                yield self._result(*under_way.popleft(), reader)
        while under_way:
            yield self._result(*under_way.popleft(), reader)

    def _submit(self, chunk: Sequence[Pending], reader: Rereader) -> Future[list[_Result]]:
        try:
            return self._pool.submit(_read_all, self._archive, chunk, reader)
        except BrokenProcessPool:
            self._pool = self._new_pool(self.processes)
            return self._pool.submit(_read_all, self._archive, chunk, reader)

    def _result(
        self, chunk: Sequence[Pending], future: Future[list[_Result]], reader: Rereader
    ) -> list[_Result]:
        try:
            return future.result()
        except BrokenProcessPool:
            # One page has ended its process, and with it all that was under way.
            return list(self._one_by_one(chunk, reader))

    def _one_by_one(self, chunk: Sequence[Pending], reader: Rereader) -> Iterator[_Result]:
        pool = self._new_pool(1)
        try:
            for one in chunk:
                try:
                    yield pool.submit(_read, self._archive, one, reader).result()
                except BrokenProcessPool:
                    yield _unread(one, "ends the process that reads it (out of memory?)")
                    pool = self._new_pool(1)
        finally:
            pool.shutdown()

    @staticmethod
    def _new_pool(processes: int) -> ProcessPoolExecutor:
        # A fork of this process would carry database connections and threads along; a server that
        # has the reader loaded, and nothing else, forks in no time.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([Rereader.__module__])
        return ProcessPoolExecutor(
            processes, mp_context=context, initializer=tune_garbage_collector
        )


def reparse(
    engine: Engine, portal: str, reader: Rereader, readers: Readers, reviser: Reviser
) -> Iterator[Progress]:
    """Read a portal's versions again that another reader has read, and revise them in place.

    Yields what became of each chunk once it is committed. Whoever stops in
    between loses nothing: versions that are done are not read again.
    """
    for results in readers.read(_chunks(pending(engine, portal, reviser.reader_version)), reader):
        read = [one for one in results if isinstance(one, Reread)]
        revisions = reviser.revise(portal, read, datetime.now(UTC))
        unread = tuple(one for one in results if isinstance(one, Unread))
        yield Progress(tuple(revisions), unread)


def _chunks(portions: Iterable[list[Pending]]) -> Iterator[list[Pending]]:
    for portion in portions:
        for start in range(0, len(portion), CHUNK):
            yield portion[start : start + CHUNK]


# -- In the processes


def _read_all(archive: Path, chunk: Sequence[Pending], reader: Rereader) -> list[_Result]:
    return [_read(archive, one, reader) for one in chunk]


def _read(archive: Path, one: Pending, reader: Rereader) -> _Result:
    if one.missing:
        return _unread(one, f"the store knows no record {', '.join(one.missing)}")
    try:
        page, *parts = [_exchange(archive, *place) for place in one.places]
        read = reader.read(page, replace(one.facts, parts=tuple(parts)))
    except ArchiveError as error:
        return _unread(one, str(error))
    except Exception as error:  # noqa: BLE001 - a fault of the reader costs its page only, by name
        return _unread(one, f"the reader fails ({type(error).__name__}: {error})")
    if read is None:
        return _unread(one, "reads as no report, or wants parts that were not fetched then")
    return Reread(one, read.report, read.text)


def _exchange(archive: Path, record: str, file: str, offset: int) -> Exchange:
    exchange = read_exchange(archive, file, offset)
    if exchange.id != record:
        message = f"archive {archive / file}: holds {exchange.id} at {offset}, expected {record}"
        raise ArchiveError(message)
    return exchange


def _unread(one: Pending, found: str) -> Unread:
    facts = one.facts
    return Unread(facts.portal, facts.report_id, facts.version, facts.url, found)
