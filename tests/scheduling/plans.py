"""Plans and times of the scheduling tests, as China's clocks show them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from govreports.scheduling.plan import CHINA, Plan
from govreports.store.leases import Lease

if TYPE_CHECKING:
    from govreports.scheduling.plan import QuietHours

LIMIT = timedelta(hours=2)


def china(text: str) -> datetime:
    """Return the time that a clock in China shows."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def plan(cron: str = "30 3 * * 1", quiet: QuietHours | None = None, name: str = "jinshui") -> Plan:
    return Plan(name, cron, quiet, LIMIT)


def lease(slot: datetime, ended: datetime | None, expires: datetime | None = None) -> Lease:
    """Return the lease of a run that began with its slot."""
    until = expires or slot + timedelta(minutes=5)
    return Lease("jinshui", slot, "somebody", slot, until, ended, 0 if ended else None)
