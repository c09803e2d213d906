"""A month of scheduled crawls in simulated time, on real leases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from govreports.scheduling.plan import QuietHours
from govreports.scheduling.scheduler import Scheduler
from govreports.store.engine import open_database
from govreports.store.leases import Leases
from govreports.store.migrations import upgrade
from tests.scheduling.plans import china, plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


BEGIN = china("2026-03-01 00:00")
MONTH = timedelta(days=31)
STEP = timedelta(hours=1)
TERM = timedelta(hours=3)
OFFICE = QuietHours(time(8), time(18))
PLANS = [
    plan("0 3 * * *", name="nightly"),
    plan("30 3 * * 1", name="weekly"),
    plan("0 9 * * *", OFFICE, name="office"),
    plan("0 */3 * * *", name="often"),
]
# The crawls' lengths: one is longer than its slots are apart.
LENGTHS = {
    "nightly": timedelta(minutes=50),
    "weekly": timedelta(hours=2),
    "office": timedelta(minutes=30),
    "often": timedelta(minutes=200),
}
ASLEEP = (china("2026-03-10 01:00"), china("2026-03-14 12:00"))


@dataclass(frozen=True)
class Start:
    portal: str
    slot: datetime
    at: datetime

    @property
    def end(self) -> datetime:
        return self.at + LENGTHS[self.portal]


class Machine:
    """A scheduler whose crawls take their time: each holds its lease until it ends."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.now = BEGIN
        self.starts: list[Start] = []
        self.running: list[Start] = []
        self.leases = Leases(engine, name, term=TERM, clock=lambda: self.now)
        self.scheduler = Scheduler(PLANS, self.leases, lambda: self.now)

    def look(self, now: datetime) -> None:
        """Do what a scheduler does now and then: end, renew, begin."""
        self.now = now
        for start in list(self.running):
            if start.end <= now:
                self.leases.finish(start.portal, 0)
                self.running.remove(start)
            else:
                assert self.leases.renew(start.portal)
        while job := self.scheduler.claim():
            self.running.append(Start(job.portal, job.slot, now))
            self.starts.append(self.running[-1])

    def die(self) -> None:
        """Lose all crawls under way, as a power cut does."""
        self.running.clear()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


def month() -> list[datetime]:
    """Return the moments at which schedulers look in that month."""
    return [BEGIN + at * STEP for at in range(MONTH // STEP)]


def of(starts: list[Start], portal: str) -> list[Start]:
    return sorted((start for start in starts if start.portal == portal), key=lambda one: one.at)


def assert_kept(starts: list[Start]) -> None:
    """No portal twice at a time, no slot twice, nothing begun in quiet hours."""
    for name in LENGTHS:
        mine = of(starts, name)
        assert all(before.end <= after.at for before, after in pairwise(mine))
        assert all(before.slot < after.slot for before, after in pairwise(mine))
    assert not any(OFFICE.over(start.at) for start in of(starts, "office"))


def test_a_month_of_one_machine_runs_every_slot_that_it_can(engine: Engine) -> None:
    machine = Machine(engine, "one")
    for now in month():
        machine.look(now)
    assert_kept(machine.starts)
    days = {start.slot.date() for start in of(machine.starts, "nightly")}
    # The slot before the month was never run, so that it is caught up first.
    assert len(days) == 32
    assert len(of(machine.starts, "weekly")) == 1 + 5
    assert all(start.at.hour == 18 for start in of(machine.starts, "office")[1:])
    # Crawls of 200 minutes, slots of 180: some are skipped, none runs beside another.
    often = of(machine.starts, "often")
    assert 31 * 24 * 60 / 310 < len(often) < 31 * 24 * 60 / 200


def test_a_machine_that_sleeps_catches_each_portal_up_once(engine: Engine) -> None:
    machine = Machine(engine, "one")
    for now in month():
        if not ASLEEP[0] < now < ASLEEP[1]:
            machine.look(now)
    assert_kept(machine.starts)
    nightly = of(machine.starts, "nightly")
    woken = [start for start in nightly if ASLEEP[1] <= start.at < ASLEEP[1] + timedelta(days=1)]
    # The missed nights of 11 to 14 March are one crawl; the next night has its own.
    assert [start.slot.day for start in woken] == [14, 15]
    assert {start.slot.day for start in nightly}.isdisjoint({11, 12, 13})


def test_two_machines_on_one_database_share_the_month(engine: Engine) -> None:
    machines = [Machine(engine, "one"), Machine(engine, "two")]
    for at, now in enumerate(month()):
        # The second machine is cut off for hours, now and then, in mid-crawl.
        if at % 97 == 50:
            machines[1].die()
        awake = machines[:1] if at % 97 > 50 else machines
        for machine in awake[:: 1 if at % 2 else -1]:
            machine.look(now)
    starts = [start for machine in machines for start in machine.starts]
    again = [start for start in starts if starts.count(start) > 1]
    assert again == []
    assert len({start.slot.date() for start in of(starts, "nightly")}) == 32
    assert machines[1].starts
    assert not any(OFFICE.over(start.at) for start in of(starts, "office"))
