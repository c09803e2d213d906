"""What the crawl does when its store refuses a page, and when it takes nothing any more."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.utils.test import get_crawler

from govreports.ledger import Ledger
from govreports.recorder import Recorder
from govreports.store.errors import DatabaseAwayError, RefusedError, StoreError
from spiders.jinshui import Jinshui

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy.crawler import Crawler

AWAY = DatabaseAwayError("the server is away")
URL = "https://public.jinshui.gov.cn/D0104X/1.jhtml"


class Engine:
    """Remembers why it was told to close its spider."""

    def __init__(self) -> None:
        self.spider = object()
        self.reasons: list[str] = []

    async def close_spider_async(self, *, reason: str) -> None:
        self.reasons.append(reason)


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    settings = {
        "GOVREPORTS_RECORD": True,
        "GOVREPORTS_DATA_DIR": str(tmp_path),
        "GOVREPORTS_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}",
        "GOVREPORTS_DATABASE_PATIENCE": 0,
    }
    crawler = get_crawler(Jinshui, settings)
    crawler.spider = Jinshui()
    crawler.engine = Engine()  # type: ignore[assignment]
    ledger = Ledger(crawler)
    crawler.get_extension = lambda _: ledger  # type: ignore[method-assign, assignment, return-value]
    return crawler


@pytest.fixture
def recorder(crawler: Crawler) -> Iterator[Recorder]:
    recorder = Recorder(crawler)
    yield recorder
    recorder.writer.close()
    recorder.store.close()
    recorder.queries.engine.dispose()


def codes(crawler: Crawler) -> list[str]:
    return [problem.code for problem in Ledger.of(crawler).problems]


def within_a_crawl(recorder: Recorder, *failures: StoreError, on_a_thread: bool = False) -> None:
    """Begin the run in a loop, let the store fail there, and give the loop its turn."""

    def fail() -> None:
        for error in failures:
            recorder.failed(URL, error)

    async def crawl() -> None:
        recorder.on_spider_opened(Jinshui())
        if on_a_thread:
            await asyncio.to_thread(fail)
        else:
            fail()
        for _ in range(3):
            await asyncio.sleep(0)

    asyncio.run(crawl())


def reasons(crawler: Crawler) -> list[str]:
    engine: Any = crawler.engine
    return list(engine.reasons)


def test_a_refused_page_is_an_error_of_that_page_and_the_crawl_goes_on(
    recorder: Recorder, crawler: Crawler
) -> None:
    within_a_crawl(recorder, RefusedError("no such value"), RefusedError("another"))
    assert codes(crawler) == ["store_failed", "store_failed"]
    assert Ledger.of(crawler).problems[0].url == URL
    assert reasons(crawler) == []


@pytest.mark.parametrize("on_a_thread", [False, True])
def test_a_store_that_takes_nothing_any_more_is_named_once_and_ends_the_crawl(
    recorder: Recorder, crawler: Crawler, *, on_a_thread: bool
) -> None:
    lost = StoreError("the disk is full")
    within_a_crawl(recorder, lost, lost, lost, on_a_thread=on_a_thread)
    assert codes(crawler) == ["store_lost"]
    assert Ledger.of(crawler).counts["not_stored"] == 3
    assert "the disk is full" in Ledger.of(crawler).problems[0].found
    assert reasons(crawler) == ["store_lost"]


def test_what_cannot_be_looked_up_is_unknown_and_ends_the_crawl(
    recorder: Recorder, crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_portal: str, _keys: object) -> None:
        raise AWAY

    monkeypatch.setattr(recorder.queries, "known", away)

    async def crawl() -> dict[str, object]:
        recorder.on_spider_opened(Jinshui())
        known = await recorder.known("jinshui", ["a"])
        for _ in range(3):
            await asyncio.sleep(0)
        return dict(known)

    assert asyncio.run(crawl()) == {}
    assert codes(crawler) == ["store_lost"]
    assert reasons(crawler) == ["store_lost"]


def test_the_end_of_a_run_that_cannot_be_written_is_named(
    recorder: Recorder, crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise AWAY

    within_a_crawl(recorder)
    # The spider is closed by then.
    crawler.engine = SimpleNamespace(spider=None)  # type: ignore[assignment]
    monkeypatch.setattr(recorder.store, "end_run", away)

    async def close() -> None:
        recorder._loop = asyncio.get_running_loop()  # noqa: SLF001 - a loop a crawl, here two
        recorder.on_spider_closed(Jinshui(), "finished")
        await asyncio.sleep(0)

    asyncio.run(close())
    assert codes(crawler) == ["store_lost"]


def test_the_whole_of_a_run_is_in_the_store(recorder: Recorder, crawler: Crawler) -> None:
    del crawler
    within_a_crawl(recorder)
    with_thread = threading.active_count()
    recorder.on_spider_closed(Jinshui(), "finished")
    (run,) = recorder.queries.runs()
    assert (run.portal, run.verdict) == ("jinshui", "ok")
    assert threading.active_count() < with_thread
