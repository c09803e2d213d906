"""When a known page is asked for again: the rule, and what the store keeps of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from govreports.records import Outcome, Row
from govreports.store.answers import Known
from govreports.store.rechecks import LEAST, MOST, UNWATCHED, Watched, is_due, rate, window
from govreports.store.urls import url_key
from tests.store.portal import BODY, COLUMN, OTHER_BODY, PORTAL, page, url

if TYPE_CHECKING:
    from tests.store.portal import Crawl

NOW = datetime(2026, 3, 2, tzinfo=UTC)
OLD = timedelta(days=3000)
DAY = timedelta(days=1)


def known(**marks: Any) -> Known:
    return Known("a.gov.cn/1", "a-1", None, None, None, None, None, **marks)


# -- The rule


def test_a_page_of_which_nothing_is_known_changes_once_a_year() -> None:
    assert rate(UNWATCHED, UNWATCHED) == pytest.approx(1 / 365)


def test_a_page_that_changed_often_is_expected_to_change_again() -> None:
    rates = [rate(Watched(changes, 200), UNWATCHED) for changes in range(5)]
    assert rates == sorted(rates)
    assert rates[4] > 4 * rates[0]


def test_a_page_watched_without_change_is_expected_to_stay() -> None:
    rates = [rate(Watched(0, days), UNWATCHED) for days in (0, 100, 400, 2000)]
    assert rates == sorted(rates, reverse=True)


def test_neighbours_stand_in_for_a_page_that_is_new() -> None:
    quiet, lively = Watched(0, 10_000), Watched(300, 10_000)
    assert rate(UNWATCHED, lively) > 20 * rate(UNWATCHED, quiet)


def test_in_the_long_run_a_page_is_judged_by_its_own_record() -> None:
    lively = Watched(1000, 10_000)
    assert rate(Watched(0, 10_000), lively) < 0.02 * rate(UNWATCHED, lively)
    assert rate(Watched(100, 1000), Watched(0, 10_000)) == pytest.approx(0.1, rel=0.2)


def test_the_window_is_the_time_in_which_one_page_in_ten_changes() -> None:
    # At 0.01 a day, 1 - exp(-0.01 × 10.5) = 0.1.
    assert window(Watched(100, 10_000), Watched(1000, 100_000), OLD) / DAY == pytest.approx(
        10.5, rel=0.05
    )


@pytest.mark.parametrize(
    ("page_", "column", "expected"),
    [(Watched(0, 5000), Watched(0, 10**6), MOST), (Watched(900, 300), UNWATCHED, LEAST)],
)
def test_windows_are_bounded(page_: Watched, column: Watched, expected: timedelta) -> None:
    assert window(page_, column, OLD) == expected


@pytest.mark.parametrize(("days", "expected"), [(-3, 1), (0, 1), (8, 2), (40, 10), (4000, 38.5)])
def test_young_pages_are_asked_for_more_often(days: float, expected: float) -> None:
    found = window(UNWATCHED, UNWATCHED, timedelta(days=days))
    assert found / DAY == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("marks", "due"),
    [
        ({}, True),
        ({"recheck_at": NOW}, True),
        ({"recheck_at": NOW + DAY}, False),
        ({"recheck_at": NOW - DAY}, True),
        ({"recheck_at": NOW + DAY, "gone_at": NOW - DAY}, True),
    ],
)
def test_due_is_what_has_no_open_window_or_was_gone(marks: dict[str, Any], *, due: bool) -> None:
    assert is_due(known(**marks), NOW) is due


# -- What the store keeps


def marks(crawl: Crawl, path: str) -> Known:
    key = url_key(url(path))
    return crawl.store.known(PORTAL, [key])[key]


def open_days(crawl: Crawl, path: str) -> float:
    """How long the page's window is open from now on, in days."""
    until = marks(crawl, path).recheck_at
    assert until is not None
    return (until - crawl.clock.now) / DAY


def test_a_page_just_published_is_due_the_next_day(crawl: Crawl) -> None:
    crawl.save(page("a", published_on=str(crawl.clock.now.date())))
    assert open_days(crawl, "a") == pytest.approx(1, abs=0.01)


def test_an_old_page_is_left_alone_for_weeks(crawl: Crawl) -> None:
    crawl.save(page("a", published_on="2015-03-01"))
    assert 28 < open_days(crawl, "a") < 39


def test_pages_of_one_night_come_due_on_different_days(crawl: Crawl) -> None:
    for number in range(20):
        crawl.save(page(f"p{number}", published_on="2015-03-01", body=f"{BODY}{number}"))
    days = {round(open_days(crawl, f"p{number}"), 1) for number in range(20)}
    assert len(days) > 10


def test_a_page_without_a_date_is_as_old_as_our_knowledge_of_it(crawl: Crawl) -> None:
    crawl.save(page("a"))
    assert open_days(crawl, "a") == pytest.approx(1, abs=0.01)
    crawl.clock.skip(days=80)
    crawl.settle("a")
    assert 15 <= open_days(crawl, "a") <= 20.1


def test_changes_shorten_the_window_and_calm_lengthens_it(crawl: Crawl) -> None:
    spans = {"lively": [], "calm": []}  # type: dict[str, list[float]]
    bodies = (BODY, OTHER_BODY)
    for look in range(6):
        crawl.run()
        crawl.clock.skip(days=30)
        crawl.save(page("lively", published_on="2010-01-01", body=bodies[look % 2]))
        crawl.save(page("calm", published_on="2010-01-01", title="别的报告"))
        for path, some in spans.items():
            some.append(open_days(crawl, path))
    assert spans["lively"][-1] < 0.4 * spans["lively"][0]
    assert spans["calm"][-1] > 1.2 * spans["calm"][0]


