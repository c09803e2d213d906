"""The store: what crawls write, and what they ask before they fetch."""

from __future__ import annotations

from contextlib import ExitStack
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from sqlalchemy import insert, update

from govreports import __version__
from govreports.archive.errors import ArchiveError
from govreports.archive.repair import repair
from govreports.archive.writer import ArchiveWriter
from govreports.clock import now
from govreports.store import listings, models
from govreports.store.answers import Known
from govreports.store.batch import Batch
from govreports.store.desk import Desk
from govreports.store.engine import open_database, reading
from govreports.store.errors import StoreError
from govreports.store.jobs import SaveCapture, VersionFacts
from govreports.store.listings import Missing
from govreports.store.migrations import upgrade
from govreports.store.originals import Originals, unindexed
from govreports.store.patience import ONCE
from govreports.store.queries import Queries
from govreports.store.rereading import Archived
from govreports.store.rows import problem_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from govreports.archive.placement import Placement
    from govreports.records import Exchange, Problem, Report
    from govreports.store.jobs import Job, Result

__all__ = ["Known", "Missing", "Store", "VersionFacts"]


class Store(Queries):
    """A database with its archive, for one thread at a time.

    Several processes may have stores on one database, also of one portal;
    each has its own file in the archive.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        archive: Path,
        reread: Callable[[Exchange, VersionFacts], Report | None],
        reader_version: str,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Take the engine of a migrated database; see :meth:`open`."""
        super().__init__(engine)
        self._directory = archive
        self._archive = ArchiveWriter(archive, software=f"govreports/{__version__}", clock=clock)
        self._reread = reread
        self._reader_version = reader_version
        self.patience = ONCE
        """For a database that goes away once it has been opened."""
        self._clock = clock

    @classmethod
    def open(
        cls,
        url: str,
        *,
        archive: Path,
        reread: Callable[[Exchange, VersionFacts], Report | None],
        reader_version: str,
        clock: Callable[[], datetime] = now,
    ) -> Self:
        """Open a database, migrated to today's schema, and the archive that belongs to it.

        ``reread`` reads an archived answer with today's reader, named by
        ``reader_version``, and returns ``None`` where it reads as no report.
        Raises :class:`StoreError`, of the kind that says what is wrong.
        """
        engine = open_database(url)
        with ExitStack() as undo:
            undo.callback(engine.dispose)
            upgrade(engine)
            undo.pop_all()
        return cls(
            engine,
            archive=archive,
            reread=reread,
            reader_version=reader_version,
            clock=clock,
        )

    def close(self) -> None:
        """Give the archive's file its final name and let go of the database."""
        try:
            self._archive.close()
        except ArchiveError as error:
            raise StoreError(str(error)) from error
        finally:
            self.engine.dispose()

    # -- Runs

    def begin_run(self, portal: str, *, kind: str, arguments: Mapping[str, str]) -> int:
        """Begin a run, after closing archive files that dead processes left open."""
        self._repair()
        row = {
            "portal": portal,
            "kind": kind,
            "arguments": dict(arguments),
            "reader_version": self._reader_version,
            "started_at": self._clock(),
        }
        added = insert(models.runs).values(row).returning(models.runs.c.run_id)

        def begun(connection: Connection) -> int:
            return int(connection.execute(added).scalar_one())

        return self.patience.transact(self.engine, begun, "beginning a run", [portal])

    def end_run(
        self,
        run_id: int,
        *,
        verdict: str,
        stats: Mapping[str, int | str],
        columns: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    ) -> None:
        """End a run with its verdict (ok, warnings, failed) and what it counted.

        ``columns`` are counts of :data:`models.COLUMN_COUNTS` by the column's key.
        """
        table = models.runs
        values = {"ended_at": self._clock(), "verdict": verdict, "stats": dict(stats)}

        def ended(connection: Connection) -> None:
            connection.execute(update(table).where(table.c.run_id == run_id).values(values))
            listings.count(connection, run_id, columns)

        self.patience.transact(self.engine, ended, "ending a run")

    def add_problems(self, run_id: int, problems: Iterable[Problem]) -> None:
        """Keep what a run's ledger names."""
        rows = [problem_row(run_id, problem) for problem in problems]
        if rows:
            query = insert(models.problems)
            self.patience.transact(
                self.engine, lambda one: one.execute(query, rows), "writing the ledger"
            )

    # -- Jobs

    def write(self, jobs: Sequence[Job]) -> list[Result | StoreError]:
        """Do the jobs in order, in one transaction; return a result or an error for each.

        A job at fault gets its :class:`StoreError`, the others are kept.
        Captures are in the archive, on disk, before the transaction begins.
        Raises :class:`StoreError` where nothing could be kept.
        """
        placements = self._to_archive(jobs)
        portals = {job.portal for job in jobs}

        def done(connection: Connection) -> list[Result | StoreError]:
            reread = Archived(connection, self._directory, self._reread).reread
            desk = Desk(self._clock(), self._reader_version, reread)
            batch = Batch(connection, desk, placements, unindexed(jobs, placements))
            return batch.do(jobs)

        return self.patience.transact(self.engine, done, "storing pages", portals)

    def _to_archive(self, jobs: Sequence[Job]) -> dict[str, Placement]:
        captures = [job for job in jobs if isinstance(job, SaveCapture)]
        if not captures:
            return {}
        originals = self.patience.ask(lambda: self._originals(captures))
        try:
            placements = {
                job.exchange.id: self._archive.append(job.exchange, originals.of(job))
                for job in captures
            }
            self._archive.sync()
        except ArchiveError as error:
            raise StoreError(str(error)) from error
        return placements

    def _originals(self, captures: Sequence[SaveCapture]) -> Originals:
        with reading(self.engine, "looking for what is archived") as connection:
            return Originals(connection, captures)

    def _repair(self) -> None:
        try:
            repair(self._directory)
        except ArchiveError as error:
            raise StoreError(str(error)) from error
