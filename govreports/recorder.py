"""The crawl's side of the store: one run, one writer thread, one archive file."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scrapy import signals
from scrapy.exceptions import NotConfigured

from govreports import problems
from govreports.answers import Answers
from govreports.clock import now
from govreports.ledger import Ledger
from govreports.places import archive_directory, database_url
from govreports.reader_version import READER_VERSION
from govreports.rereading import Rereader
from govreports.store.broken_off import first_broken_off
from govreports.store.engine import open_database
from govreports.store.errors import RefusedError, StoreError
from govreports.store.jobs import SaveCapture, SaveProblem
from govreports.store.patience import Patience
from govreports.store.queries import Queries
from govreports.store.rechecks import UNWATCHED
from govreports.store.store import Store
from govreports.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from govreports.records import Exchange, Problem
    from govreports.store.jobs import Job
    from govreports.store.rechecks import Watched
    from govreports.store.store import Known

_Answer = TypeVar("_Answer")
# What was fetched before is no part of the same crawl any more.
_RESUMED_WITHIN = timedelta(days=7)


def open_store(settings: BaseSettings, reread: Rereader) -> Store:
    """Open the store that the settings name, migrated to today's schema.

    Raises ``StoreError`` where it cannot be opened.
    """
    return Store.open(
        database_url(settings),
        archive=archive_directory(Path(settings["GOVREPORTS_DATA_DIR"])),
        reread=reread,
        reader_version=READER_VERSION,
    )


class Recorder:
    """Extension that owns the store while a crawl runs."""

    def __init__(self, crawler: Crawler) -> None:
        """Open the store; the run itself begins when the spider opens."""
        self.crawler = crawler
        self.rereader = Rereader.of(crawler.spidercls)
        self.patience = Patience(crawler.settings.getfloat("GOVREPORTS_DATABASE_PATIENCE"))
        # The command has just opened it: where it is away now, it may come back.
        self.store = self.patience.ask(partial(open_store, crawler.settings, self.rereader))
        self.store.patience = self.patience
        self.writer = Writer(self.store)
        self._answers = Answers()
        self.queries = Queries(open_database(database_url(crawler.settings)))
        self.run_id: int | None = None
        self.resumes: int | None = None
        """The first of the runs that this one goes on with."""
        self._lost = False
        self._closing: asyncio.Future[None] | None = None
        self._unkept: list[Problem] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the recorder, unless this crawl is to store nothing."""
        if not crawler.settings.getbool("GOVREPORTS_RECORD"):
            message = "GOVREPORTS_RECORD is off: nothing is stored"
            raise NotConfigured(message)
        recorder = cls(crawler)
        crawler.signals.connect(recorder.on_spider_opened, signals.spider_opened)
        crawler.signals.connect(recorder.on_spider_closed, signals.spider_closed)
        return recorder

    @classmethod
    def of(cls, crawler: Crawler) -> Recorder | None:
        """Return the crawl's recorder, or ``None`` where nothing is stored."""
        return crawler.get_extension(cls)

    @property
    def run(self) -> int:
        """The run's number in the ledger table.

        Raises :class:`RuntimeError` before the spider has opened.
        """
        if self.run_id is None:
            message = "the run has not begun"
            raise RuntimeError(message)
        return self.run_id

    @property
    def _portal(self) -> str:
        return str(getattr(self.crawler.spider, "portal", ""))

    def archive(self, exchange: Exchange, known: str = "") -> None:
        """Queue an answer for the archive; a failure of the archive fails the run.

        ``known`` is the capture whose validators its request carried.
        """
        job = SaveCapture(exchange=exchange, run_id=self.run_id, portal=self._portal, known=known)
        self.post(job)

    def post(self, job: Job) -> None:
        """Queue a job that nobody waits for; what keeps it out of the store fails the run."""
        self.writer.send(job, self._posted)

    def _posted(self, answer: object) -> None:
        if isinstance(answer, BaseException):
            self.failed(self._portal, answer)

    def failed(self, subject: str, error: BaseException) -> None:
        """Name what the store has refused; one that takes nothing any more ends the crawl.

        That is named once, whatever it costs: the pages that are under way are
        lost to this run, and fetching more would only lose more.
        """
        if isinstance(error, RefusedError):
            Ledger.of(self.crawler).report(problems.store_failed(subject, str(error)))
            return
        Ledger.of(self.crawler).count("not_stored")
        if not self._lost:
            self._lost = True
            Ledger.of(self.crawler).report(problems.store_lost(self._portal, str(error)))
            # The writer's thread may be the first to know.
            self._loop.call_soon_threadsafe(self._close)

    def _close(self) -> None:
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None:
            closing = engine.close_spider_async(reason="store_lost")
            self._closing = asyncio.ensure_future(closing)

    def _keep(self, problem: Problem) -> None:
        """Write a problem with the batch: a killed run keeps what it had named."""
        job = SaveProblem(run_id=self.run, portal=self._portal, problem=problem)
        try:
            self.writer.send(job, partial(self._kept, problem))
        except StoreError as error:
            self._kept(problem, error)

    def _kept(self, problem: Problem, answer: object) -> None:
        # Not reported: that would be one more problem to keep. The end of the run tries again.
        if isinstance(answer, BaseException):
            self._unkept.append(problem)

    async def submit(self, job: Job) -> Any:
        """Queue a job and wait until the batch that holds it is committed."""
        return await self._answers.of(partial(self.writer.send, job))

    async def known(self, portal: str, keys: Sequence[str]) -> Mapping[str, Known]:
        """Return what the store knows of these URL keys.

        It is asked on a connection of its own, so that the batch that is being
        gathered need not be cut short for a question. Nothing is known where the
        store is lost, which ends the crawl.
        """
        known = await self._looked(portal, partial(self.queries.known, portal, keys))
        return {} if known is None else known

    async def watched(self, portal: str, column: str) -> Watched:
        """Return how often the column's pages have changed so far."""
        watched = await self._looked(portal, partial(self.queries.watched, portal, column))
        return UNWATCHED if watched is None else watched

    async def _looked(self, portal: str, question: Callable[[], _Answer]) -> _Answer | None:
        try:
            return await self.look(question)
        except StoreError as error:
            self.failed(portal, error)
            return None

    async def look(self, question: Callable[[], _Answer]) -> _Answer:
        """Ask the store's database something beside the crawl; raises as :meth:`ask` does."""
        return await asyncio.to_thread(self.ask, question)

    def ask(self, question: Callable[[], _Answer]) -> _Answer:
        """Ask the store's database something, with the crawl's patience.

        Raises :class:`StoreError` where it stays away.
        """
        return self.patience.ask(question)

    def on_spider_opened(self, spider: Spider) -> None:
        """Begin the run in the ledger table."""
        self._loop = asyncio.get_running_loop()
        arguments = {name: str(value) for name, value in getattr(spider, "arguments", {}).items()}
        self.run_id = self.writer.call(
            self._begin, getattr(spider, "portal", spider.name), arguments
        ).result()
        Ledger.of(self.crawler).hand_over(self._keep)
        options = getattr(spider, "options", None)
        if options is not None and options.resume:
            self._resume(self.run_id)

    def _resume(self, run_id: int) -> None:
        since = now() - _RESUMED_WITHIN
        question = partial(first_broken_off, self.queries.engine, self._portal, run_id, since)
        try:
            self.resumes = self.ask(question)
        except StoreError as error:
            self.failed(self._portal, error)
        if self.resumes is not None:
            Ledger.of(self.crawler).note("resumes_from_run", str(self.resumes))

    def _begin(self, portal: str, arguments: dict[str, str]) -> int:
        return self.store.begin_run(portal, kind="crawl", arguments=arguments)

    def on_spider_closed(self, spider: Spider, reason: str) -> None:
        """End the run with its verdict, and close the archive file and the store."""
        ledger = Ledger.of(self.crawler)
        try:
            self.writer.call(self._end, ledger, reason).result()
            self.writer.close()
            self.store.close()
            self.queries.engine.dispose()
        except StoreError as error:
            self.failed(spider.name, error)

    def _end(self, ledger: Ledger, reason: str) -> None:
        if self.run_id is None:
            return
        self.store.add_problems(self.run_id, self._unkept)
        stats: dict[str, int | str] = {**ledger.counts, **ledger.notes}
        stats["finish_reason"] = reason
        columns = {one.key: one.summed() for one in ledger.columns.values()}
        self.store.end_run(self.run_id, verdict=ledger.verdict, stats=stats, columns=columns)
