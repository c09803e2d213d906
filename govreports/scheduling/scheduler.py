"""What is due, claimed for this scheduler, and the timetable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.scheduling.due import due, next_start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from govreports.scheduling.due import Job
    from govreports.scheduling.plan import Plan
    from govreports.store.leases import Lease, Leases


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timetable; ``last`` is ``None`` for a portal never run by schedule."""

    plan: Plan
    next_start: datetime
    last: Lease | None


class Scheduler:
    """The jobs of some plans; several schedulers share them by their leases.

    Every method raises :class:`govreports.store.errors.StoreError` where the
    database of the leases does not answer.
    """

    def __init__(
        self, plans: Sequence[Plan], leases: Leases, clock: Callable[[], datetime]
    ) -> None:
        """Take the plans and the leases of this scheduler."""
        self._plans = plans
        self._leases = leases
        self._clock = clock

    def claim(self) -> Job | None:
        """Claim the job that waits longest and is nobody else's, ``None`` where none is due.

        Whoever runs it renews the lease meanwhile and finishes it.
        """
        jobs = due(self._clock(), self._plans, self._leases.last())
        return next((job for job in jobs if self._leases.claim(job.portal, job.slot)), None)

    def timetable(self) -> list[Entry]:
        """Return each plan with its next start and its last run, the next one first."""
        now, last = self._clock(), self._leases.last()
        entries = (
            Entry(plan, next_start(now, plan, last.get(plan.portal)), last.get(plan.portal))
            for plan in self._plans
        )
        return sorted(entries, key=lambda entry: (entry.next_start, entry.plan.portal))
