"""The account of what a store must hold, on little histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from govreports.records import Report
from govreports.replica.sight import Sight
from tests.year.expected import GONE, UNLISTED, Chronicle, Visit, normal

if TYPE_CHECKING:
    from tests.year.expected import Expected

Pages = dict[str, tuple[str, Report]]
FIRST = datetime(2026, 1, 4, 20, tzinfo=UTC)
LONG = "各项任务已经办结，台账齐全，可供查验。" * 20
PLAIN = Report(portal="a", url="", title="年度报告", body=LONG)
NUMBERED = replace(PLAIN, index_number="005279426/2021-00015")
EDITED = replace(PLAIN, body=LONG + "另有三项正在推进。")


def sight(week: int, pages: Pages, listed: list[str] | None = None) -> Sight:
    return Sight(
        at=FIRST + timedelta(weeks=week),
        listed=tuple(pages if listed is None else listed),
        paths={key: path for key, (path, _) in pages.items()},
        truths={key: truth for key, (_, truth) in pages.items()},
    )


def tell(*visits: tuple[Pages, list[str] | None, str]) -> list[Expected]:
    """Tell a history: pages, what of them is listed (all: `None`), and the paths asked for."""
    return Chronicle().tell(
        Visit(sight(week, pages, listed), asked.split())
        for week, (pages, listed, asked) in enumerate(visits)
    )


def looked(pages: list[Pages], *asked: str) -> list[tuple[Pages, None, str]]:
    return [(one, None, paths) for one, paths in zip(pages, asked, strict=True)]


def test_a_page_that_is_left_alone_has_one_version() -> None:
    (report,) = tell(({"a": ("/1", PLAIN)}, None, "/1"), ({"a": ("/1", PLAIN)}, None, "/1"))
    assert report.versions == [normal(PLAIN)]
    assert (report.first_path, report.ended, report.seen) == ("/1", [""], [FIRST])


def test_an_edit_and_its_undoing_are_versions_where_they_were_looked_at() -> None:
    pages = [{"a": ("/1", truth)} for truth in (PLAIN, EDITED, PLAIN)]
    (report,) = tell(*((one, None, "/1") for one in pages))
    assert len(report.versions) == 3
    (blind,) = tell(*looked(pages, "/1", "", "/1"))
    assert len(blind.versions) == 1


def test_an_edit_within_the_window_is_a_version_of_the_visit_that_looked() -> None:
    pages = [{"a": ("/1", truth)} for truth in (PLAIN, EDITED, EDITED)]
    (report,) = tell(*looked(pages, "/1", "", "/1"))
    assert report.seen == [FIRST, FIRST + timedelta(weeks=2)]


def test_other_metadata_make_no_version() -> None:
    other = replace(PLAIN, topic="综合政务", metadata={"主题分类": "综合政务"})
    (report,) = tell(({"a": ("/1", PLAIN)}, None, "/1"), ({"a": ("/1", other)}, None, "/1"))
    assert len(report.versions) == 1


@pytest.mark.parametrize("truth", [PLAIN, NUMBERED])
def test_a_page_that_moves_unchanged_stays_one_report(truth: Report) -> None:
    (report,) = tell(({"a": ("/1", truth)}, None, "/1"), ({"a": ("/2", truth)}, None, "/2"))
    assert (report.first_path, report.path) == ("/1", "/2")
    assert (len(report.versions), report.ended) == (1, [""])


def test_a_number_keeps_a_report_that_moves_and_changes_together() -> None:
    changed = replace(EDITED, index_number=NUMBERED.index_number)
    (report,) = tell(({"a": ("/1", NUMBERED)}, None, "/1"), ({"a": ("/2", changed)}, None, "/2"))
    assert len(report.versions) == 2


def test_without_a_number_a_page_that_moves_and_changes_is_another_report() -> None:
    old, new = tell(({"a": ("/1", PLAIN)}, None, "/1"), ({"a": ("/2", EDITED)}, None, "/2"))
    assert (old.first_path, old.ended) == ("/1", [GONE])
    assert (new.first_path, new.ended) == ("/2", [""])


def test_a_short_text_identifies_nothing() -> None:
    short = replace(PLAIN, body="见附件。")
    told = tell(({"a": ("/1", short)}, None, "/1"), ({"a": ("/2", short)}, None, "/2"))
    assert len(told) == 2


def test_a_page_that_goes_and_returns_has_two_times() -> None:
    here: Pages = {"a": ("/1", PLAIN), "b": ("/2", EDITED)}
    away = {"b": here["b"]}
    first, _ = tell((here, None, "/1 /2"), (away, None, ""), (away, None, ""), (here, None, "/1"))
    assert first.ended == [GONE, ""]
    assert len(first.versions) == 1


def test_a_page_off_the_list_is_unlisted_until_it_is_back() -> None:
    here: Pages = {"a": ("/1", PLAIN), "b": ("/2", EDITED)}
    off = (here, ["b"], "")
    (first, _) = tell((here, None, "/1 /2"), off, off)
    assert first.ended == [UNLISTED]
    (first, _) = tell((here, None, "/1 /2"), off, (here, None, ""))
    assert first.ended == [UNLISTED, ""]


def test_what_goes_while_it_is_off_the_list_stays_unlisted() -> None:
    here: Pages = {"a": ("/1", PLAIN), "b": ("/2", EDITED)}
    gone = ({"b": here["b"]}, None, "")
    (first, _) = tell((here, None, "/1 /2"), (here, ["b"], ""), gone)
    assert first.ended == [UNLISTED]


def test_nothing_is_judged_by_an_empty_list() -> None:
    here: Pages = {"a": ("/1", PLAIN)}
    (report,) = tell((here, None, "/1"), (here, [], ""), (here, None, ""))
    assert report.ended == [""]


def test_what_no_visit_asked_for_is_no_report() -> None:
    assert tell(({"a": ("/1", PLAIN)}, None, "")) == []
