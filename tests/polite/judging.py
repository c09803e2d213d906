"""What a replica's own log of requests says of a crawl's manners."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from govreports.replica.portal import Hit

ROBOTS = "/robots.txt"
# The log says when a request was answered, and on a busy machine one may be late on its way.
LEEWAY = 0.2


@dataclass(frozen=True)
class Host:
    """One host that a crawl has visited, and what it wants of its guests.

    ``pause`` is the least time between two requests in seconds, ``delay`` the
    seconds that the host took to answer each. ``forbidden`` are paths that are linked to
    and that its robots.txt closes, ``wanted`` those that the crawl is to ask for. From
    ``quiet`` on no request may come any more.
    """

    name: str
    hits: tuple[Hit, ...]
    pause: float
    delay: float
    contact: str
    forbidden: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    quiet: datetime | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that the log shows, beside what is wanted."""

    what: str
    found: str
    wanted: str
    kept: bool


@dataclass
class Case:
    """One crawl: the hosts that it has visited, how long it took, and what else is known of it."""

    name: str
    hosts: list[Host]
    seconds: float
    further: list[Finding] = field(default_factory=list)

    def findings(self) -> list[tuple[str, Finding]]:
        of_hosts = [(host.name, one) for host in self.hosts for one in judged(host)]
        return of_hosts + [("", one) for one in self.further]


def judged(host: Host) -> list[Finding]:
    """Hold a host's log against what it wants."""
    targets = [hit.target for hit in host.hits]
    strange = [hit.user_agent for hit in host.hits if not names_itself(hit.user_agent, host)]
    asked = sorted(host.forbidden.intersection(targets))
    missed = len(host.wanted.difference(targets))
    busy = at_once(host.hits, host.delay)
    found = [
        Finding("requests", str(len(targets)), "some", len(targets) > 1),
        *paused(host),
        Finding("at once, most", str(busy), "1", busy == 1),
        Finding("robots.txt", place_of(targets), "first, once", place_of(targets) == "first, once"),
        Finding("forbidden paths asked for", named(asked), "none", not asked),
        Finding("allowed paths left out", str(missed), "0", not missed),
        Finding("User-Agents without name and contact", named(strange), "none", not strange),
    ]
    return [*found, in_quiet(host.hits, host.quiet)] if host.quiet else found


def names_itself(agent: str, host: Host) -> bool:
    return agent.startswith("govreports/") and f"contact: {host.contact}" in agent


def paused(host: Host) -> list[Finding]:
    """The pauses between requests, the one behind robots.txt among them."""
    pauses = [(after.at - hit.at).total_seconds() for hit, after in pairwise(host.hits)]
    least, middle = min(pauses, default=0.0), median(pauses or [0.0])
    wanted = f">= {host.pause:.2f} s"
    return [
        Finding("pause, least", f"{least:.2f} s", wanted, least >= host.pause - LEEWAY),
        Finding("pause, median", f"{middle:.2f} s", wanted, middle >= host.pause - LEEWAY),
    ]


def at_once(hits: tuple[Hit, ...], delay: float) -> int:
    """Return how many requests waited for their answers at a time: each did as long as it took."""
    steps: dict[datetime, int] = defaultdict(int)
    for hit in hits:
        steps[hit.at - timedelta(seconds=delay)] += 1
        steps[hit.at] -= 1
    waiting = most = 0
    for moment in sorted(steps):
        waiting += steps[moment]
        most = max(most, waiting)
    return most


def place_of(targets: list[str]) -> str:
    """Say where in a log robots.txt stands, and how often."""
    if ROBOTS not in targets:
        return "never"
    first = "first" if targets[0] == ROBOTS else "later"
    often = targets.count(ROBOTS)
    return f"{first}, once" if often == 1 else f"{first}, {often} times"


def in_quiet(hits: tuple[Hit, ...], begin: datetime) -> Finding:
    late = sum(hit.at >= begin for hit in hits)
    last = max((hit.at for hit in hits), default=begin)
    before = (begin - last).total_seconds()
    words = f"{late}, the last request {before:.0f} s before" if before > 0 else str(late)
    return Finding("requests in quiet hours", words, "0", not late)


def named(things: list[str]) -> str:
    return f"{len(things)}: {things[0]}" if things else "none"
