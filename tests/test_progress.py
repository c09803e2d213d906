from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from govreports.ledger import Ledger
from govreports.progress import Progress
from govreports.records import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)
    os.close(writing)


@pytest.fixture
def crawler(pipe: tuple[int, int]) -> Crawler:
    crawler = get_crawler(settings_dict={"GOVREPORTS_PROGRESS_FD": pipe[1]})
    ledger = Ledger(crawler)
    crawler.get_extension = lambda _: ledger  # type: ignore[method-assign, assignment, return-value]
    return crawler


def told(pipe: tuple[int, int]) -> list[dict[str, object]]:
    return [json.loads(line) for line in os.read(pipe[0], 65536).splitlines()]


def test_the_last_line_tells_counts_and_verdict(crawler: Crawler, pipe: tuple[int, int]) -> None:
    ledger = Ledger.of(crawler)
    ledger.count("new", 3)
    ledger.report(Problem("x", Level.ERROR, "u", "f", "e", "r"))
    Progress(crawler, pipe[1]).on_spider_closed()
    (line,) = told(pipe)
    assert line["verdict"] == "failed"
    assert line["counts"] == {"new": 3, "error/x": 1}


def test_lines_on_the_way_have_no_verdict_and_come_at_most_ten_times_a_second(
    crawler: Crawler, pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([10.0, 10.0, 10.05, 10.2, 10.2])
    monkeypatch.setattr("govreports.progress.time.monotonic", lambda: next(clock))
    progress = Progress(crawler, pipe[1])
    for _ in range(3):
        progress.on_item()
    lines = told(pipe)
    assert [line["verdict"] for line in lines] == [None, None]


def test_without_a_listener_there_is_no_progress() -> None:
    with pytest.raises(NotConfigured):
        Progress.from_crawler(get_crawler())
