from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from govreports.store.engine import open_database
from govreports.store.leases import Lease, Leases, new_holder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
SLOT, NEXT_SLOT = NOON - timedelta(hours=1), NOON + timedelta(days=7)
TERM = timedelta(minutes=5)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def skip(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    engine = open_database(migrated_url)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ours(engine: Engine, clock: Clock) -> Leases:
    return Leases(engine, "ours", term=TERM, clock=clock)


@pytest.fixture
def theirs(engine: Engine, clock: Clock) -> Leases:
    return Leases(engine, "theirs", term=TERM, clock=clock)


def test_a_portal_that_is_held_cannot_be_claimed(ours: Leases, theirs: Leases) -> None:
    assert ours.claim("jinshui", SLOT)
    assert not theirs.claim("jinshui", SLOT)
    assert theirs.claim("xinmi", SLOT)
    assert ours.last()["jinshui"] == Lease("jinshui", SLOT, "ours", NOON, NOON + TERM, None, None)


def test_a_slot_that_was_run_is_not_run_again(ours: Leases, theirs: Leases) -> None:
    ours.claim("jinshui", SLOT)
    assert ours.finish("jinshui", 1)
    assert not theirs.claim("jinshui", SLOT)
    assert theirs.claim("jinshui", NEXT_SLOT)
    assert theirs.last()["jinshui"].holder == "theirs"


def test_what_a_dead_holder_left_runs_out(ours: Leases, theirs: Leases, clock: Clock) -> None:
    ours.claim("jinshui", SLOT)
    clock.skip(4.9)
    assert not theirs.claim("jinshui", SLOT)
    clock.skip(0.1)
    assert theirs.claim("jinshui", SLOT)


def test_a_holder_that_renews_keeps_it(ours: Leases, theirs: Leases, clock: Clock) -> None:
    ours.claim("jinshui", SLOT)
    for _ in range(3):
        clock.skip(4)
        assert ours.renew("jinshui")
    assert not theirs.claim("jinshui", SLOT)


def test_a_sleeper_keeps_what_nobody_has_taken(ours: Leases, clock: Clock) -> None:
    ours.claim("jinshui", SLOT)
    clock.skip(60)
    assert ours.renew("jinshui")


def test_a_sleeper_learns_that_another_has_taken_it(
    ours: Leases, theirs: Leases, clock: Clock
) -> None:
    ours.claim("jinshui", SLOT)
    clock.skip(60)
    assert theirs.claim("jinshui", SLOT)
    assert not ours.renew("jinshui")
    assert not ours.finish("jinshui", 0)
    assert theirs.last()["jinshui"].ended_at is None


def test_of_many_who_claim_at_once_one_gets_it(engine: Engine, clock: Clock) -> None:
    got: list[str] = []

    def claim(name: str) -> None:
        if Leases(engine, name, term=TERM, clock=clock).claim("jinshui", SLOT):
            got.append(name)

    threads = [threading.Thread(target=claim, args=(f"holder {at}",)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_no_two_holders_have_one_name() -> None:
    assert new_holder() != new_holder()
