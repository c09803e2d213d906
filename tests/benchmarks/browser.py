"""`make bench-browser`: pages drawn a second, and the memory of the browser that draws them.

Memory is proportional set size (PSS): pages that processes share are counted once. It is sampled
while the crawl runs, over the crawl and all that it started.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

from govreports.replica.server import serve
from tests.browser.processes import cpu_seconds, family, name, pss
from tests.browser.scripted import ScriptedPortal
from tests.crawling import ROOT, Crawler, env

EVERY_S = 0.25
MEGABYTE = 1024 * 1024
KINDS = {"chromium": "Chromium, all processes", "node": "Playwright's driver"}
CRAWL = "the crawl itself"
CPU = "CPU seconds"


def measured(pid: int) -> dict[str, float]:
    """Return the memory of a crawl's processes by kind, in bytes, and their CPU time so far."""
    sizes: dict[str, float] = dict.fromkeys((*KINDS.values(), CRAWL, CPU), 0.0)
    for one in family(pid):
        kind = next((words for start, words in KINDS.items() if name(one).startswith(start)), CRAWL)
        sizes[kind] += pss(one)
        sizes[CPU] += cpu_seconds(one)
    return sizes


def watch(crawl: subprocess.Popen[bytes]) -> list[dict[str, float]]:
    """Sample a crawl's memory until it ends."""
    samples = []
    while crawl.poll() is None:
        samples.append(measured(crawl.pid))
        time.sleep(EVERY_S)
    return samples


def table(samples: list[dict[str, float]]) -> None:
    """Print the peak of each kind, and whether the browser grows from page to page."""
    for kind in (*KINDS.values(), CRAWL):
        print(f"{kind:<28}{max(one[kind] for one in samples) / MEGABYTE:7.0f} MB at most")
    browser = [one[KINDS["chromium"]] for one in samples if one[KINDS["chromium"]]]
    half = len(browser) // 2
    first, second = max(browser[:half]), max(browser[half:])
    halves = f"{first / MEGABYTE:7.0f} MB, {second / MEGABYTE:.0f} MB"
    print(f"{'peak of each half of the run':<28}{halves}")


def main() -> None:
    """Crawl a portal whose lists and articles are all drawn, as fast as it goes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=200)
    pages = parser.parse_args().pages
    portal = ScriptedPortal(pages, pager="hash", scripted_articles=True)
    with tempfile.TemporaryDirectory() as folder, serve([portal]) as addresses:
        crawler = Crawler(Path(folder), f"sqlite:///{folder}/govreports.db")
        settings = {"SPIDER_MODULES": "tests.browser.definitions", "LOG_LEVEL": "WARNING"}
        base = {"base_url": addresses["leping"]}
        command = crawler.command("leping-drawn", base, settings)
        crawl = subprocess.Popen(command, cwd=ROOT, env=env(), stdout=subprocess.DEVNULL)
        samples = watch(crawl)
    if crawl.returncode:
        raise SystemExit(crawl.returncode)
    drawn = [hit.at for hit in portal.log() if hit.target in portal.by_path]
    rate = (len(drawn) - 1) / (drawn[-1] - drawn[0]).total_seconds()
    # Python's and Chromium's start are in it: what a person waits for is, too.
    spent = max(one[CPU] for one in samples) / len(drawn)
    print(f"{len(drawn)} articles drawn, {rate:.1f} pages/s, {spent:.2f} s of CPU each")
    table(samples)


if __name__ == "__main__":
    main()
