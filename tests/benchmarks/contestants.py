"""One crawl of the benchmark, measured from within its own process.

`python -m tests.benchmarks.contestants NAME --url COLUMN --urls FILE --folder DIR` prints one JSON
line: pages, seconds between the spider's opening and closing, CPU seconds in between (all threads
of all the crawl's processes) and their peak memory in MB: the sum of the most that each of the
processes ever held (VmHWM), so that memory which two of them share counts twice.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from govreports.collector import tune_garbage_collector
from tests.benchmarks.bare import Bare
from tests.benchmarks.stores import database_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

CONCURRENCY = {"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0}
OUR_TUNING = {"CONCURRENT_ITEMS": 1}


class Meter:
    """Seconds and CPU seconds between the spider's opening and closing."""

    def __init__(self, crawler: Crawler) -> None:
        crawler.signals.connect(self.on_opened, signals.spider_opened)
        crawler.signals.connect(self.on_closed, signals.spider_closed)
        crawler.signals.connect(self.on_response, signals.response_received)
        self.pages = 0
        self.seconds = self.cpu = self.peak_mb = 0.0

    def on_opened(self) -> None:
        self.seconds, self.cpu = -time.perf_counter(), -cpu_seconds()

    def on_response(self) -> None:
        self.pages += 1

    def on_closed(self) -> None:
        self.seconds += time.perf_counter()
        self.cpu += cpu_seconds()
        self.peak_mb = sum(map(peak_mb, processes()))

    def line(self) -> str:
        peak = max(self.peak_mb, peak_mb(os.getpid()))
        return json.dumps(
            {"pages": self.pages, "seconds": self.seconds, "cpu": self.cpu, "peak_mb": peak}
        )


def processes() -> list[int]:
    """Return the ids of this process and of those that it has started and not yet ended."""
    own = os.getpid()
    started = [
        int(number)
        for children in Path(f"/proc/{own}/task").glob("*/children")
        for number in children.read_text(encoding="ascii").split()
    ]
    return [own, *started]


def peak_mb(process: int) -> float:
    """Return the most memory that a process ever held.

    Not `ru_maxrss`: that of a new process begins with what the one that started it held.
    """
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


def cpu_seconds() -> float:
    """Return the CPU time of all threads of this process and of those that it has started."""
    ticks = 0
    for process in processes():
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        # Behind the name in brackets; utime and stime are the fields 14 and 15 (proc(5)).
        ticks += sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def stock(folder: Path, *, tuned: bool = False, naive: bool = False) -> dict[str, Any]:
    """Return Scrapy's own defaults; only concurrency and logging are set."""
    settings: dict[str, Any] = {**CONCURRENCY, "LOG_LEVEL": "WARNING"}
    if tuned:
        settings |= OUR_TUNING
    if naive:
        settings |= {
            "ITEM_PIPELINES": {"tests.benchmarks.naive.SessionPerItem": 100},
            "BENCH_DATABASE": str(folder / "naive.db"),
        }
    return settings


def shipped(folder: Path) -> Any:
    """Return our settings as shipped; only delay and concurrency are lifted."""
    settings = get_project_settings()
    lifted = {**CONCURRENCY, "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "WARNING"}
    places = {
        "GOVREPORTS_DATA_DIR": str(folder),
        "GOVREPORTS_DATABASE_URL": database_url(folder),
    }
    settings.setdict({**lifted, **places}, priority="cmdline")
    return settings


def naive() -> type[Bare]:
    """Load what only this contestant uses."""
    from tests.benchmarks.naive import Naive  # noqa: PLC0415

    return Naive


def crawl(name: str, column: str, urls: list[str], folder: Path) -> str:
    """Run one contestant and return its JSON line."""
    if name in {"tuned", "ours"}:
        tune_garbage_collector()
    if name == "ours":
        process = AsyncCrawlerProcess(shipped(folder))
        crawler = process.create_crawler("jinshui")
        arguments: dict[str, Any] = {"start_url": column}
    else:
        process = AsyncCrawlerProcess(stock(folder, tuned=name == "tuned", naive=name == "naive"))
        crawler = process.create_crawler(naive() if name == "naive" else Bare)
        arguments = {"urls": urls}
    meter = Meter(crawler)
    process.crawl(crawler, **arguments)
    process.start()
    return meter.line()


def main() -> None:
    """Read the command line and print the measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=("bare", "naive", "tuned", "ours"))
    parser.add_argument("--url", required=True)
    parser.add_argument("--urls", required=True, type=Path)
    parser.add_argument("--folder", required=True, type=Path)
    options = parser.parse_args()
    urls = options.urls.read_text(encoding="utf-8").split()
    line = crawl(options.name, options.url, urls, options.folder)
    logging.shutdown()
    gc.collect()
    print(line)


if __name__ == "__main__":
    main()
