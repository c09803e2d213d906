"""Holds a rehearsed year against what the portals know of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from govreports.records import Level
from govreports.store.engine import open_database
from govreports.store.identity import report_id
from govreports.store.integrity import verify
from tests.year.expected import GONE, UNLISTED, Chronicle, Text, normal
from tests.year.rehearsal import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govreports.store.answers import Interval, Run
    from govreports.store.queries import Queries
    from tests.year.expected import Expected
    from tests.year.happenings import Edit
    from tests.year.rehearsal import Promise, Year

# Of full crawls at every visit; a form of some weeks is mostly its first crawl.
MOST_FULL, FEWEST_WEEKS = 0.15, 26
_REMEDY = "What to do:"


@dataclass
class Verdict:
    """Counts for the table, and everything that is not as wanted, a line each."""

    counts: Counter[str] = field(default_factory=Counter)
    longest: tuple[timedelta, timedelta] = (timedelta(), timedelta())
    """The longest time from an edit to its version, and that page's window."""
    wrong: list[str] = field(default_factory=list)


def judge(year: Year) -> Verdict:
    verdict = Verdict()
    with year.store() as store:
        for name in year.towns:
            _reports(year, store, name, verdict)
            _edits(year, name, verdict)
    _alerts(year, verdict)
    _burden(year, verdict)
    engine = open_database(year.database_url)
    verdict.wrong += verify(engine)
    engine.dispose()
    return verdict


# -- The final store against the portals' own history


def _reports(year: Year, store: Queries, name: str, verdict: Verdict) -> None:
    told = Chronicle().tell(year.visits[name])
    expected = {report_id(name, year.key(name, one.first_path)): one for one in told}
    found = {entry.report_id for entry in store.latest(name)}
    verdict.counts["reports"] += len(found)
    for odd in sorted(found ^ set(expected)):
        verdict.wrong.append(f"{odd}: in the store or in the history, not in both")
    for identity in sorted(found & set(expected)):
        _versions(store, identity, expected[identity], verdict)
        verdict.wrong += _presence(store.presence(identity), identity, expected[identity])


def _versions(store: Queries, identity: str, expected: Expected, verdict: Verdict) -> None:
    versions = store.versions(identity)
    found = [normal(version.report) for version in versions]
    same = _common(expected.versions, found)
    verdict.counts["true"] += same
    verdict.counts["false"] += len(found) - same
    verdict.counts["missed"] += len(expected.versions) - same
    if found != expected.versions:
        verdict.wrong.append(f"{identity}: {len(found)} versions, {same} as they were visible")
        return
    for version, at in zip(versions, expected.seen, strict=True):
        if not timedelta() <= version.created_at - at < WEEK:
            verdict.wrong.append(f"{identity}: read at {at}, a version of {version.created_at}")


def _common(expected: Sequence[Text], found: Sequence[Text]) -> int:
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _presence(intervals: Sequence[Interval], identity: str, expected: Expected) -> Iterator[str]:
    found = [_ended(one) for one in intervals]
    if found != expected.ended:
        yield f"{identity}: on the portal {found}, and it was {expected.ended}"


def _ended(interval: Interval) -> str:
    if interval.gone_at is None:
        return UNLISTED if interval.unlisted_at else ""
    return interval.reason or GONE


# -- Edits against the windows that the store had promised


def _edits(year: Year, name: str, verdict: Verdict) -> None:
    for edit in year.towns[name].edits:
        outcome, delay, window = _followed(year, name, edit)
        verdict.counts[f"edits {outcome}"] += 1
        verdict.longest = max(verdict.longest, (delay, window))
        if outcome == "late":
            verdict.wrong.append(f"{name}: {edit.key}: edit of week {edit.week} seen too late")


def _followed(year: Year, name: str, edit: Edit) -> tuple[str, timedelta, timedelta]:
    """Return what became of an edit, how long it took, and the page's window."""
    nothing = timedelta()
    text: Text | None = None
    for week in range(edit.week, year.form.weeks + 1):
        visit = year.visits[name][week - 1]
        sight = visit.sight
        if not sight.listed:
            continue
        if edit.key not in sight.listed:
            return "short-lived", nothing, nothing
        text = text or normal(sight.truths[edit.key])
        if normal(sight.truths[edit.key]) != text:
            return "short-lived", nothing, nothing
        promise = _promise(year, name, sight.paths[edit.key], week)
        window = promise.recheck_at - promise.looked_at if promise else nothing
        if sight.paths[edit.key] in visit.answered:
            return "seen", year.at(week) - year.at(edit.week), window
        # A visit begins a little before its pages are asked for.
        if promise is None or promise.recheck_at <= year.at(week):
            return "late", nothing, nothing
    return "still within the window", nothing, nothing


def _promise(year: Year, name: str, path: str, week: int) -> Promise | None:
    before = year.promises[week - 2] if week > 1 else {}
    return before.get((name, year.key(name, path)))


# -- Runs and alerts


def _alerts(year: Year, verdict: Verdict) -> None:
    runs = year.runs()
    verdict.counts["runs"] = len(runs)
    failed = [run for run in runs if run.verdict != "ok"]
    if len(runs) != year.form.weeks * len(year.towns):
        verdict.wrong.append(f"{len(runs)} runs in the ledger")
    wanted = [(run.portal, run.run_id) for run in failed if run.portal == year.form.emptied]
    told = [(alert["portal"], alert["run_id"]) for alert in year.hook.received]
    verdict.counts["alerts"] = len(told)
    if len(wanted) != 1 or told != wanted:
        verdict.wrong.append(f"alerts of {told}, and the emptied list is of {wanted}")
    verdict.wrong += [_odd(year, run) for run in failed if not _is_emptied(year, run)]
    verdict.wrong += _told(year)


def _is_emptied(year: Year, run: Run) -> bool:
    begin = year.at(year.form.emptied_week)
    return run.portal == year.form.emptied and begin <= run.started_at < begin + WEEK


def _odd(year: Year, run: Run) -> str:
    with year.store() as store:
        problems = store.problems(run.run_id)
    first = next(iter(problems), None)
    return f"{run.portal}: run of {run.started_at:%Y-%m-%d}: {run.verdict}: {first}"


def _told(year: Year) -> Iterator[str]:
    """What the alert and `status` must say of the emptied list."""
    codes = {one["code"] for alert in year.hook.received for one in alert["problems"]}
    if not codes >= {"listing_empty", "listing_fell"}:
        yield f"the alert names {sorted(codes)}"
    for word in (year.form.emptied, "failed", "redesign", "listing_empty", _REMEDY):
        if word not in year.status:
            yield f"status does not say {word!r}"


# -- What the portals had to bear


def _burden(year: Year, verdict: Verdict) -> None:
    counts, answers = verdict.counts, year.answers
    counts["full"], counts["conditional"] = answers["200"], answers["304"]
    counts["full crawls"] = answers["listed"]
    counts["skipped"] = sum(int((run.stats or {}).get("skipped", 0)) for run in year.runs())
    share = counts["full"] / counts["full crawls"]
    if year.form.weeks >= FEWEST_WEEKS and share > MOST_FULL:
        verdict.wrong.append(f"{share:.1%} of the pages fetched in full")
    problems = [one for alert in year.hook.received for one in alert["problems"]]
    if any(one["level"] != Level.ERROR for one in problems):
        verdict.wrong.append("an alert holds what is no error")
