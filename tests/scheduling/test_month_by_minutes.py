"""A month of schedules looked at every few minutes: jitter, limits, overlaps, sleep, power cuts.

The machines' clocks show Berlin's time, where summer time begins in that month:
the portals' has none.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from govreports.scheduling.guard import TERM
from govreports.scheduling.plan import CHINA, Plan, QuietHours
from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from tests.scheduling.machines import Crawl, Machine, Work
from tests.scheduling.plans import china

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

pytestmark = pytest.mark.long

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN, END = china("2026-03-01 00:00"), china("2026-04-01 00:00")
# A term of five minutes is renewed within it.
STEP = timedelta(minutes=4)
OFFICE = QuietHours(time(8), time(18))
LIMIT = timedelta(hours=2)
PLANS = {
    one.portal: one
    for one in (
        Plan("nightly", "0 3 * * *", None, LIMIT),
        Plan("twin", "0 3 * * *", None, LIMIT),
        Plan("weekly", "30 3 * * 1", None, LIMIT),
        Plan("office", "0 9 * * *", OFFICE, LIMIT),
        Plan("early", "30 7 * * *", OFFICE, LIMIT),
        Plan("often", "0 */3 * * *", None, timedelta(hours=8)),
        Plan("endless", "0 0,12 * * *", None, LIMIT),
    )
}
LENGTHS = {
    "nightly": timedelta(minutes=50),
    "twin": timedelta(minutes=5),
    "weekly": timedelta(minutes=110),
    "office": timedelta(minutes=30),
    # Longer than from its slot to the office's hours.
    "early": timedelta(minutes=70),
    # Longer than its slots are apart.
    "often": timedelta(minutes=200),
    "endless": timedelta(hours=50),
}
JITTER = timedelta(minutes=10)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


def machine(engine: Engine, name: str, now: datetime = BEGIN) -> Machine:
    return Machine(engine, name, Work(list(PLANS.values()), LENGTHS, TERM), now)


def moments(end: datetime = END) -> Iterator[datetime]:
    at = BEGIN
    while at < end:
        yield at.astimezone(BERLIN)
        at += STEP


def of(crawls: list[Crawl], portal: str) -> list[Crawl]:
    return sorted((one for one in crawls if one.job.portal == portal), key=lambda one: one.at)


def slots(portal: str) -> list[datetime]:
    """Return the slots whose crawls may start within the month."""
    plan = PLANS[portal]
    return [slot for slot in _slots(plan) if plan.start_of(slot) + STEP < END]


def _slots(plan: Plan) -> Iterator[datetime]:
    for slot in plan.slots_on(BEGIN - timedelta(minutes=1)):
        if slot >= END:
            return
        yield slot


def ran(crawls: list[Crawl], portal: str) -> list[datetime]:
    """Return the slots whose crawls came to an end of their own, or to that of their time."""
    return [one.job.slot for one in of(crawls, portal) if one.how in {"done", "time"}]


def assert_kept(crawls: list[Crawl]) -> None:
    """No portal twice at a time, no slot twice to its end; jitter, limits and quiet hours kept."""
    for name, plan in PLANS.items():
        mine = of(crawls, name)
        assert all(before.until <= after.at for before, after in pairwise(mine))
        ended = ran(crawls, name)
        assert sorted(set(ended)) == ended
        for one in mine:
            assert one.at >= plan.start_of(one.job.slot)
            assert one.until - one.at <= plan.time_limit + STEP
            if plan.quiet:
                assert not plan.quiet.over(one.at)
                assert not plan.quiet.over(max(one.at, one.until - STEP))


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> list[Crawl]:
    """The crawls of one machine that is always there."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('month') / 'a.db'}")
    upgrade(engine)
    one = machine(engine, "one")
    for now in moments():
        one.look(now)
    engine.dispose()
    return one.crawls


