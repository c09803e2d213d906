"""The crawl's reader of attachments, which starts with the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from govreports.extensions import needed
from govreports.reader_process.file_texts import file_text
from govreports.reader_process.limits import file_limits
from govreports.reader_process.process import ReaderProcess

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy.crawler import Crawler

    from govreports.attachments.records import FileText
    from govreports.reader_process.limits import Limits


class FileReader:
    """Extension that reads attachments in a process of their own, beside the one for pages.

    They come from anywhere and are read by libraries in C: whatever one of
    them does to its reader, the pages' reader goes on.
    """

    def __init__(self, limits: Limits) -> None:
        """Keep the limits; nothing is started yet."""
        self._limits = limits
        self._process: ReaderProcess | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the reader."""
        reader = cls(file_limits(crawler.settings))
        crawler.signals.connect(reader.on_spider_closed, signals.spider_closed)
        return reader

    @classmethod
    def of(cls, crawler: Crawler) -> FileReader:
        """Return the crawl's reader."""
        return needed(crawler, cls)

    async def read(self, path: Path) -> FileText:
        """Read a file on disk.

        Raises `ReaderFaultError` where the reader itself is at fault.
        """
        if self._process is None:
            self._process = ReaderProcess(self._limits)
        return await file_text(self._process, path)

    def on_spider_closed(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()
