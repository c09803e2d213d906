"""A thread of its own that gathers jobs and writes them in batches."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from govreports.store.errors import StoreError
from govreports.store.jobs import SaveCapture

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from govreports.store.jobs import Job
    from govreports.store.store import Store

# One transaction a batch: a hundred reports, or what came in a fifth of a second.
BATCH = 100
PATIENCE_S = 0.2
# Captures ride along uncounted, but their bodies wait in memory.
MOST_BYTES = 8 * 1024 * 1024

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class _Call:
    """A function for the writer's thread; ``None`` ends the thread."""

    function: Callable[[], Any] | None
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class _Submitted:
    job: Job
    future: Future[Any]


class Writer:
    """The only thread that uses a store.

    Each future is resolved after the commit of the batch that its job was in:
    with the job's result, or with the :class:`StoreError` that kept it out.
    What ends the thread itself is raised by every later call.
    """

    def __init__(self, store: Store) -> None:
        """Start the thread; from now on the store is its."""
        self._store = store
        self._queue: SimpleQueue[_Submitted | _Call] = SimpleQueue()
        self._batch: list[_Submitted] = []
        self._counted = 0
        self._bytes = 0
        self._deadline = 0.0
        self._crash: BaseException | None = None
        self._closed = False
        self._lock = threading.Lock()
        # A daemon: a process that dies without close() must not hang on it. What was promised
        # is committed; the rest is no worse than after a kill.
        self._thread = threading.Thread(target=self._run, name="govreports-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Future[Any]:
        """Queue a job; the future holds its result after the commit.

        Raises :class:`StoreError` where the writer is closed or its thread has ended.
        """
        future: Future[Any] = Future()
        self._put(_Submitted(job, future))
        return future

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
        with self._lock:
            if not self._closed and self._crash is None:
                self._queue.put(_Call(None, Future()))
            self._closed = True
        self._thread.join()

    def _put(self, entry: _Submitted | _Call) -> None:
        with self._lock:
            if self._crash is not None:
                message = f"the store's writer has ended ({self._crash}); nothing more is stored"
                raise StoreError(message) from self._crash
            if self._closed:
                message = "the store's writer is closed; nothing more is stored"
                raise StoreError(message)
            self._queue.put(entry)

    # -- On the thread

    def _run(self) -> None:
        with ExitStack() as guard:
            guard.push(self._ended)
            while self._step():
                continue

    def _step(self) -> bool:
        """Take one entry, or write what has waited long enough; ``False`` at the end."""
        entry = self._next()
        if isinstance(entry, _Submitted):
            self._gather(entry)
            return True
        self._write()
        if entry is None:
            return True
        return _answered(entry)

    def _next(self) -> _Submitted | _Call | None:
        if self._full():
            return None
        try:
            if not self._batch:
                return self._queue.get()
            return self._queue.get(timeout=max(0.0, self._deadline - time.monotonic()))
        except Empty:
            return None

    def _full(self) -> bool:
        return self._counted >= BATCH or self._bytes >= MOST_BYTES

    def _gather(self, entry: _Submitted) -> None:
        if not self._batch:
            self._deadline = time.monotonic() + PATIENCE_S
        self._batch.append(entry)
        if isinstance(entry.job, SaveCapture):
            self._bytes += len(entry.job.exchange.body)
        else:
            self._counted += 1

    def _write(self) -> None:
        batch = self._batch
        try:
            results = self._store.write([entry.job for entry in batch]) if batch else []
        except StoreError as error:
            results = [error] * len(batch)
        self._batch, self._counted, self._bytes = [], 0, 0
        for entry, result in zip(batch, results, strict=True):
            _resolve(entry.future, result)

    def _ended(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Hand what ended the thread to everybody who waits for it."""
        if error is None:
            return False
        with self._lock:
            self._crash = error
        waiting: list[_Submitted | _Call] = list(self._batch)
        while not self._queue.empty():
            waiting.append(self._queue.get())
        for entry in waiting:
            _resolve(entry.future, error)
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
