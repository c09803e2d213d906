from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from scrapy import signals
from scrapy.utils.test import get_crawler

from govreports.collector import tune_garbage_collector
from govreports.tuning import GarbageCollection

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_collections_become_rarer() -> None:
    before = gc.get_threshold()[0]
    tune_garbage_collector()
    assert gc.get_threshold()[0] > before


def test_what_is_there_is_left_out_of_later_collections() -> None:
    kept = [[number] for number in range(1000)]
    tune_garbage_collector()
    assert gc.get_freeze_count() > len(kept)


def test_it_waits_until_the_spider_opens() -> None:
    crawler = get_crawler()
    extension = GarbageCollection.from_crawler(crawler)
    before = gc.get_freeze_count()
    crawler.signals.send_catch_log(signals.spider_opened)
    assert isinstance(extension, GarbageCollection)
    assert gc.get_freeze_count() > before