def test_one_machine_runs_every_slot_a_little_after_its_time(month: list[Crawl]) -> None:
    assert_kept(month)
    for name in ("nightly", "twin", "weekly", "endless"):
        mine = of(month, name)
        # The slot before the month was never run, and is caught up first.
        assert [crawl.job.slot for crawl in mine[1:]] == slots(name)
        # One of the first slots may have waited for what was caught up.
        late = [crawl.at - crawl.job.slot for crawl in mine[2:]]
        assert all(timedelta() <= wait <= JITTER + STEP for wait in late)
        assert len(set(late)) > 1
    together = zip(of(month, "nightly")[1:], of(month, "twin")[1:], strict=True)
    assert sum(first.at != second.at for first, second in together) > 10


def test_limits_quiet_hours_and_long_crawls_end_as_they_should(month: list[Crawl]) -> None:
    endless = of(month, "endless")
    assert {crawl.how for crawl in endless} == {"time"}
    assert len(endless) == 1 + len(slots("endless"))
    early = of(month, "early")
    assert all(crawl.how == "time" for crawl in early[1:])
    assert all(crawl.until.astimezone(CHINA).time() < time(8, 5) for crawl in early[1:])
    # What fell into quiet hours starts when they are over.
    office = of(month, "office")[1:]
    assert all(crawl.at.astimezone(CHINA).time() <= time(18, 4) for crawl in office)
    assert ran(month, "office")[1:] == slots("office")
    # Crawls of 200 minutes on slots of 180: some are skipped, none joins another, none is late.
    often = of(month, "often")
    assert 100 < len(often) < 31 * 24 * 60 / 200 + 1
    assert {crawl.how for crawl in often[:-1]} == {"done"}


def test_cron_every_ten_minutes_runs_the_same_slots_as_the_service(
    engine: Engine, tmp_path: Path
) -> None:
    service = machine(engine, "service")
    other = open_database(f"sqlite:///{tmp_path / 'b.db'}")
    upgrade(other)
    calls: list[Machine] = []
    for number, now in enumerate(moments(BEGIN + timedelta(days=8))):
        service.look(now)
        # Each call of `crawl --due` is a scheduler of its own, and ends with its crawls.
        if number % 3 == 0:
            calls.append(machine(other, f"call {number}", now))
        for call in calls:
            if call.running or call.now == now:
                call.look(now)
    other.dispose()
    crawls = [one for call in calls for one in call.crawls]
    assert_kept(crawls)
    for name in ("nightly", "twin", "weekly", "office", "endless"):
        assert ran(crawls, name) == ran(service.crawls, name)


def test_a_machine_that_sleeps_and_one_that_loses_power_share_the_month(engine: Engine) -> None:
    chance = Random(20260301)
    laptop, server = machine(engine, "laptop"), machine(engine, "server")
    asleep = dark = BEGIN
    for now in moments():
        # Some crawls are slept through: the other machine takes their portals over.
        if now >= asleep:
            laptop.look(now)
            if chance.random() < (0.3 if laptop.running else 0.005):
                asleep = now + timedelta(minutes=chance.randint(3, 600))
        if now >= dark:
            server.look(now)
            if chance.random() < 0.01:
                server.die()
                dark = now + timedelta(minutes=chance.randint(20, 900))
    crawls = [*laptop.crawls, *server.crawls]
    assert {"done", "time", "lost", "killed"} <= {crawl.how for crawl in crawls}
    assert_kept(crawls)
    for name in ("nightly", "weekly"):
        missed = set(slots(name)) - set(ran(crawls, name))
        # Only where both were away until the next slot came.
        assert len(missed) <= len(slots(name)) // 10


def test_a_fortnight_asleep_is_caught_up_by_one_crawl_a_portal(engine: Engine) -> None:
    away = (china("2026-03-08 01:00"), china("2026-03-22 12:00"))
    one = machine(engine, "one")
    for now in moments():
        if not away[0] < now < away[1]:
            one.look(now)
    assert_kept(one.crawls)
    for name in ("nightly", "twin", "weekly"):
        woken = [crawl for crawl in of(one.crawls, name) if crawl.at >= away[1]]
        before = [slot for slot in slots(name) if slot < away[1]]
        assert woken[0].job.slot == before[-1]
        assert woken[0].at <= away[1] + STEP
        assert [crawl.job.slot for crawl in woken[1:]] == [s for s in slots(name) if s > away[1]]
