from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from scrapy import signals
from scrapy.utils.test import get_crawler

from govreports.fetching.backlog import Backlog

MORE_THAN_ENOUGH = 1000


@dataclass
class Engine:
    """Says how much it has to do."""

    busy: bool = True
    scheduler: Any = field(default_factory=lambda: [None] * MORE_THAN_ENOUGH)

    def needs_backout(self) -> bool:
        return self.busy


def waits(engine: Engine | None, *events: Any) -> bool:
    """Say whether a walk still waits after these events, each with what leads to it."""

    async def run() -> bool:
        crawler = get_crawler()
        crawler.engine = engine  # type: ignore[assignment]
        walk = asyncio.ensure_future(Backlog(crawler).room())
        await asyncio.sleep(0)
        for event, change in events:
            change()
            crawler.signals.send_catch_log(event)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        still = not walk.done()
        walk.cancel()
        await asyncio.gather(walk, return_exceptions=True)
        assert not crawler.signals.send_catch_log(signals.scheduler_empty)
        return still

    return asyncio.run(run())


def test_a_walk_goes_on_while_the_downloader_could_do_more() -> None:
    assert not waits(Engine(busy=False))


def test_a_walk_goes_on_while_little_is_queued() -> None:
    assert not waits(Engine(scheduler=[None]))


def test_a_walk_waits_while_much_is_queued() -> None:
    assert waits(Engine(), (signals.request_reached_downloader, lambda: None))


@pytest.mark.parametrize("event", [signals.request_reached_downloader, signals.scheduler_empty])
def test_a_walk_goes_on_once_little_is_left(event: object) -> None:
    engine = Engine()
    assert not waits(engine, (event, engine.scheduler.clear))


def test_without_an_engine_nothing_waits() -> None:
    assert not waits(None)