def test_the_columns_record_is_the_sum_of_what_it_has_listed(crawl: Crawl) -> None:
    crawl.lists(["a", "b"])
    crawl.save(page("a"))
    crawl.save(page("b", title="乙", body=f"{BODY}乙"))
    crawl.save(page("elsewhere", title="丙", body=f"{BODY}丙"))
    crawl.run()
    crawl.clock.skip(days=9)
    crawl.save(page("a", body=OTHER_BODY))
    crawl.settle("b")
    watched = crawl.store.watched(PORTAL, COLUMN)
    assert watched.changes == 1
    # Ten days without a change, and half of ten with one.
    assert watched.days == pytest.approx(15, abs=0.1)
    assert crawl.store.watched(PORTAL, "another column") == UNWATCHED


def test_neighbours_that_change_shorten_the_window_of_a_page(crawl: Crawl) -> None:
    saved = {
        path: crawl.save(page(path, published_on="2010-01-01", body=f"{BODY}{path}"), neighbours=n)
        for path, n in {"a": Watched(0, 9000), "b": Watched(200, 9000)}.items()
    }
    assert all(one.outcome is Outcome.NEW for one in saved.values())
    assert open_days(crawl, "b") < 0.2 * open_days(crawl, "a")


def test_a_page_that_moves_keeps_its_record(crawl: Crawl) -> None:
    for body in (BODY, OTHER_BODY, BODY):
        crawl.save(page("a", index_number="005279426/2021-00015", body=body))
        crawl.clock.skip(days=20)
    moved = page("b", index_number="005279426/2021-00015", published_on="2010-01-01")
    crawl.save(moved, gone=frozenset({url_key(url("a"))}))
    crawl.save(page("c", published_on="2010-01-01", title="丙", body=f"{BODY}丙"))
    assert open_days(crawl, "b") < 0.7 * open_days(crawl, "c")


def test_an_address_that_leads_to_a_page_has_its_window_too(crawl: Crawl) -> None:
    hop = url_key(url("old"))
    crawl.save(page("a", published_on="2015-03-01"), redirected=((url("old"), hop),))
    assert open_days(crawl, "old") > 20


def test_a_page_that_need_not_be_asked_for_counts_as_seen(crawl: Crawl) -> None:
    saved = crawl.save(page("a"))
    first = crawl.entry(saved)
    before = marks(crawl, "a")
    crawl.run()
    (skipped,) = crawl.do(crawl.settle_job("a", capture_id=None)[1])
    assert skipped.outcome is Outcome.SKIPPED
    assert skipped.report.body == BODY
    # The row says when the page was last asked for, not that it was today.
    assert skipped.report.fetched_at < first.last_seen_at + DAY / 2
    assert crawl.entry(saved).last_seen_at > first.last_seen_at + DAY / 2
    assert replace(marks(crawl, "a"), last_seen_run=before.last_seen_run) == before


def test_a_page_that_need_not_be_asked_for_is_listed_again(crawl: Crawl) -> None:
    saved = crawl.save(page("a"))
    crawl.mark("a", "unlisted")
    crawl.run()
    crawl.do(crawl.settle_job("a", capture_id=None)[1])
    assert [one.reason for one in crawl.store.presence(saved.report_id)] == ["unlisted", None]


# -- What the list says of a page


ROW = Row(url("a"), "关于某事的报告", "2015-03-01")


def test_a_page_whose_row_says_something_else_is_due(crawl: Crawl) -> None:
    crawl.save(page("a", published_on="2015-03-01"), row=ROW)
    now = crawl.clock.now
    found = marks(crawl, "a")
    assert not is_due(found, now, ROW)
    assert is_due(found, now, replace(ROW, title="关于某事的报告（已废止）"))
    assert is_due(found, now, replace(ROW, date="2026-03-01"))
    # Its address, and its place at the head of the list, say nothing of its text.
    assert not is_due(found, now, replace(ROW, url=url("a?from=list"), pinned=True))


@pytest.mark.parametrize(("before", "row"), [(None, ROW), (ROW, None), (None, None)])
def test_without_a_row_on_either_side_the_window_alone_counts(
    crawl: Crawl, before: Row | None, row: Row | None
) -> None:
    crawl.save(page("a", published_on="2015-03-01"), row=before)
    assert not is_due(marks(crawl, "a"), crawl.clock.now, row)


def test_what_the_list_says_is_kept_once_the_page_was_asked_for(crawl: Crawl) -> None:
    crawl.save(page("a", published_on="2015-03-01"), row=ROW)
    other = replace(ROW, title="另一个标题")
    crawl.run()
    # A page that was not asked for may hide a change: the row tells of it again next time.
    crawl.do(crawl.settle_job("a", capture_id=None, row=other)[1])
    assert is_due(marks(crawl, "a"), crawl.clock.now, other)
    crawl.settle("a", row=other)
    assert not is_due(marks(crawl, "a"), crawl.clock.now, other)


def test_a_page_met_without_a_row_keeps_what_the_list_said_before(crawl: Crawl) -> None:
    crawl.save(page("a", published_on="2015-03-01"), row=ROW)
    crawl.settle("a", row=None, column=None)
    assert marks(crawl, "a").listed_as == "关于某事的报告\n2015-03-01"
