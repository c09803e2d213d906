"""How a portal stands: its runs, its newest report, what failed and what to do. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from govreports.monitors.failure_classes import failure_classes
from govreports.records import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from govreports.records import Problem
    from govreports.store.answers import ColumnSeen, Run, Windows

GOOD = frozenset({"ok", "warnings"})
"""Verdicts of a run that lost nothing."""
NEVER, RUNNING, KILLED = "never run", "running", "killed"
OUTCOMES = ("new", "changed", "revised", "unchanged", "skipped", "gone", "unlisted")
"""What can have become of a page in a run, by the ledger's counts."""
_TREND = 6

# A column that publishes yearly has no more than these, and says little of its rhythm.
_FEWEST_DAYS = 4
_LATE = 3
_PATIENCE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Failure:
    """Errors of one class in a portal's last run, with one of them and its remedy."""

    count: int
    code: str
    url: str
    found: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a portal stands. ``state`` is ok, warnings, failed, killed, running or never run.

    ``trend`` are the rows that the last runs listed, the newest last;
    ``rhythm_days`` is the median of days between its dates of publication;
    ``outcomes``, ``seconds`` and ``columns`` are of the last run that came to its end;
    ``windows`` says how many known pages a scheduled run would ask for now.
    """

    portal: str
    state: str
    last_run: datetime | None = None
    last_good_run: datetime | None = None
    trend: tuple[int, ...] = ()
    newest_report: date | None = None
    rhythm_days: float | None = None
    stale: bool = False
    failures: Mapping[str, Failure] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    seconds: float | None = None
    columns: tuple[ColumnSeen, ...] = ()
    windows: Windows | None = None

    @property
    def needs_care(self) -> bool:
        """Whether a person should look: its last run failed or died, or it publishes no more."""
        return self.state in {"failed", KILLED} or bool(self.failures) or self.stale


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a portal: ``runs`` the newest first, ``errors`` of the last that is over.

    ``alive`` says whether the process of a run without an end is still there.
    """

    runs: Sequence[Run] = ()
    errors: Sequence[Problem] = ()
    published: Sequence[date] = ()
    alive: bool = False
    columns: Sequence[ColumnSeen] = ()
    windows: Windows | None = None


def standing(portal: str, facts: Facts, today: date) -> Standing:
    """Judge a portal by its facts."""
    if not facts.runs:
        return Standing(portal, NEVER)
    last = facts.runs[0]
    good = next((run for run in facts.runs if run.verdict in GOOD), None)
    whole = ended(facts.runs)
    days = sorted(set(facts.published))
    rhythm = _rhythm(days)
    return Standing(
        portal=portal,
        state=_state(last, alive=facts.alive),
        last_run=last.started_at,
        last_good_run=good.started_at if good else None,
        trend=tuple(_count(run, "rows") for run in whole[:_TREND])[::-1],
        newest_report=days[-1] if days else None,
        rhythm_days=rhythm,
        stale=bool(days) and _stale(today, days[-1], rhythm),
        failures=_failures(facts, read_before=good is not None),
        outcomes={name: _count(run, name) for run in whole[:1] for name in OUTCOMES},
        seconds=_seconds(whole[0]) if whole else None,
        columns=tuple(facts.columns),
        windows=facts.windows,
    )


def ended(runs: Sequence[Run]) -> list[Run]:
    """Return the runs that came to their end."""
    return [run for run in runs if run.verdict is not None]


def _seconds(run: Run) -> float | None:
    return (run.ended_at - run.started_at).total_seconds() if run.ended_at else None


def _state(last: Run, *, alive: bool) -> str:
    return last.verdict or (RUNNING if alive else KILLED)


def _rhythm(days: Sequence[date]) -> float | None:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return float(median(gaps)) if len(days) >= _FEWEST_DAYS else None


def _stale(today: date, newest: date, rhythm: float | None) -> bool:
    return rhythm is not None and (today - newest).days > max(_LATE * rhythm, _PATIENCE_DAYS)


def _failures(facts: Facts, *, read_before: bool) -> dict[str, Failure]:
    errors = [problem for problem in facts.errors if problem.level is Level.ERROR]
    pages = max((_count(run, "pages") for run in ended(facts.runs)[:1]), default=0)
    classes = failure_classes(errors, pages, read_before=read_before)
    return {name: _failure(some) for name, some in sorted(classes.items())}


def _failure(some: Sequence[Problem]) -> Failure:
    first = some[0]
    return Failure(len(some), first.code, first.url, first.found, first.remedy)


def _count(run: Run, name: str) -> int:
    return int((run.stats or {}).get(name, 0))
