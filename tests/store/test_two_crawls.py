"""Processes that share one database: crawls at the same time, and crawls that are killed."""

from __future__ import annotations

import random
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreports.archive.placement import OPEN_SUFFIX
from govreports.archive.reader import exchanges
from govreports.records import Outcome, Stored
from govreports.store.engine import open_database
from govreports.store.integrity import verify
from govreports.store.jobs import NeedsProbe
from govreports.store.queries import Queries
from govreports.store.writer import Writer
from tests.store.portal import BODY, Crawl, page

if TYPE_CHECKING:
    from multiprocessing.context import SpawnContext, SpawnProcess
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier

PAGES = 60


def numbered(number: int) -> dict[str, Any]:
    return page(f"p{number}", index_number=f"005279426/2021-{number:05}", body=f"{number}{BODY}")


def crawl_all(address: str, archive: str, start: Barrier, counted: Queue[list[str]]) -> None:
    """Crawl every page once, a few in each transaction."""
    crawl = Crawl(address, Path(archive))
    crawl.run()
    start.wait(60)
    outcomes: list[str] = []
    for first in range(0, PAGES, 4):
        jobs = [job for number in range(first, first + 4) for job in crawl.jobs(numbered(number))]
        outcomes += [one.outcome for one in crawl.do(*jobs) if isinstance(one, Stored)]
    crawl.store.close()
    counted.put(outcomes)


def test_two_crawls_of_one_portal_at_once_store_each_report_once(
    migrated_url: str, tmp_path: Path
) -> None:
    context = get_context("spawn")
    start, counted = context.Barrier(2), context.Queue()
    arguments = (migrated_url, str(tmp_path / "archive"), start, counted)
    processes = [context.Process(target=crawl_all, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    outcomes = [*counted.get(timeout=90), *counted.get(timeout=90)]
    for process in processes:
        process.join(60)
    assert outcomes.count(Outcome.NEW) == PAGES
    assert outcomes.count(Outcome.UNCHANGED) == PAGES
    engine = open_database(migrated_url)
    assert len(list(Queries(engine).latest())) == PAGES
    assert verify(engine, tmp_path / "archive") == []
    engine.dispose()


def crawl_for_ever(address: str, archive: str, started: Any) -> None:
    """Crawl and edit every page through a writer until somebody ends it."""
    crawl = Crawl(address, Path(archive))
    crawl.run()
    writer = Writer(crawl.store)
    edition = 0
    while True:
        edition += 1
        for number in range(PAGES):
            content = numbered(number)
            content["body"] += f"\n第{edition}版"
            futures = [writer.submit(job) for job in crawl.jobs(content)]
        assert not isinstance(futures[-1].result(), NeedsProbe)
        started.set()


def killed(context: SpawnContext, address: str, archive: Path, after: float) -> None:
    started = context.Event()
    arguments = (address, str(archive), started)
    process: SpawnProcess = context.Process(target=crawl_for_ever, args=arguments)
    process.start()
    assert started.wait(60)
    time.sleep(after)
    process.kill()
    process.join(60)


def test_killed_crawls_lose_and_double_nothing(migrated_url: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    moments = random.Random(5)
    for _ in range(3):
        killed(get_context("spawn"), migrated_url, archive, moments.uniform(0.0, 0.4))
    crawl = Crawl(migrated_url, archive)
    assert list(archive.glob(f"*{OPEN_SUFFIX}"))
    crawl.run()
    assert not list(archive.glob(f"*{OPEN_SUFFIX}"))
    stored = [crawl.save(numbered(number)) for number in range(PAGES)]
    assert {one.outcome for one in stored} == {Outcome.CHANGED}
    assert len({one.report_id for one in stored}) == PAGES
    assert verify(crawl.store.engine, archive) == []
    crawl.store.close()
    for file in archive.glob("*.warc.gz"):
        assert sum(1 for _ in exchanges(archive, file.name)) > 0
