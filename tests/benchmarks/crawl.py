"""`make bench-crawl`: the whole pipeline beside bare Scrapy and a naive one, on the same pages.

Every round runs all contestants in turn on the same loopback pages, each in a fresh process with a
fresh folder; figures are medians over the rounds, ratios are taken round by round.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from govreports.replica.bench import bench_portal
from govreports.replica.server import serve
from tests.benchmarks.stores import database_url

NAMES = {
    "ours": "govreports, as shipped",
    "bare": "(a) bare Scrapy, default settings",
    "naive": "(b) ten XPaths, session per item",
    "tuned": "(c) bare Scrapy, our tuning",
}


@dataclass(frozen=True)
class Measurement:
    """One run: pages, seconds, CPU seconds, peak memory in MB."""

    pages: int
    seconds: float
    cpu: float
    peak_mb: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / self.pages


def run(name: str, column: str, urls: Path) -> Measurement:
    """Run one contestant in a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "ours":
            prepare(Path(folder))
        command = [sys.executable, "-m", "tests.benchmarks.contestants", name]
        command += ["--url", column, "--urls", str(urls), "--folder", folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    # Articles, not answers: our crawl also fetches robots.txt and the list pages that lead to them.
    measured["pages"] = len(urls.read_text(encoding="utf-8").split())
    return Measurement(**measured)


def prepare(folder: Path) -> None:
    """Make the store, as the first crawl into it does: that loads Alembic, once for all crawls."""
    govreports = Path(sys.executable).with_name("govreports")
    environment = {**os.environ, "GOVREPORTS_DATABASE_URL": database_url(folder)}
    command = [str(govreports), "db", "upgrade"]
    subprocess.run(command, check=True, capture_output=True, env=environment)


def rounds(count: int, column: str, urls: Path) -> dict[str, list[Measurement]]:
    """Run every contestant in turn, as often as asked."""
    results: dict[str, list[Measurement]] = {name: [] for name in NAMES}
    for number in range(count):
        for name in NAMES:
            measured = run(name, column, urls)
            results[name].append(measured)
            print(f"round {number + 1}: {name:<6} {measured.rate:6.0f} pages/s", flush=True)
    return results


def table(results: dict[str, list[Measurement]]) -> None:
    """Print medians and the ratios of our rate to each baseline's, round by round."""
    print(f"\n{'median of ' + str(len(results['ours'])):<36}pages/s  CPU ms/page  peak MB  ours/it")
    for name, label in NAMES.items():
        of_name = results[name]
        ratio = statistics.median(
            ours.rate / it.rate for ours, it in zip(results["ours"], of_name, strict=True)
        )
        print(
            f"{label:<36}{statistics.median(m.rate for m in of_name):7.0f}"
            f"{statistics.median(m.cpu_ms for m in of_name):13.2f}"
            f"{statistics.median(m.peak_mb for m in of_name):9.0f}"
            f"{ratio:9.2f}x"
        )


def main() -> None:
    """Serve the pages from a process of their own and run the rounds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    portal = bench_portal(options.pages)
    # The server lives in this process, which otherwise only waits for the contestants.
    with tempfile.TemporaryDirectory() as folder, serve([portal]) as addresses:
        base = addresses[portal.name]
        urls = Path(folder) / "urls.txt"
        paths = [portal.path(key) for key in portal.listed]
        urls.write_text("\n".join(urljoin(base, path) for path in paths), encoding="utf-8")
        size = len(portal.respond("GET", paths[0]).body) / 1024
        sent = portal.compressed_bytes / options.pages / 1024
        print(f"{options.pages} pages of about {size:.0f} KB ({sent:.0f} KB as sent) on loopback")
        table(rounds(options.rounds, urljoin(base, portal.column_path), urls))


if __name__ == "__main__":
    main()
