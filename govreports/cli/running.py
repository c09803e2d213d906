"""Crawls as processes of their own, with their progress and their last words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from govreports.cli.app import console
from govreports.places import project_directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rich.progress import TaskID


Watching = Callable[["subprocess.Popen[bytes]"], AbstractContextManager[None]]
"""What watches a crawl's process for as long as its block lasts."""


@dataclass(frozen=True, slots=True)
class CrawlOrder:
    """One crawl to run: arguments as for `scrapy crawl -a`, settings as for `-s`.

    A ``guard`` watches the process while it runs, and is then the only one to end it.
    """

    portal: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    feed: Path | None = None
    log: Path | None = None
    guard: Watching | None = None

    def command(self, progress_fd: int) -> list[str]:
        """Return the command line of the crawl's process."""
        line = [sys.executable, "-m", "scrapy", "crawl", self.portal]
        for name, value in self.arguments.items():
            line += ["-a", f"{name}={value}"]
        settings = {**self.settings, "GOVREPORTS_PROGRESS_FD": str(progress_fd)}
        for name, value in settings.items():
            line += ["-s", f"{name}={value}"]
        if self.feed is not None:
            line += ["-O", str(self.feed)]
        if self.log is not None:
            line += ["--logfile", str(self.log)]
        return line


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """How one crawl ended: ``said`` are the lines it printed at its end."""

    portal: str
    exit_code: int
    seconds: float
    counts: Counter[str]
    said: str


def run_crawls(orders: Iterable[CrawlOrder], *, at_once: int = 2) -> list[CrawlResult]:
    """Run the crawls, a few at once, with a bar for each; results in the orders' order."""
    waiting = list(orders)
    results: dict[str, CrawlResult] = {}
    with _bars() as bars:
        tasks = {
            order.portal: bars.add_task(order.portal, start=False, total=None, state="")
            for order in waiting
        }
        queue = iter(waiting)
        lock = threading.Lock()
        workers = [
            threading.Thread(target=_work, args=(queue, lock, bars, tasks, results))
            for _ in range(min(at_once, len(waiting)))
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    return [results[order.portal] for order in waiting]


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:>4.0f}/{task.total} pages"),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        console=console,
    )


def _work(
    queue: Iterator[CrawlOrder],
    lock: threading.Lock,
    bars: Progress,
    tasks: Mapping[str, TaskID],
    results: dict[str, CrawlResult],
) -> None:
    while True:
        with lock:
            order = next(queue, None)
        if order is None:
            return
        bars.start_task(tasks[order.portal])
        task = tasks[order.portal]
        results[order.portal] = run_crawl(order, partial(_show, bars, task))
        good = results[order.portal].exit_code == 0
        bars.update(task, state="[green]done[/]" if good else "[red]failed[/]")


def _show(bars: Progress, task: TaskID, counts: Counter[str]) -> None:
    total = max(counts["declared"], counts["rows"])
    bars.update(task, completed=counts["pages"] + counts["skipped"], total=total)


def run_crawl(
    order: CrawlOrder, seen: Callable[[Counter[str]], None] = lambda _counts: None
) -> CrawlResult:
    """Run one crawl in a process of its own; ``seen`` gets its counts as they grow."""
    started = time.monotonic()
    reading, writing = os.pipe()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            order.command(writing),
            pass_fds=[writing],
            cwd=project_directory(),
            stdout=subprocess.DEVNULL,
            stderr=said,
            # A second SIGINT makes Scrapy drop what is under way: Ctrl-C in a terminal must not
            # come from the group as well as from the guard.
            start_new_session=order.guard is not None,
        )
        os.close(writing)
        guard = order.guard(process) if order.guard else nullcontext()
        with guard, os.fdopen(reading, encoding="utf-8") as lines:
            counts = _follow(lines, seen)
            exit_code = process.wait()
        said.seek(0)
        words = said.read()
    return CrawlResult(order.portal, exit_code, time.monotonic() - started, counts, words)


def _follow(lines: IO[str], seen: Callable[[Counter[str]], None]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        counts = Counter(json.loads(line)["counts"])
        seen(counts)
    return counts
