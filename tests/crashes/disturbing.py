"""Crawls that are started to be disturbed, and what must hold of them afterwards."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator

from govreports.archive.checking import Fault, check_file
from govreports.store import models
from govreports.store.archive_index import index_of
from govreports.store.engine import open_database, reading
from govreports.store.integrity import verify
from tests.crashes.history import NAME
from tests.crawling import ROOT, env

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Engine

    from govreports.replica.portal import ReplicaPortal
    from tests.crawling import Crawler


def start(
    crawler: Crawler, address: str, settings: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a crawl whose last words go to a file."""
    crawler.folder.mkdir(parents=True, exist_ok=True)
    command = crawler.command(NAME, {"base_url": address}, settings)
    with (crawler.folder / "said.txt").open("wb") as said:
        return subprocess.Popen(
            command, cwd=ROOT, env=env(), stdout=subprocess.DEVNULL, stderr=said
        )


def begun(crawl: subprocess.Popen[bytes], one: ReplicaPortal, requests: int = 1) -> None:
    """Wait until the crawl has asked the portal for so much, or is over."""
    while len(one.hits) < requests and crawl.poll() is None:
        time.sleep(0.01)


def has_committed(crawl: subprocess.Popen[bytes], database_url: str, one: ReplicaPortal) -> None:
    """Wait until some pages of the crawl are in the store, or it is over."""
    while not committed(database_url, one) and crawl.poll() is None:
        time.sleep(0.01)


def said(crawler: Crawler) -> str:
    """Return what the last crawl that was started has said."""
    return (crawler.folder / "said.txt").read_text("utf-8")


def committed(database_url: str, portal: ReplicaPortal) -> set[str]:
    """Return the paths of the listed pages that the store holds as they now stand.

    A page that has left the list is asked for whole: whether it is gone is the question.
    """
    engine = open_database(database_url)
    table = models.report_urls
    try:
        with reading(engine, "looking") as connection:
            there = select(table.c.url, table.c.etag).where(table.c.gone_at.is_(None))
            rows = connection.execute(there).all()
    finally:
        engine.dispose()
    stored = {(urlsplit(url).path, (tag or "").removeprefix("W/")) for url, tag in rows}
    pages = ((portal.path(key), portal.article_page(key)) for key in portal.listed)
    return {path for path, page in pages if page is not None and (path, page.etag) in stored}


def fetched_in_full(portal: ReplicaPortal) -> set[str]:
    """Return the paths that the portal has sent whole since its log was last cleared."""
    return {hit.target for hit in portal.log() if hit.status == 200}


def assert_whole(crawler: Crawler) -> None:
    """Hold database and archive to their invariants; nothing is torn, nothing left open."""
    engine = open_database(crawler.database_url)
    archive = crawler.folder / "archive"
    assert verify(engine, archive) == []
    for file in sorted(path.name for path in archive.iterdir()):
        records = check_file(archive, file, index_of(engine, file))
        assert [one for one in records if isinstance(one, Fault)] == []
    assert whole_records(archive) >= answers(engine)
    engine.dispose()
    assert not list(archive.glob("*.open"))
    warcio_check(archive)


def warcio_check(archive: Path) -> None:
    """Let another program read every file, by its own rules."""
    files = map(str, sorted(archive.iterdir()))
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def answers(engine: Engine) -> int:
    with reading(engine, "counting") as connection:
        return len(connection.execute(select(models.captures.c.id)).all())


def whole_records(archive: Path) -> int:
    """Read every record of every file to its end; a torn one raises."""
    count = 0
    for path in sorted(archive.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                count += 1
    return count
