"""The run's ledger: what was counted, what was not as expected, and the verdict."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy import signals

from govreports import problems
from govreports.extensions import needed
from govreports.records import Level, Outcome, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

# A failing start() is reported by itself, with its exception; so are a portal that refuses and a
# store that is lost.
_WHOLE = ("finished", "start_error", "blocked", "busy", "store_lost")
_KNOWN = (Outcome.CHANGED, Outcome.REVISED, Outcome.UNCHANGED, Outcome.SKIPPED)
# Of each kind in memory, for last words and alerts; all are counted, and kept in the store.
_KEPT_PER_KIND = 20
# A finding that comes twice comes twice at once.
_RECENT = 200


def kind_of(problem: Problem) -> str:
    """Return the name under which a problem is counted, ``error/listing_short``."""
    return f"{problem.level}/{problem.code}"


@dataclass
class ColumnRows:
    """What became of the rows of one column, whose listing has this URL key."""

    key: str
    counts: Counter[str] = field(default_factory=Counter)

    def summed(self) -> dict[str, int]:
        """Return what the store keeps: see ``govreports.store.models.COLUMN_COUNTS``."""
        counts = self.counts
        known = sum(counts[outcome] for outcome in _KNOWN)
        new, elsewhere = counts[Outcome.NEW], counts["elsewhere"]
        return {
            "known": known,
            "new": new,
            "changed": counts[Outcome.CHANGED],
            "skipped": counts[Outcome.SKIPPED],
            "missing": counts["missing"],
            "refused": counts["asked"] + elsewhere - known - new,
        }


class Ledger:
    """Extension that every part of a crawl reports to.

    Every problem is handed to ``keep`` as it comes, and ``problems`` holds the
    first of each kind, in order. One error makes the verdict ``failed``, a
    warning ``warnings``.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Start an empty ledger for one crawl."""
        self.crawler = crawler
        self.counts: Counter[str] = Counter()
        self.notes: dict[str, str] = {}
        self.columns: dict[str, ColumnRows] = {}
        """By the column's name."""
        self.problems: list[Problem] = []
        self._recent: deque[Problem] = deque(maxlen=_RECENT)
        self._keep: Callable[[Problem], None] | None = None
        self._levels: Counter[Level] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the ledger and listen for failures that no other part handles."""
        ledger = cls(crawler)
        crawler.signals.connect(ledger.on_spider_error, signals.spider_error)
        crawler.signals.connect(ledger.on_item_error, signals.item_error)
        crawler.signals.connect(ledger.on_spider_closed, signals.spider_closed)
        return ledger

    @classmethod
    def of(cls, crawler: Crawler) -> Ledger:
        """Return the crawl's ledger."""
        return needed(crawler, cls)

    @property
    def verdict(self) -> str:
        """``failed``, ``warnings`` or ``ok``."""
        if self._levels[Level.ERROR]:
            return "failed"
        return "warnings" if self._levels[Level.WARNING] else "ok"

    def count(self, name: str, by: int = 1) -> None:
        """Add to a count of this run, e.g. ``rows`` or ``new``."""
        self.counts[name] += by

    def open_column(self, name: str, key: str) -> None:
        """Begin to count what becomes of a column's rows."""
        self.columns[name] = ColumnRows(key)

    def count_in(self, column: str | None, name: str, by: int = 1) -> None:
        """Add to a count of one column; what no listing led to is in none."""
        if column in self.columns:
            self.columns[column].counts[name] += by

    def note(self, name: str, value: str) -> None:
        """Keep what this run found out, e.g. the ``family`` of a site without a file."""
        self.notes[name] = value

    def report(self, problem: Problem) -> None:
        """Record a problem, once for the same page and finding."""
        if problem in self._recent:
            return
        self._recent.append(problem)
        self._levels[problem.level] += 1
        kind = kind_of(problem)
        self.count(kind)
        if self.counts[kind] <= _KEPT_PER_KIND:
            self.problems.append(problem)
        if self._keep is not None:
            self._keep(problem)

    def hand_over(self, keep: Callable[[Problem], None]) -> None:
        """Hand what was reported so far, and from now on each problem, to who keeps it."""
        for problem in self.problems:
            keep(problem)
        self._keep = keep

    def on_spider_error(self, failure: Failure, response: Response | None, spider: Spider) -> None:
        """Turn an unforeseen exception of the spider into an error of the run."""
        self._unforeseen("reader_failed", failure, response.url if response else spider.name)

    def on_item_error(self, response: Response | None, spider: Spider, failure: Failure) -> None:
        """Turn an unforeseen exception of a pipeline into an error of the run."""
        self._unforeseen("pipeline_failed", failure, response.url if response else spider.name)

    def on_spider_closed(self, spider: Spider, reason: str) -> None:
        """Name a crawl that was cut short."""
        if reason not in _WHOLE:
            self.report(problems.interrupted(spider.name, reason))

    def _unforeseen(self, code: str, failure: Failure, url: str) -> None:
        self.report(
            Problem(
                code=code,
                level=Level.ERROR,
                url=url,
                found=f"{failure.type.__name__ if failure.type else 'error'}: {failure.value}",
                expected="the page is read and stored",
                remedy="the log above has the traceback; nothing of this page was stored",
            )
        )
