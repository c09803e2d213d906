from __future__ import annotations

import pytest

from govreports.monitors.rules import COVERED, EVERY, covered, fields_lost, shown, usual_rows
from govreports.records import BodyState, Report


@pytest.mark.parametrize(
    ("rows", "before", "usual"),
    [
        (0, [40, 40], 40),
        (19, [40], 40),
        (20, [40], None),
        (41, [40], None),
        (0, [], None),
        (0, [3, 3], None),
        (10, [10, 10, 10, 40, 40], None),
        (10, [10, 10, 40, 40, 40], 40),
    ],
    ids=str,
)
def test_a_listing_falls_below_half_of_its_median(
    rows: int, before: list[int], usual: int | None
) -> None:
    assert usual_rows(rows, before) == usual


def counts(every: int, **fields: int) -> dict[str, int]:
    return {EVERY: every, **{f"{COVERED}{name}": value for name, value in fields.items()}}


def test_a_field_that_most_stated_and_few_do_now_is_lost() -> None:
    before = counts(40, publisher=40, issued_on=30, document_number=10)
    now = counts(10, publisher=10, issued_on=3)
    assert list(fields_lost(now, before)) == [("issued_on", 0.3, 0.75)]


@pytest.mark.parametrize(("reports", "known"), [(9, 40), (10, 9), (10, 0), (0, 40)])
def test_few_reports_prove_nothing(reports: int, known: int) -> None:
    assert list(fields_lost(counts(reports), counts(known, publisher=known))) == []


def test_what_is_absent_or_empty_is_not_covered() -> None:
    report = Report(
        portal="jinshui",
        url="http://public.jinshui.gov.cn/a",
        title="年度报告",
        publisher="金水区司法局",
        document_number="",
        body_state=BodyState.IMAGES,
    )
    assert list(covered(report)) == [EVERY, f"{COVERED}publisher"]


COUNTS = {
    "rows": 30,
    "new": 5,
    "changed": 2,
    "revised": 1,
    "unchanged": 10,
    "skipped": 2,
    "gone": 1,
    "error/page_not_fetched": 3,
    "error/page_unreadable": 2,
    "error/listing_short": 1,
    "warning/row_elsewhere": 4,
}


def test_a_run_shows_its_counts_and_the_share_of_articles_that_it_lost() -> None:
    assert shown(COUNTS, partial=False) == {
        "rows": 30,
        "reports": 20,
        "new": 5,
        "changed": 2,
        "gone": 1,
        "error_rate": 5 / 25,
    }


def test_a_partial_run_shows_nothing_of_how_many_there_are() -> None:
    assert shown(COUNTS, partial=True) == {"error_rate": 0.2}


def test_a_run_without_articles_has_no_error_rate() -> None:
    assert "error_rate" not in shown({"rows": 0, "error/listing_empty": 1}, partial=False)
    assert shown({"rows": 0}, partial=False)["reports"] == 0
