"""One replica, one store, and what is true of both after each crawl."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govreports.feeds import json_row
from govreports.monitors.failure_classes import failure_class
from tests.crawling import as_linked, expectations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.records import Problem
    from govreports.replica.portal import ReplicaPortal
    from tests.faults.crawls import Place

OK = "ok"
# A stub's target is another address of the same article.
_ELSEWHERE = {"url"}


@dataclass(frozen=True)
class Outcome:
    """What became of one fault on one family's portal: `ok`, or what was found instead.

    `lost` reports were not there after the portal was mended and crawled again; `false` pages
    were stored that are no report, or with a value that their page does not state.
    """

    family: str
    fault: str
    found: str
    lost: int = 0
    false: int = 0


@dataclass
class Trial:
    """One replica and one store; faults are set on the replica between the crawls."""

    place: Place
    portal: ReplicaPortal
    base: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    verdict: str = ""
    problems: list[Problem] = field(default_factory=list)
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    lost: int = 0
    false: set[str] = field(default_factory=set)

    async def crawl(self, **arguments: str) -> None:
        """Crawl, and take up what is stored and what the ledger's row names."""
        start = arguments or {"base_url": self.base}
        self.verdict = await self.place.crawl(self.portal.name, self.attributes, **start)
        with self.place.store() as store:
            entries = list(store.latest(self.portal.name))
            rows = (json_row(entry.report) for entry in entries)
            self.stored = {row["title"]: as_linked(row) for row in rows}
            self.problems = store.problems(store.runs(self.portal.name)[0].run_id)
        self.false |= {title for title in self.stored if self.wrong(title)}

    @cached_property
    def truths(self) -> dict[str, dict[str, Any]]:
        """Every article's exact values, by its title."""
        reports = (self.portal.truth(key, self.base) for key in self.portal.alive)
        return {report.title: expectations(report) for report in reports}

    def wrong(self, title: str) -> str:
        """Name the first value of a stored report that its page does not state, else nothing."""
        row, truth = self.stored[title], self.truths.get(title)
        if truth is None:
            return f"false page {title[:20]!r} stored"
        names = [name for name in truth if name not in _ELSEWHERE and row[name] != truth[name]]
        return f"{names[0]} of {title[:20]!r} is false" if names else ""

    def false_pages(self) -> str:
        return next(filter(None, map(self.wrong, self.stored)), "")

    def missing(self) -> str:
        """Say how many reports are not stored, or which one is false."""
        lost = set(self.truths) - set(self.stored)
        return f"{len(lost)} reports are missing" if lost else self.false_pages()

    def not_named(self, kind: str, of: str, url: str = "") -> str:
        """Say what the ledger names in the place of a kind of failure of a class."""
        fitting = [
            one
            for one in self.problems
            if one.url.startswith(url) and kind in f"{one.code}: {one.found}"
        ]
        if not fitting:
            return f"{kind} is not named, but {sorted({one.code for one in self.problems})}"
        classes = {failure_class(one) for one in fitting}
        return "" if not of or of in classes else f"{kind} is of {classes}, not {of}"

    async def completed(self) -> str:
        """Crawl the mended portal: all is there, nothing twice. Return what is not so."""
        self.portal.faults.mend()
        await self.crawl()
        self.lost = len(set(self.truths) - set(self.stored))
        if self.verdict == "failed":
            return f"the next run failed: {self.problems[0].code}: {self.problems[0].found}"
        versions = {row["version"] for row in self.stored.values()}
        return self.missing() or ("" if versions == {1} else "a version too many")

    def outcome(self, family: str, fault: object, *found: str) -> Outcome:
        """Return the first thing that is not as wanted, or `ok`."""
        words = next(filter(None, found), OK)
        told = Outcome(family, str(fault), words, self.lost, len(self.false))
        self.lost = 0
        self.false.clear()
        return told
