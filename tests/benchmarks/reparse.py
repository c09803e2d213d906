"""`make bench-reparse`: the archive read again gives the crawl's own rows, and how fast.

A portal is crawled, its store aged (as if an earlier reader had read it) and read again by the
command, then once more by a reader that was changed on purpose. Each round crawls anew into a new
folder; figures are medians over the rounds, and all times are those of whole processes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sqlalchemy import func, select, update

from govreports.replica.bench import bench_portal
from govreports.replica.server import serve
from govreports.store import models
from govreports.store.engine import open_database, reading, writing
from tests.crawling import ROOT, Crawler, env
from tests.other_reader import FIELD, WORD, project_with_another_reader

if TYPE_CHECKING:
    from sqlalchemy import Engine, Row

PORTAL = "jinshui"
PROGRAM = "import sys; from govreports.cli import main; sys.exit(main())"
# As long as a reader's version is.
EARLIER = "0" * 12


@dataclass(frozen=True)
class Kept:
    """A data folder: a store and its archive."""

    folder: Path
    engine: Engine

    def rows(self) -> dict[str, list[str]]:
        """Return a digest of every row of every table."""
        with reading(self.engine, "reading") as connection:
            return {
                table.name: sorted(map(digest, connection.execute(select(table))))
                for table in models.metadata.sorted_tables
            }

    def age(self) -> None:
        """Let another reader have read all that is there."""
        with writing(self.engine, "ageing") as connection:
            for table in (models.versions, models.report_urls):
                read = table.c.reader_version.is_not(None)
                connection.execute(update(table).where(read).values(reader_version=EARLIER))

    def revised(self) -> dict[str, int]:
        """Return how many versions there are, and how many a better reader revised."""
        table = models.versions
        restated = table.c.revised_at.is_not(None) & (table.c[FIELD] == WORD)
        query = select(func.count(), func.count().filter(restated), func.max(table.c.version))
        with reading(self.engine, "counting") as connection:
            names = ("versions", "revised", "latest")
            return dict(zip(names, connection.execute(query).one(), strict=True))

    def crawl(self, pages: int) -> float:
        """Crawl a portal of so many pages; return the seconds."""
        portal = bench_portal(pages)
        crawler = Crawler(self.folder, address(self.folder))
        with serve([portal]) as addresses:
            start_url = urljoin(addresses[portal.name], portal.column_path)
            command = crawler.command(PORTAL, {"start_url": start_url})
            started = time.monotonic()
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=env())
        return time.monotonic() - started

    def reparse(self, options: list[str], root: Path = ROOT) -> float:
        """Read the archive again with the code of a folder; return the seconds."""
        places: dict[str, Any] = {
            "GOVREPORTS_DATA_DIR": str(self.folder),
            "GOVREPORTS_DATABASE_URL": address(self.folder),
            "PYTHONPATH": str(root),
        }
        started = time.monotonic()
        subprocess.run(
            [sys.executable, "-c", PROGRAM, "reparse", PORTAL, *options],
            check=True,
            cwd=root,
            env={**os.environ, **places},
        )
        return time.monotonic() - started


def digest(row: Row[*tuple[Any, ...]]) -> str:
    """Return what only the same row has."""
    return hashlib.sha256(repr(tuple(row)).encode()).hexdigest()


def address(folder: Path) -> str:
    """Return the URL of the store in a data folder."""
    return f"sqlite:///{folder / 'govreports.db'}"


@dataclass(frozen=True)
class Round:
    """Seconds of one crawl, and of reading what it archived again."""

    crawled: float
    read: float
    changed: float
    faults: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """How many times the crawl's rate the archive was read at."""
        return self.crawled / self.read


def measured(folder: Path, pages: int, options: list[str]) -> Round:
    """Crawl into a new folder, read again and compare, change the reader and read once more."""
    data = folder / "data"
    data.mkdir()
    kept = Kept(data, open_database(address(data)))
    crawled = kept.crawl(pages)
    before = kept.rows()
    kept.age()
    read = kept.reparse(options)
    faults = [f"other rows: {name}" for name, rows in kept.rows().items() if rows != before[name]]
    faults += _wrong("crawled", kept.revised(), {"versions": pages, "revised": 0, "latest": 1})
    changed = kept.reparse(options, project_with_another_reader(folder / "changed"))
    expected = {"versions": pages, "revised": pages, "latest": 1}
    faults += _wrong("after the change", kept.revised(), expected)
    kept.engine.dispose()
    return Round(crawled, read, changed, tuple(faults))


def show(rounds: list[Round], pages: int) -> float:
    """Print medians over the rounds; return that of the ratios, each taken within its round."""
    cores = len(os.sched_getaffinity(0))
    for what, seconds in (
        ("crawled:                   ", median(one.crawled for one in rounds)),
        (f"read again on {cores} cores:     ", median(one.read for one in rounds)),
        ("read by a changed reader:  ", median(one.changed for one in rounds)),
    ):
        print(f"{pages} pages {what} {seconds:6.1f} s, {pages / seconds:5.0f} pages/s")
    ratio = median(one.ratio for one in rounds)
    each = " ".join(f"{one.ratio:.2f}" for one in rounds)
    print(f"read again / crawled: {ratio:.2f}x, round by round {each}")
    return ratio


def _wrong(when: str, found: dict[str, int], expected: dict[str, int]) -> list[str]:
    return [] if found == expected else [f"{when}: {found}, expected {expected}"]


def main() -> None:
    """Measure, say how it went, and exit with 1 where rows differ or it was not fast enough."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, help="by default one a core")
    parser.add_argument("--least", type=float, default=0, help="how many times the crawl's rate")
    options = parser.parse_args()
    more = ["--processes", str(options.processes)] if options.processes else []
    rounds = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(measured(Path(folder), options.pages, more))
    ratio = show(rounds, options.pages)
    if faults := [fault for one in rounds for fault in one.faults]:
        sys.exit("; ".join(faults))
    print("every row of every table as the crawl left it; after the change revisions, no versions")
    if ratio < options.least:
        sys.exit(f"{ratio:.2f}x the crawl's rate, expected {options.least}x")


if __name__ == "__main__":
    main()
