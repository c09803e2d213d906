"""Crawls of replicas that fail, held against their truth: what is stored, what is named."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from govreports.fetching.challenges import MOST_IN_A_ROW
from govreports.replica.faults import WAIT_SECONDS
from govreports.replica.server import serve
from tests.families.replicas import pages, served
from tests.faults.crawls import Place
from tests.faults.scenarios import ARTICLES, STORM, OnChange, OnList, OnRobots, OnTls
from tests.faults.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from govreports.replica.portal import ReplicaPortal
    from govreports.replica.tls import Authority
    from tests.families.replicas import Replica
    from tests.faults.scenarios import OnArticle
    from tests.faults.trial import Outcome

FEW = 8
# The next request may be under way when an answer is looked at: the pauses here are short.
_MOST_IN_A_STORM = MOST_IN_A_ROW + 1
# What says of a list that rows of it may have been missed.
_UNSETTLED = {"listing_short", "listing_moved"}
_SWAPPED = {"http": "https", "https": "http"}


@dataclass(frozen=True)
class Subject:
    """One family's replica, how its portal's file names the family, and a folder for stores."""

    family: str
    replica: Replica
    folder: Path
    authority: Authority

    @contextmanager
    def served(
        self,
        name: object,
        portal: ReplicaPortal,
        tls: OnTls | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> Iterator[Trial]:
        """Serve a portal, and yield a trial of it with an empty store."""
        context = self.authority.context(tls.server) if tls and tls.server else None
        stated = {"family": self.family, **(attributes or {})}
        with serve([portal], tls=context) as addresses:
            address = addresses[portal.name]
            scheme, rest = address.split("://")
            if tls and tls.scheme != scheme:
                address = f"{_SWAPPED[scheme]}://{rest}"
            yield Trial(Place(self.folder / str(name)), portal, address, stated)


async def on_articles(subject: Subject) -> list[Outcome]:
    """All faults of articles in one crawl, each on a page of its own."""
    portal = subject.replica.portal(len(ARTICLES) + 1)
    keys = dict(zip(ARTICLES, portal.listed, strict=False))
    for wanted, key in keys.items():
        portal.faults.spoil(portal.path(key), wanted.fault, wanted.times)
    with subject.served("articles", portal) as trial:
        await trial.crawl()
        found = {str(one): judged(trial, one, key) for one, key in keys.items()}
        found["Retry-After"] = "" if waited(portal) else "asked again too early"
        found["no false pages"] = trial.false_pages()
        outcomes = [trial.outcome(subject.family, one, words) for one, words in found.items()]
        return [*outcomes, trial.outcome(subject.family, "then complete", await trial.completed())]


def judged(trial: Trial, wanted: OnArticle, key: str) -> str:
    title = trial.portal.entries[key].article.title
    if wanted.kind is None:
        return trial.wrong(title) if title in trial.stored else "not stored"
    if title in trial.stored:
        return "stored"
    return trial.not_named(wanted.kind, wanted.of, urljoin(trial.base, trial.portal.path(key)))


def waited(portal: ReplicaPortal) -> bool:
    """Whether nothing at all was asked for as long as Retry-After said."""
    pause = timedelta(seconds=WAIT_SECONDS)
    hits = portal.log()
    return all(after.at - hit.at >= pause for hit, after in pairwise(hits) if hit.status == 503)


async def on_robots(subject: Subject, wanted: OnRobots) -> list[Outcome]:
    """A robots.txt that fails or forbids: where it must, nothing else is asked for."""
    portal = subject.replica.portal(FEW)
    usual = portal.robots
    if wanted.text is None:
        portal.faults.spoil("/robots.txt", wanted.fault)
    else:
        portal.robots = wanted.text
    with subject.served(f"robots {wanted.fault}", portal) as trial:
        await trial.crawl()
        found = [trial.missing()] if wanted.kind is None else nothing_asked(trial, wanted)
        portal.robots = usual
        portal.note("robots.txt", "")
        return [trial.outcome(subject.family, wanted, *found, await trial.completed())]


def nothing_asked(trial: Trial, wanted: OnRobots) -> list[str]:
    asked = {hit.target for hit in trial.portal.log()} - {"/robots.txt"}
    return [
        f"asked for {sorted(asked)[:2]}" if asked else "",
        trial.not_named(wanted.kind or "", wanted.of),
        "something was stored" if trial.stored else "",
    ]


async def on_list(subject: Subject, wanted: OnList) -> list[Outcome]:
    """A list that shows its rows wrongly: named, what it shows read, nothing taken for gone."""
    portal = subject.replica.portal(FEW)
    with subject.served(f"list {wanted.fault}", portal) as trial:
        portal.break_listing(wanted.fault)
        await trial.crawl()
        told = subject.replica.declares or not wanted.whole
        found = [
            trial.missing() if wanted.whole else "",
            trial.not_named(wanted.code, wanted.of) if told else "",
        ]
        portal.break_listing("whole")
        return [trial.outcome(subject.family, wanted, *found, await trial.completed())]


async def on_change(subject: Subject, wanted: OnChange) -> list[Outcome]:
    """A list that changes while it is read: no row is skipped without a word.

    Where nothing on its pages tells of it (no total of rows, none shown twice), the next run
    brings what was skipped.
    """
    portal = subject.replica.portal(FEW + 1)
    newest = portal.listed[0]
    if wanted.change == "grows":
        portal.unlist(newest)
        portal.after_first_page(lambda: portal.relist(newest))
    else:
        portal.after_first_page(lambda: portal.unlist(newest))
    listed = {portal.entries[key].article.title for key in portal.listed}
    with subject.served(wanted.change, portal) as trial:
        await trial.crawl(start_url=urljoin(trial.base, portal.column_path))
        skipped = listed - set(trial.stored)
        told = {problem.code for problem in trial.problems} & _UNSETTLED
        silent = ""
        if skipped and not told and states_rows(subject.replica):
            silent = f"{len(skipped)} reports skipped without a word"
        portal.relist(newest)
        return [trial.outcome(subject.family, wanted, silent, await trial.completed())]


def states_rows(replica: Replica) -> bool:
    """Whether the lists say how many rows there are, and not only how many pages."""
    return any(listing.declared_rows for _, _, listing in pages(served(replica)))


async def on_tls(subject: Subject, wanted: OnTls) -> list[Outcome]:
    """TLS that is old or badly certified, or spoken at one of two schemes only."""
    portal = subject.replica.portal(FEW)
    attributes = {"tls": wanted.concessions}
    with subject.served(f"tls {wanted.name}", portal, wanted, attributes) as trial:
        await trial.crawl()
        if wanted.kind is None:
            code = trial.not_named(wanted.code, "") if wanted.code else ""
            return [trial.outcome(subject.family, wanted, trial.missing(), code)]
        found = trial.not_named(wanted.kind, "tls")
        stored = "something was stored" if trial.stored else ""
        answered = "something was asked for" if portal.log() else ""
        return [trial.outcome(subject.family, wanted, found, stored, answered)]


async def storm(subject: Subject) -> list[Outcome]:
    """Every article is a challenge: the crawl ends, says so, and asks no more."""
    portal = subject.replica.portal(FEW)
    paths = [portal.path(key) for key in portal.listed]
    for path in paths:
        portal.faults.spoil(path, STORM)
    with subject.served("storm", portal) as trial:
        await trial.crawl()
        hits = sum(hit.target in paths for hit in portal.log())
        found = [
            trial.not_named("portal_refuses", "blocked"),
            f"{hits} requests" if hits > _MOST_IN_A_STORM else "",
            "something was stored" if trial.stored else "",
            await trial.completed(),
        ]
        return [trial.outcome(subject.family, "challenges everywhere", *found)]
