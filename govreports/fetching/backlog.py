"""How far a column's walk runs ahead of its articles."""

from __future__ import annotations

import asyncio
from collections.abc import Sized
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Some list pages' worth: fetching and reading the next list page must not leave the downloader
# without work, and a column of ten thousand rows must not lie in memory.
_ENOUGH = 48


class Backlog:
    """The requests that wait in the scheduler, for one walk at a time."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler whose requests are counted."""
        self._crawler = crawler
        self._room: asyncio.Future[None] | None = None

    async def room(self) -> None:
        """Wait as long as the downloader has all it can do and more than enough is queued."""
        if not self._is_full():
            return
        self._room = asyncio.get_running_loop().create_future()
        # The second, because a request that a middleware refuses never reaches the downloader.
        events = (signals.request_reached_downloader, signals.scheduler_empty)
        for event in events:
            self._crawler.signals.connect(self._on_event, event)
        try:
            await self._room
        finally:
            for event in events:
                self._crawler.signals.disconnect(self._on_event, event)

    def _on_event(self) -> None:
        if self._room is not None and not self._room.done() and not self._is_full():
            self._room.set_result(None)

    def _is_full(self) -> bool:
        engine = self._crawler.engine
        if engine is None or not engine.needs_backout():
            return False
        return isinstance(engine.scheduler, Sized) and len(engine.scheduler) > _ENOUGH
