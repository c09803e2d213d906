"""Reads the archive again with today's code, on all cores; one writer revises the store."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import parent_process
from threading import Thread
from typing import TYPE_CHECKING

from govreports.archive.errors import ArchiveError
from govreports.clock import now
from govreports.collector import tune_garbage_collector
from govreports.reparsing_server import serving
from govreports.store.comparing import Reread, compare
from govreports.store.engine import open_database, reading
from govreports.store.pending import pending

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Engine

    from govreports.rereading import Rereader
    from govreports.store.comparing import Compared
    from govreports.store.pending import Pending
    from govreports.store.revising import Reviser, Revision

# Versions in one process's hands at a time, and in one transaction.
CHUNK = 50
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


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What was read in one chunk, compared to what its versions say."""

    compared: tuple[Compared, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a process finds the bytes and the versions, and how it reads."""

    archive: Path
    database_url: str
    reader: Rereader
    reader_version: str


class Readers:
    """Processes that read versions again and compare them, each with files and database open.

    Only what differs comes back whole: texts between processes, and a second
    look into the database, would cost as much as half the reading.
    """

    def __init__(self, engine: Engine, archive: Path, processes: int | None = None) -> None:
        """Take database and archive; without a number there are as many processes as cores."""
        self._archive = archive
        self._database_url = engine.url.render_as_string(hide_password=False)
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
        self, chunks: Iterable[Sequence[Pending]], reader: Rereader, reader_version: str
    ) -> Iterator[_Chunk]:
        """Yield what is read in each chunk, in the chunks' order."""
        desk = _Desk(self._archive, self._database_url, reader, reader_version)
        under_way: deque[tuple[Sequence[Pending], Future[_Chunk]]] = deque()
        for chunk in chunks:
            under_way.append((chunk, self._submit(desk, chunk)))
            if len(under_way) > _AHEAD * self.processes:
                yield self._result(desk, *under_way.popleft())
        while under_way:
            yield self._result(desk, *under_way.popleft())

    def _submit(self, desk: _Desk, chunk: Sequence[Pending]) -> Future[_Chunk]:
        try:
            return self._pool.submit(_read_all, desk, chunk)
        except BrokenProcessPool:
            self._pool = self._new_pool(self.processes)
            return self._pool.submit(_read_all, desk, chunk)

    def _result(self, desk: _Desk, chunk: Sequence[Pending], future: Future[_Chunk]) -> _Chunk:
        try:
            return future.result()
        except BrokenProcessPool:
            # One page has ended its process, and with it all that was under way.
            alone = list(self._one_by_one(desk, chunk))
            return _Chunk(
                tuple(compared for one in alone for compared in one.compared),
                tuple(unread for one in alone for unread in one.unread),
            )

    def _one_by_one(self, desk: _Desk, chunk: Sequence[Pending]) -> Iterator[_Chunk]:
        pool = self._new_pool(1)
        try:
            for one in chunk:
                try:
                    yield pool.submit(_read_all, desk, [one]).result()
                except BrokenProcessPool:
                    yield _Chunk((), (_unread(one, "ends its process (out of memory?)"),))
                    pool = self._new_pool(1)
        finally:
            pool.shutdown()

    @staticmethod
    def _new_pool(processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(processes, mp_context=serving(), initializer=_begin)


def reparse(
    engine: Engine, portal: str, reader: Rereader, readers: Readers, reviser: Reviser
) -> Iterator[Progress]:
    """Read a portal's versions again that another reader has read, and revise them in place.

    Yields what became of each chunk once it is committed. Whoever stops in
    between loses nothing: versions that are done are not read again.
    """
    portions = pending(engine, portal, reviser.reader_version)
    for chunk in readers.read(_chunks(portions), reader, reviser.reader_version):
        revisions = reviser.revise(portal, chunk.compared, now())
        yield Progress(tuple(revisions), chunk.unread)


def _chunks(portions: Iterable[list[Pending]]) -> Iterator[list[Pending]]:
    for portion in portions:
        for start in range(0, len(portion), CHUNK):
            yield portion[start : start + CHUNK]


# -- In the processes


def _begin() -> None:
    tune_garbage_collector()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # Whoever waits for work would wait for ever where a kill took the one who hands it out.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_all(desk: _Desk, chunk: Sequence[Pending]) -> _Chunk:
    results = [_read(desk, one) for one in chunk]
    read = [one for one in results if isinstance(one, Reread)]
    unread = tuple(one for one in results if isinstance(one, Unread))
    with reading(_database(desk.database_url), "comparing versions") as connection:
        return _Chunk(tuple(compare(connection, read, desk.reader_version)), unread)


@lru_cache(maxsize=1)
def _database(url: str) -> Engine:
    return open_database(url)


def _read(desk: _Desk, one: Pending) -> Reread | Unread:
    if one.missing:
        return _unread(one, f"the store knows no record {', '.join(one.missing)}")
    try:
        page, *parts = [place.read(desk.archive) for place in one.places]
        read = desk.reader.read(page, replace(one.facts, parts=tuple(parts)))
    except ArchiveError as error:
        return _unread(one, str(error))
    except Exception as error:  # noqa: BLE001 - a fault of the reader costs its page only, by name
        return _unread(one, f"the reader fails ({type(error).__name__}: {error})")
    if read is None:
        return _unread(one, "reads as no report, or wants parts that were not fetched then")
    return Reread(one, read.report, read.text)


def _unread(one: Pending, found: str) -> Unread:
    facts = one.facts
    return Unread(facts.portal, facts.report_id, facts.version, facts.url, found)
