from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from govreports import problems
from govreports.monitors.standing import Facts, Failure, standing
from govreports.store.answers import Run

TODAY = date(2026, 3, 10)
FIRST = datetime(2026, 3, 1, 4, tzinfo=UTC)
EVERY_TEN_DAYS = [date(2025, 1, 1) + timedelta(days=10 * number) for number in range(5)]


def run(day: int, verdict: str | None = "ok", **stats: int) -> Run:
    started = FIRST + timedelta(days=day)
    ended = started + timedelta(minutes=5) if verdict else None
    return Run(day + 1, "jinshui", "crawl", {}, "r", started, ended, verdict, stats or None)


def test_a_portal_without_runs() -> None:
    found = standing("jinshui", Facts(), TODAY)
    assert (found.state, found.needs_care) == ("never run", False)


def test_runs_and_their_trend() -> None:
    runs = [run(2, "failed", rows=0), run(1, "warnings", rows=41), run(0, rows=40)]
    found = standing("jinshui", Facts(runs), TODAY)
    assert (found.state, found.trend, found.needs_care) == ("failed", (40, 41, 0), True)
    assert found.last_run == runs[0].started_at
    assert found.last_good_run == runs[1].started_at


@pytest.mark.parametrize(("alive", "state"), [(True, "running"), (False, "killed")])
def test_a_run_without_an_end_goes_on_or_was_killed(state: str, *, alive: bool) -> None:
    found = standing("jinshui", Facts([run(1, None), run(0, rows=40)], alive=alive), TODAY)
    assert (found.state, found.trend) == (state, (40,))
    assert found.needs_care is not alive


def test_failures_by_class_with_the_remedy() -> None:
    fell = problems.listing_fell("http://a.gov.cn/", "法治政府建设", 0, 40)
    odd = problems.alert_not_sent("jinshui", "refused")
    found = standing("jinshui", Facts([run(0, "failed")], [fell, odd]), TODAY)
    failure = Failure(1, "listing_fell", fell.url, fell.found, fell.remedy)
    assert found.failures == {"redesign": failure}


@pytest.mark.parametrize(
    ("published", "stale"),
    [
        (EVERY_TEN_DAYS, True),
        ([*EVERY_TEN_DAYS, TODAY - timedelta(days=60)], False),
        ([*EVERY_TEN_DAYS, TODAY - timedelta(days=61)], True),
        (EVERY_TEN_DAYS[:3], False),
        ([date(year, 1, 20) for year in range(2020, 2025)], False),
        ([date(year, 1, 20) for year in range(2016, 2023)], True),
        ([], False),
    ],
)
def test_a_portal_is_stale_by_its_own_rhythm(published: list[date], *, stale: bool) -> None:
    found = standing("jinshui", Facts([run(0)], published=published), TODAY)
    assert (found.stale, found.needs_care) == (stale, stale)
    assert found.newest_report == (max(published) if published else None)
