"""`make bench-disk`: bytes on disk per report, and what a crawl adds that finds nothing changed.

A portal is crawled twice into an empty folder, once where it answers conditional requests with 304,
once where it ignores them and sends every page again. Pages are as large as portals' real ones.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from govreports.replica.bench import bench_portal
from govreports.replica.server import Server
from tests.crawling import ROOT, Crawler, env

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from govreports.replica.answers import Answer
    from govreports.replica.bench import BenchPortal

    Respond = Callable[[str, str, Mapping[str, str], bytes], Answer]

PORTAL = "jinshui"
# Of the first crawl's bytes, archive and store together: what a second one may add.
HONOURED, IGNORED = "answers 304", "sends every page again"
MOST = 0.02


@dataclass(frozen=True)
class Size:
    """Bytes on disk."""

    archive: int
    store: int

    def __sub__(self, other: Size) -> Size:
        return Size(self.archive - other.archive, self.store - other.store)

    @property
    def whole(self) -> int:
        return self.archive + self.store

    def words(self, reports: int) -> str:
        return f"archive {self.archive / reports:7.0f}, store {self.store / reports:7.0f}"


def size(folder: Path) -> Size:
    """Measure a data folder in which no crawl runs."""
    archive = sum(path.stat().st_size for path in (folder / "archive").iterdir())
    return Size(archive, sum(path.stat().st_size for path in folder.glob("govreports.db*")))


def unconditional(respond: Respond) -> Respond:
    """Return a portal that does not know conditional requests."""

    def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        plain = {name: value for name, value in headers.items() if not name.startswith("if-")}
        return respond(method, target, plain, body)

    return answer


def crawled(respond: Respond, portal: BenchPortal, folder: Path) -> tuple[Size, Size]:
    """Crawl twice; return the size after the first crawl, and what the second one added."""
    crawler = Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")
    server = Server()
    try:
        column = urljoin(server.open(respond), portal.column_path)
        sizes = []
        for _ in range(2):
            command = crawler.command(PORTAL, {"start_url": column})
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=env())
            sizes.append(size(folder))
    finally:
        server.close()
    return sizes[0], sizes[1] - sizes[0]


def main() -> None:
    """Measure, print, and hold the second crawl to its share."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=2000)
    pages = parser.parse_args().pages
    portal = bench_portal(pages)
    page = len(portal.respond("GET", portal.path(portal.listed[0])).body) / 1024
    print(f"{pages} reports on pages of about {page:.0f} KB; bytes per report")
    over = []
    for name, respond in {
        HONOURED: portal.respond,
        IGNORED: unconditional(portal.respond),
    }.items():
        with tempfile.TemporaryDirectory() as folder:
            first, added = crawled(respond, portal, Path(folder))
        share = added.whole / first.whole
        print(f"{name}:")
        print(f"  first crawl       {first.words(pages)}")
        print(f"  unchanged recrawl {added.words(pages)}: {share:.2%} more")
        over += [name] if share > MOST else []
    if over:
        sys.exit(f"more than {MOST:.0%}: {', '.join(over)}")


if __name__ == "__main__":
    main()
