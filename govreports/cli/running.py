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
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from govreports.cli.app import console
from govreports.places import project_directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rich.progress import TaskID


@dataclass(frozen=True, slots=True)
class CrawlOrder:
    """One crawl to run: arguments as for `scrapy crawl -a`, settings as for `-s`."""

    portal: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    feed: Path | None = None
    log: Path | None = None

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
        results[order.portal] = _run(order, bars, tasks[order.portal])


def _run(order: CrawlOrder, bars: Progress, task: TaskID) -> CrawlResult:
    started = time.monotonic()
    reading, writing = os.pipe()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            order.command(writing),
            pass_fds=[writing],
            cwd=project_directory(),
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as lines:
            counts = _follow(lines, bars, task)
        exit_code = process.wait()
        said.seek(0)
        words = said.read()
    bars.update(task, state="[green]done[/]" if exit_code == 0 else "[red]failed[/]")
    return CrawlResult(order.portal, exit_code, time.monotonic() - started, counts, words)


def _follow(lines: IO[str], bars: Progress, task: TaskID) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        counts = Counter(json.loads(line)["counts"])
        total = max(counts["declared"], counts["rows"])
        bars.update(task, completed=counts["pages"], total=total)
    return counts
