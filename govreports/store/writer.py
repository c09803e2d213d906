"""A thread of its own that gathers jobs and writes them in batches."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar

from govreports.store.errors import StoreError
from govreports.store.jobs import SaveCapture

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from govreports.store.jobs import Job, Result
    from govreports.store.store import Store

# One transaction a batch: so many reports, or what came in a fifth of a second. A crawl takes in
# some sixty pages at a time (SCRAPER_SLOT_MAX_ACTIVE_SIZE): with a batch of half as many, pages
# are fetched and read on while one is written.
BATCH = 32
PATIENCE_S = 0.2
# Captures ride along uncounted, but their bodies wait in memory.
MOST_BYTES = 8 * 1024 * 1024

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")
Done: TypeAlias = "Callable[[Any], None]"
"""Takes a job's result, or the exception that kept it out of the store."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A function for the writer's thread; ``None`` ends the thread."""

    function: Callable[[], Any] | None
    future: Future[Any]

    def done(self, answer: object) -> None:
        """Resolve the caller's future."""
        _resolve(self.future, answer)


@dataclass(frozen=True, slots=True)
class _Submitted:
    job: Job
    done: Done


class Writer:
    """The only thread that uses a store.

    Each job is answered after the commit of the batch that it was in: with
    its result, or with the :class:`StoreError` that kept it out. After a batch
    that was lost whole no later one is written: a column must not be closed whose
    pages are missing. What ends the thread itself is raised by every later call.
    """

    def __init__(self, store: Store) -> None:
        """Start the thread; from now on the store is its."""
        self._store = store
        self._waiting: deque[_Submitted | _Call] = deque()
        self._batch: list[_Submitted] = []
        self._counted = self._bytes = self._calls = 0
        self._crash: BaseException | None = None
        self._failure: StoreError | None = None
        self._closed = False
        self._changed = threading.Condition()
        # A daemon: a process that dies without close() must not hang on it. What was promised
        # is committed; the rest is no worse than after a kill.
        self._thread = threading.Thread(target=self._run, name="govreports-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Future[Any]:
        """Queue a job; the future holds its result after the commit.

        Raises :class:`StoreError` where the writer is closed or its thread has ended.
        """
        future: Future[Any] = Future()
        self.send(job, partial(_resolve, future))
        return future

    def send(self, job: Job, done: Done) -> None:
        """Queue a job; ``done`` is called with its answer, on the writer's thread.

        Raises :class:`StoreError` as :meth:`submit` does.
        """
        self._put(_Submitted(job, done))

    def call(
        self,
        function: Callable[_Arguments, _Answer],
        *arguments: _Arguments.args,
        **options: _Arguments.kwargs,
    ) -> Future[_Answer]:
        """Run a function on the writer's thread, after all jobs queued before are committed.

        Raises :class:`StoreError` as :meth:`submit` does.
        """
        future: Future[_Answer] = Future()
        self._put(_Call(lambda: function(*arguments, **options), future))
        return future

    def flush(self) -> Future[None]:
        """Write at once what is queued; the future is done when that is committed."""
        return self.call(_nothing)

    def close(self) -> None:
        """Write what is queued and end the thread; a second call does nothing."""
        with self._changed:
            if not self._closed and self._crash is None:
                self._take_in(_Call(None, Future()))
            self._closed = True
        self._thread.join()

    def _put(self, entry: _Submitted | _Call) -> None:
        with self._changed:
            if self._crash is not None:
                message = f"the store's writer has ended ({self._crash}); nothing more is stored"
                raise StoreError(message) from self._crash
            if self._closed:
                message = "the store's writer is closed; nothing more is stored"
                raise StoreError(message)
            self._take_in(entry)

    def _take_in(self, entry: _Submitted | _Call) -> None:
        self._waiting.append(entry)
        self._count(entry, 1)
        # Woken for each entry, the thread would take the interpreter from the crawl each time.
        if len(self._waiting) == 1 or self._due():
            self._changed.notify()

    def _count(self, entry: _Submitted | _Call, by: int) -> None:
        if isinstance(entry, _Call):
            self._calls += by
        elif isinstance(entry.job, SaveCapture):
            self._bytes += by * len(entry.job.exchange.body)
        else:
            self._counted += by

    def _due(self) -> bool:
        return self._calls > 0 or self._counted >= BATCH or self._bytes >= MOST_BYTES

    # -- On the thread

    def _run(self) -> None:
        with ExitStack() as guard:
            guard.push(self._ended)
            while self._step():
                continue

    def _step(self) -> bool:
        """Write one batch, then answer the call behind it, if any; ``False`` at the end."""
        self._gather()
        self._write()
        with self._changed:
            call = self._first()
            if not isinstance(call, _Call):
                return True
            self._take_out(call)
        return _answered(call)

    def _gather(self) -> None:
        """Wait for a full batch, a call or the end of patience, and take what belongs together."""
        with self._changed:
            self._changed.wait_for(self._first)
            self._changed.wait_for(self._due, PATIENCE_S)
            counted, size = self._counted, self._bytes
            while counted - self._counted < BATCH and size - self._bytes < MOST_BYTES:
                entry = self._first()
                if not isinstance(entry, _Submitted):
                    break
                self._take_out(entry)
                self._batch.append(entry)

    def _first(self) -> _Submitted | _Call | None:
        return self._waiting[0] if self._waiting else None

    def _take_out(self, first: _Submitted | _Call) -> None:
        self._waiting.popleft()
        self._count(first, -1)

    def _write(self) -> None:
        batch = self._batch
        try:
            results = self._results([entry.job for entry in batch]) if batch else []
        except StoreError as error:
            self._failure = error
            results = [error] * len(batch)
        self._batch = []
        for entry, result in zip(batch, results, strict=True):
            entry.done(result)

    def _results(self, jobs: list[Job]) -> list[Result | StoreError]:
        if self._failure is not None:
            raise self._failure
        return self._store.write(jobs)

    def _ended(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Hand what ended the thread to everybody who waits for it."""
        if error is None:
            return False
        with self._changed:
            self._crash = error
            waiting = [*self._batch, *self._waiting]
        for entry in waiting:
            entry.done(error)
        return True


def _answered(entry: _Call) -> bool:
    if entry.function is None:
        return False
    with ExitStack() as guard:
        guard.push(lambda _kind, error, _trace: _failed(entry.future, error))
        _resolve(entry.future, entry.function())
    return True


def _failed(future: Future[Any], error: BaseException | None) -> bool:
    if error is not None:
        _resolve(future, error)
    return True


def _resolve(future: Future[Any], result: object) -> None:
    # A crawl that is being stopped cancels what it waits for; the job was done all the same.
    if not future.set_running_or_notify_cancel():
        return
    if isinstance(result, BaseException):
        future.set_exception(result)
    else:
        future.set_result(result)


def _nothing() -> None:
    """Do nothing: what counts is that all before it is done."""
