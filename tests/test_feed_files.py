"""A feed that the disk does not take is named in the ledger; /dev/full is a disk without room."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from govreports.feed_files import FeedFiles
from govreports.ledger import Ledger
from govreports.records import BodyState, Report
from govreports.settings import FEED_EXPORTERS

if TYPE_CHECKING:
    from pathlib import Path

FULL = "/dev/full"


def report(characters: int) -> Report:
    body = "文" * characters
    return Report("jinshui", "http://a.gov.cn/1.htm", "标题", body=body, body_state=BodyState.TEXT)


def fed(where: str, *reports: Report) -> Ledger:
    """Write a feed from its opening to its closing, and return what the ledger has of it."""
    feeds = {where: {"format": "csv", "overwrite": True}}
    crawler = get_crawler(settings_dict={"FEEDS": feeds, "FEED_EXPORTERS": FEED_EXPORTERS})
    crawler.spider = spider = Spider("jinshui")
    ledger = Ledger(crawler)
    crawler.get_extension = lambda _: ledger  # type: ignore[method-assign, assignment, return-value]

    async def write() -> None:
        extension = FeedFiles.from_crawler(crawler)
        extension.open_spider(spider)
        for one in reports:
            extension.item_scraped(one, spider)
        await extension.close_spider(spider)

    asyncio.run(write())
    gc.collect()
    return ledger


# What Python itself says of bytes that are thrown away with their file.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("characters", [3, 100_000])
def test_a_feed_without_room_is_one_error_whether_seen_early_or_late(characters: int) -> None:
    ledger = fed(FULL, report(characters), report(characters))
    (problem,) = ledger.problems
    assert problem.code == "feed_failed"
    assert "govreports export" in problem.remedy
    assert ledger.verdict == "failed"


def test_a_feed_with_room_is_whole_and_nothing_is_said(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    assert fed(str(file), report(3), report(3)).problems == []
    assert file.read_text("utf-8-sig").count("文文文") == 2
