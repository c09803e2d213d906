"""PostgreSQL stopped and started under crawls: they wait, and lose and double nothing."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from govreports.replica.server import serve
from govreports.store.engine import open_database, reading
from tests.crashes.disturbing import assert_whole, begun, said, start
from tests.crashes.equality import differences, holds
from tests.crashes.history import ARTICLES, NAME, PHASES, portal
from tests.crawling import Crawler

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.crashes.equality import Rows
    from tests.crashes.postgres import Cluster, Mode

pytestmark = pytest.mark.long

MODES: tuple[Mode, ...] = ("immediate", "fast")
# Slow enough that a crawl meets some outages: it takes five seconds by itself.
DELAY_S = 0.05
BETWEEN_S = 1.5
LONGEST_AWAY_S = 2.0
PATIENT = {"GOVREPORTS_DATABASE_PATIENCE": "200"}
HASTY = {"GOVREPORTS_DATABASE_PATIENCE": "1"}


def crawler_into(server: Cluster, folder: Path) -> Crawler:
    """Return crawls into an empty database of the server."""
    return Crawler(folder, server.database(f"crawl_{uuid4().hex[:8]}"))


def undisturbed(server: Cluster, folder: Path) -> dict[str, Rows]:
    one, crawler = portal(), crawler_into(server, folder)
    with serve([one]) as addresses:
        for happen in PHASES:
            happen(one)
            assert crawler.crawl(NAME, addresses[NAME]).exit_code == 0
        return holds(crawler.database_url, addresses[NAME])


def disturb(
    crawl: subprocess.Popen[bytes], server: Cluster, moments: random.Random, most: int
) -> int:
    """Stop and start the server as long as the crawl lasts, so often at most; return how often."""
    outages = 0
    while outages < most:
        until = time.monotonic() + moments.uniform(0, BETWEEN_S)
        while time.monotonic() < until and crawl.poll() is None:
            time.sleep(0.005)
        if crawl.poll() is not None:
            return outages
        server.stop(moments.choice(MODES))
        time.sleep(moments.uniform(0, LONGEST_AWAY_S))
        server.start()
        outages += 1
    crawl.wait()
    return outages


def most_of(wanted: int) -> int:
    """Return the outages of one crawl: each of a round's is to have its own."""
    return -(-wanted // len(PHASES))


def test_outages_at_random_moments_lose_and_double_nothing(
    request: pytest.FixtureRequest, server: Cluster, tmp_path: Path
) -> None:
    wanted = request.config.getoption("--outages")
    expected = undisturbed(server, tmp_path / "undisturbed")
    moments, outages, rounds = random.Random(20261128), 0, 0
    while outages < wanted:
        rounds += 1
        one, crawler = portal(), crawler_into(server, tmp_path / f"round{rounds}")
        with serve([one], delay=DELAY_S) as addresses:
            for happen in PHASES:
                happen(one)
                one.hits.clear()
                crawl = start(crawler, addresses[NAME], PATIENT)
                begun(crawl, one)
                outages += disturb(crawl, server, moments, most_of(wanted))
                assert crawl.returncode == 0, said(crawler)
            found = holds(crawler.database_url, addresses[NAME])
        assert differences(found, expected) == []
        assert_whole(crawler)
        print(f"round {rounds}: {outages} outages so far, the store is the same")


def test_past_patience_the_crawl_ends_with_one_line_and_the_next_run_mends(
    server: Cluster, tmp_path: Path
) -> None:
    one, crawler = portal(), crawler_into(server, tmp_path)
    with serve([one], delay=DELAY_S) as addresses:
        crawl = start(crawler, addresses[NAME], HASTY)
        begun(crawl, one, ARTICLES // 2)
        server.stop("immediate")
        try:
            assert crawl.wait(60) == 1
        finally:
            server.start()
        asked = len(one.hits)
        again = crawler.crawl(NAME, addresses[NAME])
    words = said(crawler)
    assert words.count("error store_lost") == words.count(f"{NAME}: error ") == 1
    assert "not available while" in words
    assert "run it again" in words
    assert "Traceback" not in words
    # Nobody goes on asking the portal for pages that cannot be kept.
    assert asked < ARTICLES
    assert again.exit_code == 0, again.said
    with crawler.store() as store:
        entries = list(store.latest(NAME))
    assert len(entries) == ARTICLES
    assert {entry.report.version for entry in entries} == {1}
    assert_whole(crawler)


def test_a_server_started_anew_between_two_uses_is_not_even_noticed(server: Cluster) -> None:
    engine = open_database(server.url)
    for mode in MODES:
        with reading(engine, "looking") as connection:
            connection.execute(text("SELECT 1"))
        server.stop(mode)
        server.start()
    with reading(engine, "looking") as connection:
        assert connection.scalar(text("SELECT 7")) == 7
    engine.dispose()


def test_a_database_that_is_away_at_the_start_is_said_before_any_request(
    server: Cluster, tmp_path: Path
) -> None:
    one, crawler = portal(), crawler_into(server, tmp_path)
    with serve([one]) as addresses:
        server.stop("fast")
        try:
            crawled = crawler.crawl(NAME, addresses[NAME], settings=PATIENT)
        finally:
            server.start()
    assert crawled.exit_code == 1
    assert crawled.said.strip().splitlines()[-1].startswith("govreports: postgresql+psycopg://")
    assert one.log() == ()
