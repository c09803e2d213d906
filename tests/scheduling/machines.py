"""Machines that crawl by schedule in simulated time, on real leases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govreports.scheduling.scheduler import Scheduler
from govreports.store.leases import Leases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Engine

    from govreports.scheduling.due import Job
    from govreports.scheduling.plan import Plan


class Work(NamedTuple):
    """What machines share: plans, how long each portal's crawl takes, and the term of a lease."""

    plans: Sequence[Plan]
    lengths: Mapping[str, timedelta]
    term: timedelta


@dataclass
class Crawl:
    """A scheduled crawl: it takes its time, and ends as a guard would have it.

    ``how`` is ``done``, ``time`` (its time was up), ``lost`` (another took the
    portal over) or ``killed``; empty while it goes on. ``until`` is when it was last seen
    at work: a machine that sleeps does none.
    """

    job: Job
    at: datetime
    until: datetime
    how: str = ""


class Machine:
    """One scheduler. It does something only when it looks."""

    def __init__(self, engine: Engine, name: str, work: Work, now: datetime) -> None:
        self.now = self.looked = now
        self.work = work
        self.crawls: list[Crawl] = []
        self.running: list[Crawl] = []
        self.leases = Leases(engine, name, term=work.term, clock=lambda: self.now)
        self.scheduler = Scheduler(work.plans, self.leases, lambda: self.now)

    def look(self, now: datetime) -> None:
        """Do what a scheduler and its guards do now and then: end, renew, begin."""
        self.looked, self.now = self.now, now
        for crawl in list(self.running):
            self._go_on(crawl)
        self.claim()

    def claim(self) -> None:
        """Begin what is due."""
        while job := self.scheduler.claim():
            self.running.append(Crawl(job, self.now, self.now))
            self.crawls.append(self.running[-1])

    def die(self) -> None:
        """Lose all crawls under way, as a power cut does."""
        for crawl in self.running:
            crawl.how = "killed"
        self.running.clear()

    def _go_on(self, crawl: Crawl) -> None:
        portal, end = crawl.job.portal, crawl.at + self.work.lengths[crawl.job.portal]
        if min(end, crawl.job.deadline) <= self.now:
            how, exit_code = ("done", 0) if end <= crawl.job.deadline else ("time", 1)
            # A lease that was lost meanwhile is not closed.
            crawl.how = how if self.leases.finish(portal, exit_code) else "lost"
        elif not self.leases.renew(portal):
            crawl.how = "lost"
        if crawl.how != "lost" and self.now - self.looked <= self.work.term:
            crawl.until = min(self.now, end)
        if crawl.how:
            self.running.remove(crawl)
