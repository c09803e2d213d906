"""How far a crawl is, told to whoever started it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from govreports.ledger import Ledger

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_SECONDS_BETWEEN_LINES = 0.1


class Progress:
    """Extension that writes the run's counts as JSON lines to a file descriptor.

    ``govreports crawl`` starts each portal in a process of its own and reads
    these lines from a pipe whose number is ``GOVREPORTS_PROGRESS_FD``.
    """

    def __init__(self, crawler: Crawler, descriptor: int) -> None:
        """Keep the pipe's descriptor."""
        self.crawler = crawler
        self._descriptor = descriptor
        self._written_at = 0.0
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension where somebody listens."""
        descriptor = crawler.settings.getint("GOVREPORTS_PROGRESS_FD", -1)
        if descriptor < 0:
            # Without words: with any, Scrapy would warn of it in every crawl.
            raise NotConfigured
        progress = cls(crawler, descriptor)
        crawler.signals.connect(progress.on_item, signals.item_scraped)
        crawler.signals.connect(progress.on_spider_closed, signals.spider_closed)
        return progress

    def on_item(self) -> None:
        """Tell the counts, at most ten times a second."""
        if time.monotonic() - self._written_at >= _SECONDS_BETWEEN_LINES:
            self._write(finished=False)

    def on_spider_closed(self) -> None:
        """Tell the final counts and the verdict."""
        self._write(finished=True)

    def _write(self, *, finished: bool) -> None:
        self._written_at = time.monotonic()
        ledger = Ledger.of(self.crawler)
        line = {
            "counts": dict(ledger.counts),
            "verdict": ledger.verdict if finished else None,
        }
        try:
            os.write(self._descriptor, json.dumps(line).encode() + b"\n")
        except BrokenPipeError:
            self._abandoned()

    def _abandoned(self) -> None:
        """End the crawl in order: whoever started it was killed, and may start it again."""
        engine = self.crawler.engine
        if engine and self._closing is None:
            closing = engine.close_spider_async(reason="abandoned")
            # Waited for here, it would wait for the item that is just being told of.
            self._closing = asyncio.get_running_loop().create_task(closing)
