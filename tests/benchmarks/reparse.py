"""`make bench-reparse`: the archive read again gives the crawl's own rows, and how fast.

A portal is crawled, its store aged (as if an earlier reader had read it) and read again by the
command. Both times are those of whole processes, from their start to their end.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sqlalchemy import select, update

from govreports.replica.bench import bench_portal
from govreports.replica.server import serve
from govreports.store import models
from govreports.store.engine import open_database, reading, writing
from tests.crawling import ROOT, Crawler, env

if TYPE_CHECKING:
    from sqlalchemy import Engine

PORTAL = "jinshui"
PROGRAM = "import sys; from govreports.cli import main; sys.exit(main())"


def rows(engine: Engine) -> dict[str, list[str]]:
    """Return every row of every table."""
    with reading(engine, "reading") as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in models.metadata.sorted_tables
        }


def age(engine: Engine) -> None:
    """Let another reader have read all that is there."""
    with writing(engine, "ageing") as connection:
        for table in (models.versions, models.report_urls):
            read = table.c.reader_version.is_not(None)
            connection.execute(update(table).where(read).values(reader_version="earlier"))


def crawl(folder: Path, pages: int) -> float:
    """Crawl a portal of so many pages; return the seconds."""
    portal = bench_portal(pages)
    crawler = Crawler(folder, address(folder))
    with serve([portal]) as addresses:
        start_url = urljoin(addresses[portal.name], portal.column_path)
        command = crawler.command(PORTAL, {"start_url": start_url})
        started = time.monotonic()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=env())
    return time.monotonic() - started


def reparse(folder: Path, options: list[str]) -> float:
    """Read the archive again; return the seconds."""
    places: dict[str, Any] = {
        "GOVREPORTS_DATA_DIR": str(folder),
        "GOVREPORTS_DATABASE_URL": address(folder),
        "PYTHONPATH": str(ROOT),
    }
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, "reparse", PORTAL, *options],
        check=True,
        cwd=ROOT,
        env={**os.environ, **places},
    )
    return time.monotonic() - started


def address(folder: Path) -> str:
    """Return the URL of the store in a data folder."""
    return f"sqlite:///{folder / 'govreports.db'}"


def main() -> None:
    """Crawl, age, read again, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--processes", type=int, help="by default one a core")
    options = parser.parse_args()
    more = ["--processes", str(options.processes)] if options.processes else []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        crawled = crawl(data, options.pages)
        engine = open_database(address(data))
        before = rows(engine)
        age(engine)
        read = reparse(data, more)
        differing = [name for name, held in rows(engine).items() if held != before[name]]
        engine.dispose()
    cores = len(os.sched_getaffinity(0))
    print(f"{options.pages} pages crawled:    {options.pages / crawled:6.0f} pages/s")
    print(f"{options.pages} pages read again: {options.pages / read:6.0f} pages/s on {cores} cores")
    print(f"read again / crawled: {crawled / read:.2f}x")
    if len(before["versions"]) != options.pages or differing:
        sys.exit(f"{len(before['versions'])} versions; other rows than the crawl's: {differing}")
    print("every row of every table is as the crawl left it")


if __name__ == "__main__":
    main()
