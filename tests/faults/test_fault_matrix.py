"""What the matrix of faults holds crawls against, and that it can tell when they fall short.

`make test-faults` puts every fault to every family, `make test-faults-short` a selection.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from govreports.families import FAMILIES
from govreports.records import Level, Problem
from govreports.replica.faults import FAULTS
from govreports.replica.portals import portal
from tests.crawling import expectations
from tests.faults.crawls import Place, empty_store
from tests.faults.run import CHECKS, main, name_of, summary, table, tasks
from tests.faults.scenarios import ARTICLES, ROBOTS
from tests.faults.trial import OK, Outcome, Trial

BASE = "http://127.0.0.1:9/"
URL = f"{BASE}1.htm"


@pytest.fixture
def trial() -> Trial:
    """A trial in which all was read."""
    made = Trial(Place(Path("none")), portal("leping", 4), BASE)
    truths = made.portal.truths(BASE).values()
    made.stored = {one.title: expectations(one) | {"version": 1} for one in truths}
    return made


def problem(code: str, found: str) -> Problem:
    return Problem(code, Level.ERROR, URL, found, "the page", "run again")


def test_a_store_that_holds_every_page_exactly_is_as_wanted(trial: Trial) -> None:
    assert trial.missing() == ""
    assert trial.outcome("trs", "cut", trial.missing()).found == OK


def test_a_report_that_is_not_stored_is_missing(trial: Trial) -> None:
    trial.stored.popitem()
    assert trial.missing() == "1 reports are missing"


def test_a_page_that_is_no_report_is_a_false_one(trial: Trial) -> None:
    trial.stored["请稍候"] = dict.fromkeys(next(iter(trial.stored.values())))
    assert trial.false_pages() == "false page '请稍候' stored"


def test_a_value_that_the_page_does_not_state_is_a_false_one(trial: Trial) -> None:
    title = next(iter(trial.stored))
    trial.stored[title]["publisher"] = "无"
    assert trial.missing() == f"publisher of {title[:20]!r} is false"


def test_the_address_may_be_a_stubs_target(trial: Trial) -> None:
    trial.stored[next(iter(trial.stored))]["url"] = URL
    assert trial.missing() == ""


def test_a_failure_is_named_by_its_kind_its_page_and_its_class(trial: Trial) -> None:
    trial.problems = [problem("page_not_fetched", "certificate: it is for another host name")]
    assert trial.not_named("certificate", "tls", URL) == ""
    assert "not blocked" in trial.not_named("certificate", "blocked")
    assert "is not named" in trial.not_named("timeout", "tls")
    assert "is not named" in trial.not_named("certificate", "tls", f"{BASE}2.htm")


def test_an_outcome_takes_the_lost_and_the_false_with_it(trial: Trial) -> None:
    trial.lost, trial.false = 2, {"a"}
    first = trial.outcome("trs", "cut", "", "2 reports lost")
    assert (first.found, first.lost, first.false) == ("2 reports lost", 2, 1)
    assert trial.outcome("trs", "reset").lost == 0


def test_every_check_is_put_to_every_family() -> None:
    full = tasks(list(FAMILIES), short=False)
    assert [task.family for task in full] == list(FAMILIES)
    assert {task.checks for task in full} == {tuple(range(len(CHECKS)))}


def test_the_short_form_leaves_no_check_and_no_family_out() -> None:
    short = tasks(list(FAMILIES), short=True)
    assert sorted(number for task in short for number in task.checks) == [*range(len(CHECKS))]
    assert all(task.checks for task in short)


@pytest.mark.parametrize(
    ("fault", "chosen"),
    [
        ("shrinks", ["list: shrinks"]),
        ("robots.txt: dr", ["robots.txt: drip"]),
        ("articles", ["on_articles"]),
        ("of nobody", ["TLS: certificate of nobody", "TLS: of nobody, conceded"]),
    ],
)
def test_single_faults_are_chosen_by_their_names(fault: str, chosen: list[str]) -> None:
    (task,) = tasks(["trs"], short=False, fault=fault)
    assert [name_of(CHECKS[number]) for number in task.checks] == chosen


def test_a_fault_that_there_is_not_is_refused_with_the_names_of_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--family", "trs", "--fault", "earthquake"])
    said = capsys.readouterr().err
    assert "'earthquake'" in said
    assert "list: grows" in said


def test_a_crawl_finds_its_store_as_migrations_leave_it(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.database.write_bytes(empty_store())
    with place.store() as store:
        assert list(store.latest("leping")) == []
    with contextlib.closing(sqlite3.connect(place.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_faults_that_end_a_crawl_do_not_stand_together() -> None:
    refusals = ["blocked" in str(one.kind) or one.kind == "busy" for one in ARTICLES]
    assert not any(all(refusals[start : start + 3]) for start in range(len(refusals)))
    assert {one.fault for one in ARTICLES} <= set(FAULTS)
    assert {one.fault for one in ROBOTS if one.text is None} <= set(FAULTS)


def test_the_table_has_a_line_a_fault_and_a_column_a_family(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = [[Outcome("trs", "cut", OK)], [Outcome("vsb", "cut", "lost"), Outcome("vsb", "x", OK)]]
    table(["trs", "vsb"], found)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [["trs", "vsb"], ["cut", "ok", "NO"], ["x", "-", "ok"]]


@pytest.mark.parametrize(
    ("outcome", "code", "said"),
    [
        (Outcome("trs", "cut", OK), 0, "1 of 1 as wanted; 0 reports lost, 0 false pages stored"),
        (Outcome("trs", "cut", "stored"), 1, "trs, cut: stored"),
        (Outcome("trs", "cut", OK, lost=1), 1, "1 reports lost"),
        (Outcome("trs", "cut", OK, false=2), 1, "2 false pages stored"),
    ],
)
def test_one_cell_that_is_not_as_wanted_fails_the_matrix(
    capsys: pytest.CaptureFixture[str], outcome: Outcome, code: int, said: str
) -> None:
    assert summary([[outcome]], 1.0) == code
    assert said in capsys.readouterr().out


@pytest.mark.long
def test_every_fault_of_one_family_ends_as_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--family", "trs"]) == 0, capsys.readouterr().out
