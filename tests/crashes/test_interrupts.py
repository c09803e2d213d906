"""Ctrl-C once: what is under way is stored. Twice: the crawl ends at once, and nothing is torn."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

from govreports.replica.server import serve
from tests.crashes.disturbing import (
    assert_whole,
    begun,
    committed,
    fetched_in_full,
    has_committed,
    said,
    start,
)
from tests.crashes.history import ARTICLES, NAME, portal
from tests.crawling import Crawler

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

DELAY_S = 0.05
# One answer that takes a while: an orderly end waits for it, a quick one does not.
SLOW_S = 3.0


@pytest.fixture
def sqlite(tmp_path: Path) -> Crawler:
    return Crawler(tmp_path, f"sqlite:///{tmp_path / 'govreports.db'}")


def test_interrupted_once_a_crawl_stores_what_is_under_way(sqlite: Crawler) -> None:
    one = portal()
    with serve([one], delay=DELAY_S) as addresses:
        crawl = start(sqlite, addresses[NAME])
        begun(crawl, one, ARTICLES // 2)
        crawl.send_signal(signal.SIGINT)
        assert crawl.wait(20) == 1
        answered = fetched_in_full(one) & {one.path(key) for key in one.listed}
        assert 0 < len(answered) < ARTICLES
        # Every page that the portal has sent is in the store.
        assert committed(sqlite.database_url, one) == answered
        words = said(sqlite)
        assert words.count(f"{NAME}: error interrupted") == words.count(f"{NAME}: error ") == 1
        assert "run it again" in words
        with sqlite.store() as store:
            (run,) = store.runs()
        assert (run.verdict, run.ended_at is not None) == ("failed", True)
        assert_whole(sqlite)
        assert_goes_on(sqlite, addresses[NAME])


def test_interrupted_twice_a_crawl_ends_at_once_and_nothing_is_torn(sqlite: Crawler) -> None:
    one = portal()
    with serve([one], delay=SLOW_S) as addresses:
        crawl = start(sqlite, addresses[NAME])
        begun(crawl, one, 2)
        crawl.send_signal(signal.SIGINT)
        time.sleep(0.3)
        began = time.monotonic()
        crawl.send_signal(signal.SIGINT)
        assert crawl.wait(20) != 0
        assert time.monotonic() - began < SLOW_S
    with serve([one], delay=DELAY_S) as addresses:
        crawl = start(sqlite, addresses[NAME])
        begun(crawl, one, ARTICLES // 2)
        crawl.send_signal(signal.SIGINT)
        crawl.send_signal(signal.SIGINT)
        assert crawl.wait(20) != 0
        assert_goes_on(sqlite, addresses[NAME])
    assert_whole(sqlite)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_crawl_that_resumes_asks_for_nothing_that_the_broken_off_one_had_met(
    sqlite: Crawler, number: signal.Signals
) -> None:
    one = portal()
    with serve([one], delay=DELAY_S) as addresses:
        crawl = start(sqlite, addresses[NAME])
        begun(crawl, one, ARTICLES // 2)
        has_committed(crawl, sqlite.database_url, one)
        crawl.send_signal(number)
        crawl.wait(20)
        met = committed(sqlite.database_url, one)
        assert 0 < len(met) < ARTICLES
        one.hits.clear()
        resumed = sqlite.crawl(NAME, addresses[NAME], resume="1")
        asked = {hit.target for hit in one.log()}
        one.hits.clear()
        again = sqlite.crawl(NAME, addresses[NAME], resume="1")
    assert resumed.exit_code == 0, resumed.said
    # Lists may have moved on: they are read again, whole.
    assert asked & met == set()
    assert {one.path(key) for key in one.listed} - met <= asked
    assert len(resumed.rows) == ARTICLES
    assert "resumes_from_run 1" in resumed.said
    # Nothing is left to go on with: every page is asked for.
    assert {one.path(key) for key in one.listed} <= {hit.target for hit in one.log()}
    assert "resumes_from_run" not in again.said
    assert len(again.rows) == ARTICLES
    assert_whole(sqlite)


def assert_goes_on(crawler: Crawler, address: str) -> None:
    """Crawl to the end: all reports are there, each in its first version."""
    crawled = crawler.crawl(NAME, address)
    assert crawled.exit_code == 0, crawled.said
    assert len(crawled.rows) == ARTICLES
    assert {row["version"] for row in crawled.rows} == {1}
