"""`make bench-memory`: what a long crawl holds at its beginning and at its end.

One crawl of loopback pages as users run it, with its CSV; the memory of all its processes is looked
at twice a second. PSS counts memory that processes share once (proc(5), smaps_rollup). What it
holds at a page is the most that was seen in the fifth of the way before it. Exit code 1
where the end is above 1.2 times the beginning.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from govreports.replica.server import serve
from tests.benchmarks.plenty import PlentyPortal, plenty_portal
from tests.crawling import ROOT, Crawler, env

LIMIT = 1.2
LOOK_EVERY_S = 0.5
FIFTH = 0.8
# Of the settings as shipped only the pauses are lifted, and the log of each page is not wanted.
SETTINGS = {
    "CONCURRENT_REQUESTS": "16",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "LOG_LEVEL": "WARNING",
}


@dataclass(frozen=True)
class Held:
    """What the processes of a crawl held when so many pages had been asked for, in MB."""

    pages: int
    rss: float
    pss: float


def family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            started = children.read_text(encoding="ascii").split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += [one for number in started for one in family(int(number))]
    return found


def memory_of(process: int) -> tuple[float, float]:
    """Return RSS and PSS in MB; nothing for a process that has just ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    rows = dict(line.split(":", 1) for line in text.splitlines()[1:])
    return int(rows["Rss"].split()[0]) / 1024, int(rows["Pss"].split()[0]) / 1024


def look(crawl: subprocess.Popen[bytes], portal: PlentyPortal) -> Held:
    held = [memory_of(process) for process in family(crawl.pid)]
    return Held(portal.answered, sum(rss for rss, _ in held), sum(pss for _, pss in held))


def watch(crawl: subprocess.Popen[bytes], portal: PlentyPortal) -> list[Held]:
    """Look at the crawl until it ends."""
    seen: list[Held] = []
    shown = 0
    while crawl.poll() is None:
        held = look(crawl, portal)
        if held.pss:
            seen.append(held)
        if held.pages >= shown:
            print(
                f"{held.pages:>7} pages {held.rss:7.1f} MB RSS {held.pss:7.1f} MB PSS", flush=True
            )
            shown += len(portal.entries) // 10
        time.sleep(LOOK_EVERY_S)
    return seen


def at(seen: list[Held], pages: int) -> Held:
    """Return the most that was held on the last fifth of the way to so many pages."""
    near = [held for held in seen if FIFTH * pages <= held.pages <= pages]
    return max(near, key=lambda held: held.pss)


def measure(pages: int, size_kb: int) -> list[Held]:
    """Crawl that many pages into a fresh store."""
    portal = plenty_portal(pages, size_kb)
    with tempfile.TemporaryDirectory() as folder, serve([portal]) as addresses:
        crawler = Crawler(Path(folder), f"sqlite:///{folder}/govreports.db")
        feed = Path(folder) / "reports.csv"
        address = f"{addresses['jinshui']}{portal.column_path.removeprefix('/')}"
        command = crawler.command("jinshui", {"start_url": address}, SETTINGS, feed)
        began = time.monotonic()
        crawl = subprocess.Popen(command, cwd=ROOT, env=env(), stdout=subprocess.DEVNULL)
        seen = watch(crawl, portal)
        seconds = time.monotonic() - began
        with crawler.store() as store:
            stored = store.counts()["jinshui"].reports
    print(f"{stored} reports stored in {seconds:.0f} s, {pages / seconds:.0f} pages/s")
    if crawl.returncode or stored != pages:
        print(f"the crawl lost something: exit code {crawl.returncode}, {stored} of {pages} pages")
        sys.exit(1)
    return seen


def main() -> None:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--begin", type=int, default=5_000)
    parser.add_argument("--size-kb", type=int, default=20)
    options = parser.parse_args()
    print(f"{options.pages} pages of about {options.size_kb} KB on loopback, one crawl")
    seen = measure(options.pages, options.size_kb)
    begin, end = at(seen, options.begin), at(seen, options.pages)
    ratio = end.pss / begin.pss
    for name, held in (("begin", begin), ("end", end)):
        print(f"{name}: {held.pss:.1f} MB PSS, {held.rss:.1f} MB RSS by {held.pages} pages")
    print(f"the end holds {ratio:.2f} times the beginning, at most {LIMIT} is wanted")
    sys.exit(ratio > LIMIT)


if __name__ == "__main__":
    main()
