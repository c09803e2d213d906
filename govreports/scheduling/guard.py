"""Ends a scheduled crawl that may not go on, and holds its lease while it may."""

from __future__ import annotations

import signal
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from govreports.scheduling.plan import ORDERLY_END
from govreports.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from govreports.scheduling.due import Job
    from govreports.store.leases import Leases

#: How long a lease lasts without being renewed: a crashed scheduler's portal waits so long.
TERM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a guard looks, and how long it waits for an orderly end, in seconds."""

    look_every: float = 20.0
    patience: float = ORDERLY_END.total_seconds()


class Guard:
    """Watches one crawl's process; ``reason`` says why it was ended, empty where it was not."""

    def __init__(
        self,
        job: Job,
        leases: Leases,
        clock: Callable[[], datetime],
        stop: threading.Event,
        pace: Pace = Pace(),
    ) -> None:
        """Take the job, the leases that hold it and what tells all crawls to end."""
        self.reason = ""
        self._stop = stop
        self._job = job
        self._leases = leases
        self._clock = clock
        self._pace = pace

    @contextmanager
    def watching(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Watch a crawl's process as long as the block lasts."""
        over = threading.Event()
        thread = threading.Thread(target=self._watch, args=(process, over))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _watch(self, process: subprocess.Popen[bytes], over: threading.Event) -> None:
        while not over.wait(self._until_next_look()):
            self.reason = self._why_not()
            if self.reason:
                _end(process, self._pace.patience)
                return

    def _until_next_look(self) -> float:
        """Return the seconds to the next look, which is none later than the deadline."""
        left = (self._job.deadline - self._clock()).total_seconds()
        return max(0.0, min(self._pace.look_every, left))

    def _why_not(self) -> str:
        if self._stop.is_set():
            return "the scheduler was stopped"
        if self._clock() >= self._job.deadline:
            return "its time was up (time_limit, or quiet hours begin); the next run goes on"
        try:
            held = self._leases.renew(self._job.portal)
        except StoreError:
            # The crawl itself meets the same database and names what is wrong with it; a lease
            # that cannot be renewed runs out, and whoever can reach the database takes over.
            return ""
        return "" if held else "another scheduler has taken the portal over"


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    """Ask for an orderly end, then insist: what is committed stays, the rest is crawled again."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
