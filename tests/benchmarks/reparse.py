"""`make bench-reparse`: the archive read again gives the crawl's own rows, and how fast.

Portals are crawled, their store aged (as if an earlier reader had read it) and read again by the
command, then once more by a reader that was changed on purpose. Each round crawls anew into a new
folder; figures are medians over the rounds. A crawl's time is that of its run, without the start
of its interpreter; to read again takes the whole command, with its start.

Twice: the replicas of five CMS families, crawled time and again as their reports are edited; and
one portal whose pages are as large as most real ones. There is no pause between requests, and
both answer at once, which no real portal does: the crawl is as fast as it can be.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sqlalchemy import func, select, update

from govreports.replica.bench import bench_portal
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store import models
from govreports.store.engine import open_database, reading, writing
from tests.crawling import ROOT, Crawler, env
from tests.other_reader import FIELD, WORD, project_with_another_reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine, Row

    from govreports.replica.portal import ReplicaPortal

# Of the replicas: as many versions of nearly every report.
CRAWLS = 3
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
            for table in (models.versions, models.report_urls, models.files):
                read = table.c.reader_version.is_not(None)
                connection.execute(update(table).where(read).values(reader_version=EARLIER))

    def revised(self) -> dict[str, int]:
        """Return how many versions there are, and how many a better reader revised."""
        table = models.versions
        restated = table.c.revised_at.is_not(None) & (table.c[FIELD] == WORD)
        query = select(func.count(), func.count().filter(restated))
        with reading(self.engine, "counting") as connection:
            names = ("versions", "revised")
            return dict(zip(names, connection.execute(query).one(), strict=True))

    def crawl(self, portals: Sequence[ReplicaPortal]) -> None:
        """Crawl portals, one after the other."""
        crawler = Crawler(self.folder, address(self.folder))
        with serve(portals) as addresses:
            for portal in portals:
                start_url = urljoin(addresses[portal.name], portal.column_path)
                command = crawler.command(portal.name, {"start_url": start_url})
                subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=env())

    def crawled_s(self) -> float:
        """Return the seconds from each run's start to its end: crawls pay for no interpreter."""
        runs = models.runs.c
        with reading(self.engine, "timing") as connection:
            moments = connection.execute(select(runs.started_at, runs.ended_at)).all()
        return sum(((ended - started) for started, ended in moments), timedelta()).total_seconds()

    def reparse(self, options: list[str], root: Path = ROOT) -> float:
        """Read the archive again with the code of a folder; return the seconds."""
        places: dict[str, Any] = {
            "GOVREPORTS_DATA_DIR": str(self.folder),
            "GOVREPORTS_DATABASE_URL": address(self.folder),
            "PYTHONPATH": str(root),
        }
        started = time.monotonic()
        subprocess.run(
            [sys.executable, "-c", PROGRAM, "reparse", *options],
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


class Replicas:
    """Five portals, all of whose reports are edited between one crawl and the next."""

    name = f"{len(PORTALS)} replicas, {CRAWLS} crawls"

    def __init__(self, pages: int) -> None:
        """Make the portals: so many versions by the last crawl, and some more."""
        # In one report of twenty nothing can be edited: a picture or a file stands for its text.
        share = -(-pages * 107 // (100 * CRAWLS * len(PORTALS)))
        self.portals: list[ReplicaPortal] = [PORTALS[name](share) for name in PORTALS]

    def crawl(self, kept: Kept) -> None:
        """Crawl as often as there are to be versions."""
        for number in range(CRAWLS):
            for portal in self.portals:
                if number:
                    _edit_all(portal)
                _lay_out(portal)
            kept.crawl(self.portals)


class Large:
    """One portal with pages as large as most real ones, crawled once."""

    name = "one portal of large pages"

    def __init__(self, pages: int) -> None:
        """Make the portal, its pages ready to be sent."""
        self.portals = [bench_portal(pages)]

    def crawl(self, kept: Kept) -> None:
        """Crawl it."""
        kept.crawl(self.portals)


def _edit_all(portal: ReplicaPortal) -> None:
    """Edit a sentence of every article that has one: some are nothing but pictures or files."""
    for key in portal.keys:
        with suppress(ValueError):
            portal.edit(key)


def _lay_out(portal: ReplicaPortal) -> None:
    """Render and compress every page: no crawl is to pay for it."""
    for page in portal.article_pages():
        page.compressed_answer  # noqa: B018 - kept by the page once it is made


@dataclass(frozen=True)
class Round:
    """Seconds of the crawls, and of reading what they archived again."""

    pages: int
    size: int
    crawled: float
    read: float
    changed: float
    faults: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """How many times the crawls' rate the archive was read at."""
        return self.crawled / self.read


def measured(site: Replicas | Large, folder: Path, options: list[str]) -> Round:
    """Crawl into a new folder, read again and compare, change the reader and read once more."""
    data = folder / "data"
    data.mkdir()
    kept = Kept(data, open_database(address(data)))
    site.crawl(kept)
    crawled = kept.crawled_s()
    before = kept.rows()
    pages = len(before["versions"])
    kept.age()
    read = kept.reparse(options)
    faults = [f"other rows: {name}" for name, rows in kept.rows().items() if rows != before[name]]
    faults += _wrong("crawled", kept.revised(), {"versions": pages, "revised": 0})
    changed = kept.reparse(options, project_with_another_reader(folder / "changed"))
    expected = {"versions": pages, "revised": pages}
    faults += _wrong("after the change", kept.revised(), expected)
    kept.engine.dispose()
    return Round(pages, mean_size(site.portals), crawled, read, changed, tuple(faults))


def mean_size(portals: Sequence[ReplicaPortal]) -> int:
    """Return the mean bytes of article pages."""
    sizes = [len(page.plain_answer.body) for one in portals for page in one.article_pages()]
    return sum(sizes) // len(sizes)


def show(name: str, rounds: list[Round]) -> float:
    """Print medians over the rounds; return that of the ratios, each taken within its round."""
    pages, cores = rounds[0].pages, len(os.sched_getaffinity(0))
    print(f"{name}: {pages} versions, pages of {rounds[0].size / 1024:.0f} KB")
    for what, seconds in (
        ("crawled:                  ", median(one.crawled for one in rounds)),
        (f"read again on {cores} cores:    ", median(one.read for one in rounds)),
        ("read by a changed reader: ", median(one.changed for one in rounds)),
    ):
        print(f"  {what} {seconds:6.1f} s, {pages / seconds:5.0f} pages/s")
    ratio = median(one.ratio for one in rounds)
    each = " ".join(f"{one.ratio:.2f}" for one in rounds)
    print(f"  read again / crawled: {ratio:.2f}x, round by round {each}")
    return ratio


def _wrong(when: str, found: dict[str, int], expected: dict[str, int]) -> list[str]:
    return [] if found == expected else [f"{when}: {found}, expected {expected}"]


def main() -> None:
    """Measure, say how it went, and exit with 1 where rows differ or it was not fast enough."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, help="by default one a core")
    parser.add_argument(
        "--least", type=float, default=0, help="how many times the replicas' crawls"
    )
    options = parser.parse_args()
    more = ["--processes", str(options.processes)] if options.processes else []
    ratios = []
    for site in (Replicas, Large):
        rounds = []
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                rounds.append(measured(site(options.pages), Path(folder), more))
        ratios.append(show(site.name, rounds))
        if faults := [fault for one in rounds for fault in one.faults]:
            sys.exit("; ".join(faults))
    print("every row of every table as the crawls left it; after the change revisions, no versions")
    if ratios[0] < options.least:
        sys.exit(f"{ratios[0]:.2f}x the replicas' crawls, expected {options.least}x")


if __name__ == "__main__":
    main()
