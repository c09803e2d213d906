"""Some weeks of the simulated year, and that its judge would notice what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from govreports.store import models
from govreports.store.engine import open_database, writing
from tests.year.happenings import Edit
from tests.year.judging import judge
from tests.year.rehearsal import Form, Promise, rehearsed
from tests.year.run import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.year.rehearsal import Year

pytestmark = pytest.mark.long

FORM = Form(seed=5, portals=("leping", "tianshan"), weeks=5, articles=14)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    folder = tmp_path_factory.mktemp("year") / "project"
    with rehearsed(FORM, folder, lambda _: None) as passed:
        yield passed


def test_everything_is_as_wanted(year: Year) -> None:
    verdict = judge(year)
    assert verdict.wrong == []
    assert (verdict.counts["false"], verdict.counts["missed"]) == (0, 0)
    assert verdict.counts["true"] >= 2 * FORM.articles
    assert verdict.counts["alerts"] == 1
    assert verdict.counts["skipped"] > verdict.counts["conditional"]


def test_the_form_draws_two_portals_and_two_weeks() -> None:
    assert {FORM.redesigned, FORM.emptied} == set(FORM.portals)
    assert FORM.redesign_week != FORM.emptied_week
    assert replace(FORM, weeks=52).redesign_week == 30


def test_the_table_says_all_that_was_counted(year: Year) -> None:
    table = dict(rows(FORM, judge(year)))
    assert table["visits"] == FORM.weeks * len(FORM.portals)
    assert str(table["versions true, false, missed"]).endswith(", 0, 0")


def test_a_list_that_is_empty_makes_that_run_fail_and_no_other(year: Year) -> None:
    failed = [week for week, code in enumerate(year.exit_codes, 1) if code]
    assert failed == [FORM.emptied_week]


def test_a_redesigned_portal_is_asked_for_every_page_again(year: Year) -> None:
    visit = year.visits[FORM.redesigned][FORM.redesign_week - 1]
    assert {visit.sight.paths[key] for key in visit.sight.listed} == set(visit.answered)


# -- The judge


def test_a_version_too_many_is_noticed(year: Year) -> None:
    engine = open_database(year.database_url)
    table = models.versions
    try:
        with writing(engine, "spoiling") as connection:
            title = connection.scalars(table.select().with_only_columns(table.c.title)).first()
            spoil = update(table).where(table.c.title == title)
            connection.execute(spoil.values(title="不是这个标题"))
        verdict = judge(year)
        assert verdict.counts["false"] == verdict.counts["missed"] >= 1
        assert any("as they were visible" in line for line in verdict.wrong)
    finally:
        with writing(engine, "mending") as connection:
            mend = update(table).where(table.c.title == "不是这个标题")
            connection.execute(mend.values(title=title))
        engine.dispose()


def test_an_edit_after_whose_window_nobody_looked_is_noticed(year: Year) -> None:
    name = FORM.redesigned
    visits = year.visits[name]
    week = next(
        number
        for number in range(2, FORM.weeks + 1)
        if {*visits[number - 1].sight.paths.values()} - {*visits[number - 1].answered}
    )
    sight = visits[week - 1].sight
    key = next(k for k in sight.listed if sight.paths[k] not in visits[week - 1].answered)
    at, promises = (name, year.key(name, sight.paths[key])), year.promises[week - 2]
    kept = promises[at]
    article = year.towns[name].portal.entries[key].article
    year.towns[name].edits.append(Edit(key, week, article))
    try:
        promises[at] = Promise(kept.looked_at, year.at(week) - timedelta(days=1))
        assert judge(year).counts["edits late"] == 1
        promises[at] = kept
        assert judge(year).counts["edits late"] == 0
    finally:
        promises[at] = kept
        year.towns[name].edits.pop()


def test_an_alert_that_did_not_come_is_noticed(year: Year) -> None:
    alert = year.hook.received.pop()
    try:
        assert any("alerts of []" in line for line in judge(year).wrong)
    finally:
        year.hook.received.append(alert)
