"""`scrapy crawl`, with a verdict: exit code 1 where something was lost."""

from __future__ import annotations

import logging
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from govreports.collector import tune_garbage_collector
from govreports.fetching.browser.chromium import BrowserMissingError
from govreports.ledger import Ledger, kind_of
from govreports.monitors.rules import COVERED
from govreports.options import ArgumentError
from govreports.recorder import open_store
from govreports.records import Level
from govreports.registry import BrokenDefinitionError
from govreports.rereading import Rereader
from govreports.spider import PortalSpider
from govreports.store.errors import StoreError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from scrapy.crawler import Crawler

    from govreports.records import Problem

logger = logging.getLogger(__name__)
_SHOWN_PER_CODE = 3
_LEVELS = {"ok": logging.INFO, "warnings": logging.WARNING, "failed": logging.ERROR}


class Command(ScrapyCrawl):
    """Crawl one portal; ``govreports crawl`` crawls many."""

    def short_desc(self) -> str:
        """Return the line that ``scrapy --help`` shows."""
        return "Crawl one portal, for example: scrapy crawl jinshui -O reports.csv"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check what was asked, crawl, then say what was lost and what to do."""
        crawler = self._checked(args, opts)
        if crawler is None or not self._store_opens(crawler):
            self.exitcode = 1
            return
        tune_garbage_collector()
        assert self.crawler_process  # noqa: S101 - Scrapy sets it for commands that need it
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        ledger = Ledger.of(crawler)
        portal = getattr(crawler.spider, "portal", crawler.spidercls.name)
        for line in summary(portal, ledger):
            self._say(line, _LEVELS[ledger.verdict])
        self.exitcode = int(ledger.verdict == "failed" or self.crawler_process.bootstrap_failed)

    def _checked(self, args: list[str], opts: argparse.Namespace) -> Crawler | None:
        """Return the crawl that is meant, ``None`` where it cannot be run as its file says."""
        if len(args) != 1:
            message = "name one portal, for example: scrapy crawl jinshui"
            raise UsageError(message)
        try:
            crawler = self._create_crawler(args[0])
            if issubclass(crawler.spidercls, PortalSpider):
                crawler.spidercls.read_arguments(opts.spargs)
        except BrokenDefinitionError as error:
            self._say(str(error))
            return None
        except (ArgumentError, KeyError) as error:
            message = str(error).strip("'\"")
            self._log(f"govreports: {args[0]}: {message}")
            raise UsageError(message, print_help=False) from error
        except BrowserMissingError as error:
            self._say(f"govreports: {args[0]}: {error}")
            return None
        return crawler

    def _store_opens(self, crawler: Crawler) -> bool:
        if not crawler.settings.getbool("GOVREPORTS_RECORD"):
            return True
        try:
            open_store(crawler.settings, Rereader.of(crawler.spidercls)).close()
        except StoreError as error:
            self._say(f"govreports: {error}")
            return False
        return True

    def _say(self, line: str, level: int = logging.ERROR) -> None:
        print(line, file=sys.stderr)  # noqa: T201 - the command's own output
        self._log(line, level)

    def _log(self, line: str, level: int = logging.ERROR) -> None:
        """Keep a line in the log's file, which is all that Scrapyd shows of a job."""
        if self.settings and self.settings["LOG_FILE"]:
            logger.log(level, "%s", line)


def summary(portal: str, ledger: Ledger) -> Iterator[str]:
    """Yield the last lines of a crawl: counts, then each kind of problem with its remedy."""
    # The counts of fields are for the next runs' monitors (govreports.monitors).
    shown = {n: value for n, value in ledger.counts.items() if value and not n.startswith(COVERED)}
    counts = ", ".join(f"{name} {value}" for name, value in shown.items())
    notes = "".join(f"{name} {value}, " for name, value in ledger.notes.items())
    yield f"{portal}: {ledger.verdict}" + (f" ({notes}{counts})" if counts else "")
    for level in (Level.WARNING, Level.ERROR):
        of_level = [problem for problem in ledger.problems if problem.level is level]
        for _, problems in groupby(sorted(of_level, key=_code), key=_code):
            yield from _lines(portal, list(problems), ledger.counts)


def _code(problem: Problem) -> str:
    return problem.code


def _lines(portal: str, problems: list[Problem], counts: Mapping[str, int]) -> Iterable[str]:
    first = problems[0]
    for problem in problems[:_SHOWN_PER_CODE]:
        yield f"{portal}: {first.level} {first.code}: {problem.url}: {problem.found}"
        yield f"    expected: {problem.expected}. What to do: {problem.remedy}"
    more = counts[kind_of(first)] - _SHOWN_PER_CODE
    if more > 0:
        yield f"    … and {more} more {first.code}, all in the run's ledger"
