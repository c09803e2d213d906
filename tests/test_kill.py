"""Crawls killed at random moments, and two crawls at once: nothing lost, nothing doubled."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from govreports.archive.checking import Fault, check_file
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.archive_index import index_of
from govreports.store.engine import open_database
from govreports.store.integrity import verify
from tests.crawling import ROOT, Crawler, env

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.replica.portal import ReplicaPortal

pytestmark = pytest.mark.long

ARTICLES = 60
# A batch waits for 0.2 s before it is written: kills fall before, in and after its commit.
AFTER_S = 0.25


@pytest.fixture
def portal() -> ReplicaPortal:
    return PORTALS["jinshui"](ARTICLES)


@pytest.fixture
def address(portal: ReplicaPortal) -> Iterator[str]:
    with serve([portal], delay=0.01) as addresses:
        yield addresses["jinshui"]


def start(crawler: Crawler, address: str) -> subprocess.Popen[bytes]:
    crawler.folder.mkdir(parents=True, exist_ok=True)
    command = crawler.command("jinshui", {"base_url": address})
    return subprocess.Popen(
        command, cwd=ROOT, env=env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def whole_records(folder: Path) -> int:
    """Read every record of every file to its end; a torn one raises."""
    count = 0
    for path in sorted((folder / "archive").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                count += 1
    return count


def wait_for(crawl: subprocess.Popen[bytes], portal: ReplicaPortal, requests: int) -> None:
    """Wait until the portal has answered so many requests, or the crawl is over."""
    while len(portal.hits) < requests and crawl.poll() is None:
        time.sleep(0.002)


def check(crawler: Crawler, portal: ReplicaPortal) -> None:
    """Hold the store to its invariants and to the portal."""
    with crawler.store() as store:
        entries = list(store.latest("jinshui"))
        assert len(entries) == ARTICLES
        titles = sorted(portal.entries[key].article.title for key in portal.listed)
        assert sorted(entry.report.title for entry in entries) == titles
        assert {entry.report.version for entry in entries} == {1}
    engine = open_database(crawler.database_url)
    archive = crawler.folder / "archive"
    assert verify(engine, archive) == []
    for file in sorted(path.name for path in archive.iterdir()):
        records = check_file(archive, file, index_of(engine, file))
        assert [one for one in records if isinstance(one, Fault)] == []
    engine.dispose()
    assert not list((crawler.folder / "archive").glob("*.open"))
    assert whole_records(crawler.folder) > ARTICLES


def test_kills_at_random_moments_lose_and_double_nothing(
    request: pytest.FixtureRequest, crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    moments = random.Random(20261122)
    landed = 0
    for _ in range(request.config.getoption("--kills")):
        portal.hits.clear()
        crawl = start(crawler, address)
        wait_for(crawl, portal, moments.randint(1, ARTICLES))
        time.sleep(moments.uniform(0, AFTER_S))
        landed += crawl.poll() is None
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
    assert landed
    crawled = crawler.crawl("jinshui", address)
    assert crawled.exit_code == 0, crawled.said
    assert len(crawled.rows) == ARTICLES
    check(crawler, portal)


def test_two_crawls_of_one_portal_at_once_on_one_file_lose_and_double_nothing(
    crawler: Crawler, portal: ReplicaPortal, address: str
) -> None:
    crawls = [start(crawler, address) for _ in range(2)]
    assert [crawl.wait() for crawl in crawls] == [0, 0]
    check(crawler, portal)
