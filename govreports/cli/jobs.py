"""Scheduled crawls as the commands run them: leases, processes, a line for each start and end."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from govreports.archive.placement import SUFFIX
from govreports.cli.app import console, errors, fail
from govreports.cli.orders import order_for
from govreports.cli.running import run_crawl
from govreports.clock import now
from govreports.places import archive_directory, database_url
from govreports.registry import PortalLoader
from govreports.scheduling.guard import TERM, Guard
from govreports.scheduling.plan import CHINA, PlanError, plan_of
from govreports.scheduling.scheduler import Scheduler
from govreports.store.engine import is_sqlite, open_database, sqlite_file
from govreports.store.errors import StoreError
from govreports.store.leases import Leases, new_holder
from govreports.store.migrations import upgrade
from govreports.store.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scrapy.settings import BaseSettings
    from sqlalchemy import Engine

    from govreports.cli.running import CrawlResult
    from govreports.scheduling.due import Job
    from govreports.scheduling.plan import Plan

# A clock that is set, or a machine that wakes up, is noticed within so many seconds.
_LOOK_EVERY_S = 20.0

_SAID = ("new", "changed", "unchanged", "skipped")


@dataclass
class Outcome:
    """How many crawls were started, and how many of them failed."""

    started: int = 0
    failed: int = 0


class Jobs:
    """The scheduled crawls of one process."""

    def __init__(self, plans: list[Plan], leases: Leases, patience: Patience) -> None:
        """Take the plans and the leases of this process, and its patience with their database."""
        self._patience = patience
        self.scheduler = Scheduler(plans, leases, now)
        self.stop = threading.Event()
        self._leases = leases
        self._outcome = Outcome()

    def run_due(self, at_once: int) -> Outcome:
        """Run all that is due, some at once."""
        with ThreadPoolExecutor(at_once) as pool:
            for worker in [pool.submit(self._work) for _ in range(at_once)]:
                worker.result()
        return self._outcome

    def serve(self, at_once: int) -> None:
        """Run what becomes due until :attr:`stop` is set; a silent database is asked again."""
        with ThreadPoolExecutor(at_once) as pool:
            for worker in [pool.submit(self._serve) for _ in range(at_once)]:
                worker.result()

    def _serve(self) -> None:
        while not self.stop.is_set():
            try:
                self._work()
            except StoreError as error:
                _say(f"the store does not answer, trying again: {error}")
            self.stop.wait(_LOOK_EVERY_S)

    def _work(self) -> None:
        while not self.stop.is_set() and (job := self.scheduler.claim()):
            exit_code = self._crawl(job)
            # A lease that is not closed would have the slot run again.
            self._patience.ask(partial(self._leases.finish, job.portal, exit_code))

    def _crawl(self, job: Job) -> int:
        self._outcome.started += 1
        guard = Guard(job, self._leases, now, self.stop)
        _say(f"{job.portal}: started (slot {_clock(job.slot)}, until {_clock(job.deadline)})")
        result = run_crawl(order_for(job.portal, guard=guard.watching))
        self._outcome.failed += bool(result.exit_code)
        _say(f"{job.portal}: {_ended(result, guard.reason)}")
        if result.exit_code:
            errors.print(result.said.strip(), markup=False, soft_wrap=True)
        return result.exit_code


def _ended(result: CrawlResult, reason: str) -> str:
    counts = ", ".join(f"{result.counts[name]} {name}" for name in _SAID)
    how = f"ended early, because {reason}" if reason else f"ended with exit code {result.exit_code}"
    return f"{how} after {result.seconds:.0f} s: {counts}"


def _say(words: str) -> None:
    console.print(f"{_clock(now())} {words}", markup=False, soft_wrap=True)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


@contextmanager
def jobs(settings: BaseSettings) -> Iterator[Jobs]:
    """Open the scheduled crawls of this process, or end the command with what is wrong."""
    plans = plans_of(settings)
    try:
        engine = open_database(database_url(settings))
        try:
            _insist_on_file(engine, archive_directory(Path(settings["GOVREPORTS_DATA_DIR"])))
            upgrade(engine)
            patience = Patience(settings.getfloat("GOVREPORTS_DATABASE_PATIENCE"))
            yield Jobs(plans, Leases(engine, new_holder(), term=TERM, clock=now), patience)
        finally:
            engine.dispose()
    except StoreError as error:
        fail(str(error), "look at GOVREPORTS_DATABASE_URL; no crawl was started without its store")


def _insist_on_file(engine: Engine, archive: Path) -> None:
    """Exit with 1 where the file is gone: a new one would have everything crawled anew."""
    gone = is_sqlite(engine) and not sqlite_file(engine).exists()
    if gone and any(archive.glob(f"*{SUFFIX}")):
        fail(
            f"{sqlite_file(engine)}: there is no such database, but the archive of one: {archive}",
            "restore it from a backup (govreports db backup makes them), or name the right one in "
            "GOVREPORTS_DATABASE_URL; no crawl was started",
        )


def plans_of(settings: BaseSettings) -> list[Plan]:
    """Return every portal's plan, or end the command naming each line to mend."""
    loader = PortalLoader(settings)
    plans, wrong = [], [str(fault) for fault in loader.faults]
    for spider in loader.spiders.values():
        try:
            plans.append(plan_of(spider))
        except PlanError as error:
            wrong.append(str(error))
    if wrong:
        fail("; ".join(wrong), "mend the portal's file in spiders/; nothing was started")
    return plans
