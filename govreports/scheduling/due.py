"""What is due: a pure function of the time, the plans and what has been run.

`crawl --due`, called by cron or systemd, and `schedule run`, the service, ask
the same function, so both do the same. A slot is one time that a portal's cron
line names. Of several missed slots only the latest counts: a machine that
slept for a month crawls once, not thirty times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.scheduling.plan import ORDERLY_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from govreports.scheduling.plan import Plan
    from govreports.store.leases import Lease


@dataclass(frozen=True, slots=True)
class Job:
    """A crawl to be run now for a slot, to be asked at `deadline` to end."""

    portal: str
    slot: datetime
    deadline: datetime


def due(now: datetime, plans: Iterable[Plan], last: Mapping[str, Lease]) -> list[Job]:
    """Return the jobs that are due, the longest waiting first.

    A portal without any run so far is due for the slot that went before.
    """
    jobs = (_due(now, plan, last.get(plan.portal)) for plan in plans)
    return sorted((job for job in jobs if job), key=lambda job: (job.slot, job.portal))


def next_start(now: datetime, plan: Plan, last: Lease | None) -> datetime:
    """Return when the portal's next crawl starts: `now` where one is due.

    While a run is going on, it is the time of the slot after it.
    """
    start = now if _waiting(now, plan, last) else _upcoming(now, plan)
    if plan.quiet and _closed(start, plan):
        return plan.quiet.next(plan.quiet.end, start)
    return start


def _due(now: datetime, plan: Plan, last: Lease | None) -> Job | None:
    slot = _waiting(now, plan, last)
    if slot is None or _closed(now, plan):
        return None
    return Job(plan.portal, slot, _deadline(now, plan))


def _waiting(now: datetime, plan: Plan, last: Lease | None) -> datetime | None:
    """Return the slot that waits for its run, quiet hours aside."""
    slot = next((slot for slot in plan.slots_back(now) if plan.start_of(slot) <= now), None)
    if slot is None or (last and (last.held(now) or last.covers(slot))):
        return None
    return slot


def _upcoming(now: datetime, plan: Plan) -> datetime:
    # The cron line's time may have come and its start not yet.
    slots = (next(plan.slots_back(now)), next(plan.slots_on(now)))
    return next(start for start in map(plan.start_of, slots) if start > now)


def _closed(moment: datetime, plan: Plan) -> bool:
    """Whether a crawl may not start: in quiet hours, and where it could not end before them."""
    if plan.quiet is None:
        return False
    return plan.quiet.over(moment) or _deadline(moment, plan) <= moment


def _deadline(now: datetime, plan: Plan) -> datetime:
    limit = now + plan.time_limit
    if plan.quiet is None:
        return limit
    return min(limit, plan.quiet.next(plan.quiet.start, now) - ORDERLY_END)
