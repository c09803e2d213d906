from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from govreports.records import Outcome
from govreports.store import writer as writer_module
from govreports.store.errors import DatabaseLockedError, RefusedError, StoreError
from govreports.store.writer import BATCH, Writer
from tests.store.portal import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govreports.store.jobs import Job
    from tests.store.portal import Crawl


@pytest.fixture
def migrated_url(sqlite_url: str) -> str:
    """The writer is the same on either engine."""
    return sqlite_url


@pytest.fixture
def writer(crawl: Crawl) -> Iterator[Writer]:
    writer = Writer(crawl.store)
    yield writer
    writer.close()


@pytest.fixture
def batches(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The kinds of jobs in each transaction."""
    seen: list[list[str]] = []
    write = crawl.store.write

    def watched(jobs: Sequence[Job]) -> Any:
        seen.append([type(job).__name__ for job in jobs])
        return write(jobs)

    monkeypatch.setattr(crawl.store, "write", watched)
    return seen


def test_future_holds_the_result_after_the_commit(crawl: Crawl, writer: Writer) -> None:
    futures = [writer.submit(job) for job in crawl.jobs(page("a"))]
    assert futures[0].result(5).length > 0
    assert futures[1].result(5).outcome is Outcome.NEW


def test_jobs_of_a_moment_share_a_transaction(
    crawl: Crawl, writer: Writer, batches: list[list[str]]
) -> None:
    futures = [writer.submit(job) for path in "abc" for job in crawl.jobs(page(path))]
    for future in futures:
        future.result(5)
    assert len(batches) == 1


def test_full_batch_is_written_at_once(
    crawl: Crawl, writer: Writer, batches: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "PATIENCE_S", 60.0)
    pages = [crawl.jobs(page(str(number))) for number in range(BATCH)]
    futures = [writer.submit(job) for jobs in pages for job in jobs]
    assert futures[-1].result(10).outcome is Outcome.NEW
    assert [kinds.count("SaveReport") for kinds in batches] == [BATCH]
    assert batches[0].count("SaveCapture") == BATCH


def test_captures_alone_are_written_when_their_bytes_weigh(
    crawl: Crawl, writer: Writer, batches: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "PATIENCE_S", 60.0)
    monkeypatch.setattr(writer_module, "MOST_BYTES", 1000)
    first, second = (crawl.jobs(page(path, body="文" * 400))[0] for path in "ab")
    writer.submit(first).result(5)
    writer.submit(second).result(5)
    assert batches == [["SaveCapture"], ["SaveCapture"]]


def test_lonely_job_waits_no_longer_than_its_patience(crawl: Crawl, writer: Writer) -> None:
    begin = time.monotonic()
    writer.submit(crawl.jobs(page("a"))[0]).result(5)
    assert 0.15 < time.monotonic() - begin < 2


def test_flush_writes_at_once(
    crawl: Crawl, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "PATIENCE_S", 60.0)
    futures = [writer.submit(job) for job in crawl.jobs(page("a"))]
    writer.flush().result(5)
    assert all(future.done() for future in futures)


def test_call_sees_what_was_queued_before_it(crawl: Crawl, writer: Writer) -> None:
    for job in crawl.jobs(page("a")):
        writer.submit(job)
    (counts,) = writer.call(crawl.store.counts).result(5).values()
    assert counts.reports == 1


def test_call_runs_on_the_writers_thread_with_its_arguments(writer: Writer) -> None:
    def name(*words: str, end: str) -> str:
        return threading.current_thread().name + "".join(words) + end

    assert writer.call(name, " a", "b", end="!").result(5) == "govreports-writer ab!"


def test_call_that_fails_hands_its_error_on_and_the_writer_lives(writer: Writer) -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        writer.call(fail).result(5)
    assert writer.call(int, "7").result(5) == 7


def test_refused_job_fails_alone(crawl: Crawl, writer: Writer) -> None:
    (_, lost), (capture, save) = crawl.jobs(page("a")), crawl.jobs(page("b"))
    futures = [writer.submit(job) for job in (lost, capture, save)]
    with pytest.raises(RefusedError):
        futures[0].result(5)
    assert futures[2].result(5).outcome is Outcome.NEW


def test_a_batch_that_is_lost_whole_is_the_last_one(
    crawl: Crawl, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_jobs: Sequence[Job]) -> None:
        message = "locked"
        raise DatabaseLockedError(message)

    with monkeypatch.context() as patch:
        patch.setattr(crawl.store, "write", locked)
        futures = [writer.submit(job) for job in crawl.jobs(page("a"))]
        for future in futures:
            with pytest.raises(DatabaseLockedError):
                future.result(5)
    # The database is back, but a column whose pages were lost must not be closed as complete.
    for job in crawl.jobs(page("b")):
        with pytest.raises(DatabaseLockedError):
            writer.submit(job).result(5)
    assert writer.call(crawl.store.counts).result(5) == {}


def test_crash_of_the_thread_surfaces_on_what_waits_and_what_comes(
    crawl: Crawl, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_jobs: Sequence[Job]) -> None:
        message = "unforeseen"
        raise RuntimeError(message)

    monkeypatch.setattr(crawl.store, "write", broken)
    monkeypatch.setattr(writer_module, "PATIENCE_S", 0.01)
    capture, save = crawl.jobs(page("a"))
    with pytest.raises(RuntimeError, match="unforeseen"):
        writer.submit(capture).result(5)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"has ended.*unforeseen"):
            writer.submit(save)
    with pytest.raises(StoreError, match="has ended"):
        writer.call(int)
    writer.close()


def test_crash_surfaces_on_the_call_that_waits_behind_it(
    crawl: Crawl, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_jobs: Sequence[Job]) -> None:
        message = "unforeseen"
        raise RuntimeError(message)

    monkeypatch.setattr(crawl.store, "write", broken)
    writer.submit(crawl.jobs(page("a"))[0])
    with pytest.raises(RuntimeError, match="unforeseen"):
        writer.flush().result(5)


def test_cancelled_future_does_not_harm_the_others(crawl: Crawl, writer: Writer) -> None:
    capture, save = (writer.submit(job) for job in crawl.jobs(page("a")))
    assert capture.cancel()
    assert save.result(5).outcome is Outcome.NEW


def test_close_writes_what_is_queued(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "PATIENCE_S", 60.0)
    writer = Writer(crawl.store)
    futures = [writer.submit(job) for job in crawl.jobs(page("a"))]
    writer.close()
    assert futures[1].result(0).outcome is Outcome.NEW


def test_closed_writer_takes_nothing(crawl: Crawl) -> None:
    writer = Writer(crawl.store)
    writer.close()
    writer.close()
    with pytest.raises(StoreError, match="closed"):
        writer.submit(crawl.jobs(page("a"))[0])


def test_answer_is_told_after_the_commit(crawl: Crawl, writer: Writer) -> None:
    told: list[Any] = []
    capture, save = crawl.jobs(page("a"))
    writer.send(capture, told.append)
    writer.send(save, lambda stored: told.append((stored, crawl.store.counts())))
    writer.flush().result(5)
    placement, (stored, counts) = told
    assert placement.length > 0
    assert stored.outcome is Outcome.NEW
    assert [count.reports for count in counts.values()] == [1]


def test_answer_of_a_failed_job_is_its_error(crawl: Crawl, writer: Writer) -> None:
    told: list[Any] = []
    _lost, save = crawl.jobs(page("a"))
    # Its capture never came.
    writer.send(save, told.append)
    writer.flush().result(5)
    assert [type(answer) for answer in told] == [RefusedError]


def test_more_than_a_batch_is_written_batch_by_batch(
    crawl: Crawl,
    writer: Writer,
    batches: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer_module, "BATCH", 2)
    held = threading.Event()
    writer.call(held.wait, 5)
    futures = [writer.submit(job) for path in "abcde" for job in crawl.jobs(page(path))]
    held.set()
    for future in futures:
        future.result(5)
    assert [batch.count("SaveReport") for batch in batches] == [2, 2, 1]


def test_thread_sleeps_while_a_batch_fills(
    crawl: Crawl, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.flush().result(5)
    monkeypatch.setattr(writer_module, "PATIENCE_S", 60.0)
    woken: list[int] = []
    notify = writer._changed.notify  # noqa: SLF001 - how often it wakes is its whole point

    def count_and_notify() -> None:
        woken.append(1)
        notify()

    monkeypatch.setattr(writer._changed, "notify", count_and_notify)  # noqa: SLF001
    for path in "abcdefgh":
        for job in crawl.jobs(page(path)):
            writer.submit(job)
    assert len(woken) == 1
