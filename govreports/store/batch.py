"""Does the jobs of one batch inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import StatementError

from govreports.archive.messages import headers_digest
from govreports.store import listings, models, presence, versions
from govreports.store.errors import RefusedError, StoreError, is_databases_own
from govreports.store.jobs import (
    CloseColumn,
    MarkPresence,
    SaveCapture,
    SaveFile,
    SaveListing,
    SaveProblem,
    SaveReport,
    Settle,
)
from govreports.store.rows import problem_row
from govreports.store.urls import url_key
from govreports.store.work import WorkingSet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from govreports.archive.placement import Placement
    from govreports.store.desk import Desk
    from govreports.store.jobs import Job, Result

# What one job can be at fault for: a constraint, a value of the wrong kind (or none where the
# record has one), a text that the database cannot hold (NUL, a lone surrogate).
# Among StatementErrors are also those that are the database's own trouble.
_JOBS_OWN = (StatementError, StoreError, ValueError, TypeError, LookupError, AttributeError)


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs that are done in order, and where the archive has put their captures."""

    connection: Connection
    desk: Desk
    placements: Mapping[str, Placement]
    """By the exchange's id."""
    unindexed: Collection[str] = ()
    """The exchanges that need no row: see :func:`govreports.store.originals.unindexed`."""

    def do(self, jobs: Sequence[Job]) -> list[Result | StoreError]:
        """Do the jobs; one that is at fault gets its error, the others their result."""
        try:
            with self.connection.begin_nested():
                return self._together(jobs)
        except _JOBS_OWN as error:
            if is_databases_own(error):
                raise
            # Somebody in the batch is at fault: found by doing one after the other.
            return [self._alone(job) for job in jobs]

    def _together(self, jobs: Sequence[Job]) -> list[Result | StoreError]:
        work = WorkingSet(self.connection, jobs)
        results: list[Result | StoreError] = [self._one(work, job) for job in jobs]
        work.write()
        return results

    def _alone(self, job: Job) -> Result | StoreError:
        try:
            with self.connection.begin_nested():
                return self._together([job])[0]
        except StoreError as error:
            return error
        except _JOBS_OWN as error:
            if is_databases_own(error):
                raise
            refusal = _refusal(job, error)
            refusal.__cause__ = error
            return refusal

    def _one(self, work: WorkingSet, job: Job) -> Result:
        match job:
            case SaveCapture():
                return self._capture(work, job)
            case SaveReport():
                return versions.save(work, job, self.desk)
            case Settle():
                indexed = job.capture_id not in self.unindexed
                return versions.settle(work, replace(job, indexed=indexed), self.desk)
            case SaveFile():
                work.files.save(job, self.desk.now)
            case SaveListing():
                listings.save_page(work, job)
            case CloseColumn():
                listings.close_column(work, job, self.desk.now)
            case MarkPresence():
                presence.mark(work, job, self.desk.now)
            case SaveProblem():
                work.changes.add(models.problems, problem_row(job.run_id, job.problem))
        return None

    def _capture(self, work: WorkingSet, job: SaveCapture) -> Placement:
        exchange = job.exchange
        placement = self.placements[exchange.id]
        if exchange.id in self.unindexed:
            return placement
        row = {
            "id": exchange.id,
            "run_id": job.run_id,
            "portal": job.portal,
            "url": exchange.url,
            "url_key": job.url_key or url_key(exchange.url),
            "method": exchange.method,
            "status": exchange.status,
            "fetched_at": exchange.fetched_at,
            "payload_sha256": placement.payload_sha256,
            "length": len(exchange.body),
            "warc_file": placement.file,
            "warc_offset": placement.offset,
            "warc_length": placement.length,
            "refers_to": placement.refers_to,
            "headers_digest": None if placement.refers_to else headers_digest(exchange.headers),
        }
        work.changes.add(models.captures, row)
        return placement


def _refusal(job: Job, error: BaseException) -> RefusedError:
    page = job.exchange.url if isinstance(job, SaveCapture) else getattr(job, "url", job)
    page = job.report.url if isinstance(job, SaveReport) else page
    reason = getattr(error, "orig", None) or error
    words = " ".join(str(reason).split())
    return RefusedError(
        f"{job.portal}: {page}: refused by the store ({type(reason).__name__}: {words}); nothing "
        "of it was kept beside the archive's copy; the rest of its batch was stored"
    )
