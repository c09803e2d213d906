"""Crawls killed at random moments: the store becomes that of crawls which nobody disturbed."""

from __future__ import annotations

import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from govreports.replica.server import serve
from tests.crashes.disturbing import assert_whole, committed, fetched_in_full, start
from tests.crashes.equality import differences, holds
from tests.crashes.history import ARTICLES, NAME, PHASES, portal
from tests.crawling import Crawler

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from govreports.replica.portal import ReplicaPortal
    from tests.crashes.equality import Rows

pytestmark = pytest.mark.long

# Each of a round's crawls is killed so often before one is left alone.
KILLS_A_PHASE = 4
# A batch waits for 0.2 s before it is written: kills fall before, in and after its commit.
AFTER_S = 0.25
# Starting, making the database, and all the rest: a crawl of these takes about so long.
WHOLE_S = 4.0
DELAY_S = 0.01


def sqlite(folder: Path) -> Crawler:
    return Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")


def rows_of(crawler: Crawler, address: str) -> list[str]:
    """Crawl to the end and return the feed, without what belongs to the run."""
    crawled = crawler.crawl(NAME, address)
    assert crawled.exit_code == 0, crawled.said
    kept = [{name: row[name] for name in row if name != "fetched_at"} for row in crawled.rows]
    return sorted(repr(row).replace(address, "") for row in kept)


def undisturbed(folder: Path) -> tuple[list[list[str]], dict[str, Rows]]:
    """Crawl the portal's phases in peace; return each one's feed and what the store holds."""
    one, crawler = portal(), sqlite(folder)
    with serve([one], delay=DELAY_S) as addresses:
        feeds = []
        for happen in PHASES:
            happen(one)
            feeds.append(rows_of(crawler, addresses[NAME]))
        return feeds, holds(crawler.database_url, addresses[NAME])


def kill(crawl: subprocess.Popen[bytes], one: ReplicaPortal, moments: random.Random) -> bool:
    """Kill the crawl at some time of its life; ``False`` where it was over before."""
    if moments.random() < 0.5:
        until = time.monotonic() + moments.uniform(0, WHOLE_S)
        while time.monotonic() < until and crawl.poll() is None:
            time.sleep(0.005)
    else:
        requests = moments.randint(1, ARTICLES)
        while len(one.hits) < requests and crawl.poll() is None:
            time.sleep(0.002)
        time.sleep(moments.uniform(0, AFTER_S))
    landed = crawl.poll() is None
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    return landed


class Disturbed:
    """A portal and a store of its own, crawled by processes that are killed."""

    def __init__(self, folder: Path, moments: random.Random) -> None:
        self.portal = portal()
        self.crawler = sqlite(folder)
        self.moments = moments
        self.landed = 0

    def phase(self, address: str, kills: int) -> list[str]:
        """Kill crawls until that many kills have landed, then let one come to its end."""
        left = kills
        while left:
            known = self.known()
            self.portal.hits.clear()
            landed = kill(start(self.crawler, address), self.portal, self.moments)
            assert known & fetched_in_full(self.portal) == set()
            self.landed += landed
            left -= landed
        known = self.known()
        self.portal.hits.clear()
        feed = rows_of(self.crawler, address)
        assert known & fetched_in_full(self.portal) == set()
        return feed

    def known(self) -> set[str]:
        """Return the pages that need not be sent whole any more."""
        if not (self.crawler.folder / "govreports.db").exists():
            return set()
        with self.crawler.store() as store:
            runs = store.runs(most=1) if self.migrated() else []
        return committed(self.crawler.database_url, self.portal) if runs else set()

    def migrated(self) -> bool:
        return (self.crawler.folder / "archive").exists()


def test_kills_at_random_moments_lose_and_double_nothing(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    kills = request.config.getoption("--kills")
    feeds, expected = undisturbed(tmp_path / "undisturbed")
    moments, landed, rounds = random.Random(20261122), 0, 0
    while landed < kills:
        rounds += 1
        disturbed = Disturbed(tmp_path / f"round{rounds}", moments)
        with serve([disturbed.portal], delay=DELAY_S) as addresses:
            for happen, feed in zip(PHASES, feeds, strict=True):
                happen(disturbed.portal)
                left = min(KILLS_A_PHASE, kills - landed - disturbed.landed)
                assert disturbed.phase(addresses[NAME], left) == feed
            found = holds(disturbed.crawler.database_url, addresses[NAME])
        assert differences(found, expected) == []
        assert_whole(disturbed.crawler)
        landed += disturbed.landed
        print(f"round {rounds}: {landed} of {kills} kills have landed, the store is the same")


def test_two_crawls_of_one_portal_at_once_on_one_file_lose_and_double_nothing(
    tmp_path: Path,
) -> None:
    one, crawler = portal(), sqlite(tmp_path)
    with serve([one], delay=DELAY_S) as addresses:
        crawls = [start(crawler, addresses[NAME]) for _ in range(2)]
        assert [crawl.wait() for crawl in crawls] == [0, 0]
    with crawler.store() as store:
        entries = list(store.latest(NAME))
    titles = sorted(one.entries[key].article.title for key in one.listed)
    assert sorted(entry.report.title for entry in entries) == titles
    assert {entry.report.version for entry in entries} == {1}
    assert_whole(crawler)
