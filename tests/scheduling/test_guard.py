from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from govreports.scheduling.due import Job
from govreports.scheduling.guard import Guard, Pace
from govreports.store.engine import open_database
from govreports.store.leases import Leases
from govreports.store.migrations import upgrade
from tests.scheduling.plans import china

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = china("2026-03-02 03:40")
TERM = timedelta(minutes=5)
QUICK = Pace(look_every=0.02, patience=0.5)
# Each says a word when it is ready.
BRIEF = "import time\nprint(0, flush=True)\ntime.sleep(0.1)"
ORDERLY = (
    "import time\ntry:\n print(0, flush=True)\n time.sleep(60)\n"
    "except KeyboardInterrupt:\n raise SystemExit(7)"
)
DEAF = "import signal, time\nsignal.signal(2, signal.SIG_IGN)\nprint(0, flush=True)\ntime.sleep(60)"


@pytest.fixture
def leases(tmp_path: Path) -> Iterator[Leases]:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    upgrade(engine)
    yield Leases(engine, "ours", term=TERM, clock=lambda: NOW)
    engine.dispose()


def job(minutes: float = 60) -> Job:
    return Job("jinshui", NOW, NOW + timedelta(minutes=minutes))


def process(code: str) -> subprocess.Popen[bytes]:
    started = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert started.stdout is not None
    started.stdout.readline()
    return started


def guarded(guard: Guard, code: str) -> int:
    crawl = process(code)
    with crawl, guard.watching(crawl):
        return crawl.wait(20)


def test_a_crawl_in_its_time_is_left_alone(leases: Leases) -> None:
    leases.claim("jinshui", NOW)
    guard = Guard(job(), leases, lambda: NOW, threading.Event(), QUICK)
    assert guarded(guard, BRIEF) == 0
    assert guard.reason == ""


def test_a_crawl_is_ended_in_order_when_its_time_is_up(leases: Leases) -> None:
    leases.claim("jinshui", NOW)
    guard = Guard(job(0), leases, lambda: NOW, threading.Event(), QUICK)
    assert guarded(guard, ORDERLY) == 7
    assert "time was up" in guard.reason


def test_the_guard_looks_at_the_deadline_itself_however_seldom_else(leases: Leases) -> None:
    leases.claim("jinshui", NOW)
    clock = iter([NOW + timedelta(minutes=59, seconds=59.9), *[NOW + timedelta(hours=1)] * 9])
    seldom = Pace(look_every=60.0, patience=0.5)
    guard = Guard(job(60), leases, lambda: next(clock), threading.Event(), seldom)
    assert guarded(guard, ORDERLY) == 7
    assert "time was up" in guard.reason


def test_a_crawl_that_does_not_end_is_killed(leases: Leases) -> None:
    guard = Guard(job(0), leases, lambda: NOW, threading.Event(), QUICK)
    assert guarded(guard, DEAF) == -9


def test_a_crawl_whose_portal_another_has_taken_is_ended(leases: Leases) -> None:
    guard = Guard(job(), leases, lambda: NOW, threading.Event(), QUICK)
    assert guarded(guard, ORDERLY) == 7
    assert "another scheduler" in guard.reason


def test_a_stopped_scheduler_ends_its_crawls(leases: Leases) -> None:
    leases.claim("jinshui", NOW)
    stop = threading.Event()
    stop.set()
    guard = Guard(job(), leases, lambda: NOW, stop, QUICK)
    assert guarded(guard, ORDERLY) == 7
    assert "stopped" in guard.reason


def test_a_silent_database_ends_no_crawl() -> None:
    nowhere = open_database("postgresql+psycopg://x@127.0.0.1:1/reports")
    leases = Leases(nowhere, "ours", term=TERM, clock=lambda: NOW)
    guard = Guard(job(), leases, lambda: NOW, threading.Event(), QUICK)
    assert guarded(guard, BRIEF) == 0
