"""Trying again while a database is away: how long, how often, and never twice what was kept."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert, select, text

from govreports.store import models, patience
from govreports.store.engine import open_database, reading, writing
from govreports.store.errors import (
    DatabaseAwayError,
    DatabaseLockedError,
    DatabaseUnavailableError,
    StoreError,
)
from govreports.store.patience import ONCE, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

RUN: dict[str, Any] = {
    "portal": "jinshui",
    "kind": "crawl",
    "arguments": {},
    "reader_version": "reader-1",
    "started_at": None,
}


@dataclass
class Time:
    """A clock that only moves on by sleeping."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def patience(self, seconds: float) -> Patience:
        return Patience(seconds, sleep=self.sleep, clock=lambda: self.now)


def failing(times: int, error: StoreError) -> Callable[[], str]:
    """Return a question that is answered after so many failures."""
    left = [error] * times

    def question() -> str:
        if left:
            raise left.pop()
        return "answer"

    return question


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    engine = open_database(postgres_url)
    yield engine
    engine.dispose()


def adding(connection: Connection) -> int:
    """Add a run, and return its number."""
    row = {**RUN, "started_at": text("now()")}
    added = insert(models.runs).values(row).returning(models.runs.c.run_id)
    return int(connection.execute(added).scalar_one())


def runs(engine: Engine) -> list[int]:
    with reading(engine, "looking") as connection:
        return list(connection.scalars(select(models.runs.c.run_id)))


@pytest.mark.parametrize("error", [DatabaseAwayError("away"), DatabaseLockedError("locked")])
def test_what_may_pass_is_tried_again(error: StoreError) -> None:
    time = Time()
    assert time.patience(60).ask(failing(4, error)) == "answer"
    assert time.slept == [0.1, 0.2, 0.4, 0.8]


def test_pauses_grow_to_some_seconds() -> None:
    time = Time()
    time.patience(600).ask(failing(12, DatabaseAwayError("away")))
    assert time.slept[-3:] == [5.0, 5.0, 5.0]


def test_patience_ends_in_its_time_with_the_last_error() -> None:
    time = Time()
    with pytest.raises(DatabaseAwayError, match="away"):
        time.patience(30).ask(failing(100, DatabaseAwayError("away")))
    assert 25 <= time.now <= 30


def test_once_it_has_ended_nobody_waits_again() -> None:
    time = Time()
    one = time.patience(30)
    for _ in range(2):
        with pytest.raises(DatabaseAwayError):
            one.ask(failing(100, DatabaseAwayError("away")))
    assert time.now <= 30
    assert one.ask(failing(0, DatabaseAwayError("away"))) == "answer"


@pytest.mark.parametrize(
    "error", [DatabaseUnavailableError("the disk is full"), StoreError("no database")]
)
def test_what_does_not_pass_by_itself_is_not_waited_for(error: StoreError) -> None:
    time = Time()
    with pytest.raises(type(error)):
        time.patience(60).ask(failing(1, error))
    assert time.slept == []


def test_without_patience_everything_is_tried_once() -> None:
    with pytest.raises(DatabaseAwayError):
        ONCE.ask(failing(1, DatabaseAwayError("away")))


def test_waiting_is_said_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Time().patience(60).ask(failing(5, DatabaseAwayError("away")))
    assert [record.message[:20] for record in caplog.records] == [
        "away; trying again f",
        "the database answers",
    ]


def test_a_locked_file_is_waited_for_beyond_its_own_timeout(sqlite_url: str) -> None:
    engine, other = open_database(f"{sqlite_url}?timeout=0.05"), open_database(sqlite_url)
    stack = ExitStack()
    stack.enter_context(writing(other, "standing in the way"))
    threading.Timer(0.5, stack.close).start()
    done = Patience(20).transact(engine, lambda one: one.scalar(text("SELECT 7")), "asking")
    assert done == 7
    engine.dispose()
    other.dispose()


def test_a_broken_connection_is_a_database_that_is_away(postgres: Engine) -> None:
    with pytest.raises(DatabaseAwayError, match="while asking"):
        ONCE.transact(postgres, _break, "asking")


def test_work_whose_connection_broke_is_done_again(postgres: Engine) -> None:
    broken: list[int] = []

    def work(connection: Connection) -> int:
        number = adding(connection)
        if not broken:
            broken.append(number)
            _break(connection)
        return number

    number = Patience(20).transact(postgres, work, "adding")
    assert number != broken[0]
    assert runs(postgres) == [number]


def test_a_commit_that_was_kept_although_its_answer_was_lost_is_not_repeated(
    postgres: Engine,
) -> None:
    number = Patience(20).transact(postgres, _losing_the_answer(postgres, keep=True), "adding")
    assert runs(postgres) == [number]


def test_a_commit_that_was_lost_with_its_connection_is_repeated(postgres: Engine) -> None:
    number = Patience(20).transact(postgres, _losing_the_answer(postgres, keep=False), "adding")
    assert runs(postgres) == [number]


def test_a_transaction_that_still_goes_on_is_waited_for(
    postgres: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    tell = patience._was_committed  # noqa: SLF001 - the server's word is what is replaced

    def going_on(engine: Engine, number: str | None) -> bool:
        asked.append(number or "")
        if len(asked) == 1:
            words = "still goes on"
            raise DatabaseAwayError(words)
        return tell(engine, number)

    monkeypatch.setattr(patience, "_was_committed", going_on)
    number = Patience(20).transact(postgres, _losing_the_answer(postgres, keep=True), "adding")
    assert len(asked) == 2
    assert runs(postgres) == [number]


def _break(connection: Connection) -> int:
    """End the connection's own server process, as a crash of it does."""
    return int(connection.scalar(text("SELECT pg_terminate_backend(pg_backend_pid())")) or 0)


def _losing_the_answer(engine: Engine, *, keep: bool) -> Callable[[Connection], int]:
    """Return work whose first commit breaks the connection, before it or behind it."""
    lost: list[Any] = []

    def lose(connection: Connection) -> None:
        if lost:
            return
        lost.append(connection)
        driver = connection.connection.driver_connection
        assert driver is not None
        if keep:
            driver.commit()
        driver.close()

    event.listen(engine, "commit", lose)
    return adding
