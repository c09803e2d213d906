"""Crawls of a replica that fails, held against its truth: what is stored, what is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from govreports.feeds import json_row
from govreports.fetching.challenges import MOST_IN_A_ROW
from govreports.replica.faults import WAIT_SECONDS
from govreports.replica.server import serve
from tests.crawling import expectations
from tests.faults.scenarios import ARTICLES, STORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.records import Problem
    from govreports.replica.portal import ReplicaPortal
    from tests.crawling import Crawled, Crawler
    from tests.families.replicas import Replica
    from tests.faults.scenarios import OnArticle, OnList, OnRobots

SETTINGS = {
    "SPIDER_MODULES": "spiders,tests.families.portals",
    "DOWNLOAD_TIMEOUT": "3",
    "GOVREPORTS_LONGEST_WAIT": "2",
    # What refusals add to the pauses, AutoThrottle takes off again; here it is switched off.
    "AUTOTHROTTLE_MAX_DELAY": "0.1",
}
FEW = 8
# Without a pause, the next requests are under way when an answer is looked at.
_MOST_IN_A_STORM = MOST_IN_A_ROW + 3
OK = "ok"
# A stub's target is another address of the same article.
_ELSEWHERE = {"url"}


@dataclass(frozen=True)
class Outcome:
    """What became of one fault on one family's portal: `ok`, or what was found instead."""

    family: str
    fault: str
    found: str


@dataclass
class Trial:
    """One replica and one store; faults are set on the replica between the crawls."""

    crawler: Crawler
    replica: Replica
    portal: ReplicaPortal
    base: str
    problems: list[Problem] = field(default_factory=list)
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)

    def crawl(self) -> Crawled:
        """Crawl, and take up what is stored and what the ledger's row names."""
        crawled = self.crawler.crawl(self.portal.name, self.base, settings=SETTINGS)
        with self.crawler.store() as store:
            entries = list(store.latest(self.portal.name))
            self.stored = {entry.report.title: json_row(entry.report) for entry in entries}
            self.problems = store.problems(store.runs(self.portal.name)[0].run_id)
        return crawled

    @cached_property
    def truths(self) -> dict[str, dict[str, Any]]:
        """Every article's exact values, by its title."""
        reports = self.portal.truths(self.base).values()
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

    def named(self, url: str, kind: str) -> bool:
        return any(
            one.url.startswith(url) and kind in f"{one.code}: {one.found}" for one in self.problems
        )

    def completed(self) -> str:
        """Crawl the mended portal: all is there, nothing twice. Return what is not so."""
        self.portal.faults.mend()
        crawled = self.crawl()
        if crawled.exit_code:
            return f"the next run failed: {crawled.said[-300:]}"
        if set(self.stored) != set(self.truths):
            return f"{len(set(self.truths) - set(self.stored))} reports lost"
        versions = {row["version"] for row in self.stored.values()}
        return self.false_pages() or ("" if versions == {1} else "a version too many")


def outcome(trial: Trial, fault: object, *found: str) -> Outcome:
    """Return the first thing that is not as wanted, or `ok`."""
    family = f"{trial.portal.place.family} ({trial.portal.name})"
    return Outcome(family, str(fault), next(filter(None, found), OK))


def on_articles(crawler: Crawler, replica: Replica) -> Iterator[Outcome]:
    """All faults of articles in one crawl, each on a page of its own."""
    portal = replica.portal(len(ARTICLES) + 1)
    keys = dict(zip(ARTICLES, portal.listed, strict=False))
    for wanted, key in keys.items():
        portal.faults.spoil(portal.path(key), wanted.fault, wanted.times)
    with serve([portal]) as addresses:
        trial = Trial(crawler, replica, portal, addresses[portal.name])
        trial.crawl()
        found = [outcome(trial, one, judged(trial, one, key)) for one, key in keys.items()]
        yield from found
        yield outcome(trial, "no false pages", trial.false_pages())
        yield outcome(trial, "Retry-After", "" if waited(portal) else "asked again too early")
        yield outcome(trial, "then complete", trial.completed())


def judged(trial: Trial, wanted: OnArticle, key: str) -> str:
    title = trial.portal.entries[key].article.title
    url = urljoin(trial.base, trial.portal.path(key))
    if wanted.kind is None:
        return trial.wrong(title) if title in trial.stored else "not stored"
    if title in trial.stored:
        return "stored"
    return "" if trial.named(url, wanted.kind) else f"{wanted.kind} is not named"


def waited(portal: ReplicaPortal) -> bool:
    """Whether nothing at all was asked for as long as Retry-After said."""
    pause = timedelta(seconds=WAIT_SECONDS)
    hits = portal.log()
    return all(after.at - hit.at >= pause for hit, after in pairwise(hits) if hit.status == 503)


def on_robots(crawler: Crawler, replica: Replica, wanted: OnRobots) -> Outcome:
    """A robots.txt that fails or forbids: where it must, nothing else is asked for."""
    portal = replica.portal(FEW)
    if wanted.text is None:
        portal.faults.spoil("/robots.txt", wanted.fault)
    else:
        portal.robots = wanted.text
    with serve([portal]) as addresses:
        trial = Trial(crawler, replica, portal, addresses[portal.name])
        trial.crawl()
        if wanted.kind is None:
            return outcome(trial, wanted, incomplete(trial))
        asked = {hit.target for hit in portal.log()} - {"/robots.txt"}
        named = any(wanted.kind in problem.found for problem in trial.problems)
        return outcome(
            trial,
            wanted,
            f"asked for {sorted(asked)[:2]}" if asked else "",
            "" if named else f"{wanted.kind} is not named",
            "something was stored" if trial.stored else "",
        )


def incomplete(trial: Trial) -> str:
    lost = set(trial.truths) - set(trial.stored)
    return f"{len(lost)} reports lost" if lost else trial.false_pages()


def on_list(crawler: Crawler, replica: Replica, wanted: OnList) -> Outcome:
    """A list that repeats itself: named, everything read, nothing taken for gone."""
    portal = replica.portal(FEW)
    with serve([portal]) as addresses:
        trial = Trial(crawler, replica, portal, addresses[portal.name])
        portal.break_listing(wanted.fault)
        trial.crawl()
        codes = {problem.code for problem in trial.problems}
        named = wanted.code in codes or not replica.declares
        not_named = "" if named else f"{wanted.code} is not named, but {sorted(codes)}"
        lost = incomplete(trial)
        portal.break_listing("whole")
        return outcome(trial, wanted, lost, not_named, trial.completed())


def storm(crawler: Crawler, replica: Replica) -> Outcome:
    """Every article is a challenge: the crawl ends, says so, and asks no more."""
    portal = replica.portal(FEW)
    paths = [portal.path(key) for key in portal.listed]
    for path in paths:
        portal.faults.spoil(path, STORM)
    with serve([portal]) as addresses:
        trial = Trial(crawler, replica, portal, addresses[portal.name])
        trial.crawl()
        hits = sum(hit.target in paths for hit in portal.log())
        named = any(problem.code == "portal_refuses" for problem in trial.problems)
        return outcome(
            trial,
            "challenges everywhere",
            "" if named else "not named",
            f"{hits} requests" if hits > _MOST_IN_A_STORM else "",
            "something was stored" if trial.stored else "",
        )
