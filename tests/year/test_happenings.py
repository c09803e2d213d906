from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from govreports.values.dates import CHINA
from tests.year.happenings import Town

BEGIN = datetime(2026, 1, 5, 4, tzinfo=CHINA)
WEEKS, ARTICLES = 40, 30


def passed(name: str, seed: int) -> Town:
    town = Town(name, seed, ARTICLES, WEEKS)
    for week in range(2, WEEKS + 1):
        town.pass_week(week, BEGIN + timedelta(weeks=week - 1))
    return town


@pytest.fixture(scope="module")
def town() -> Town:
    return passed("leping", 7)


def told(town: Town) -> list[tuple[str, str]]:
    return [(event.action, event.key) for event in town.portal.history()]


def test_the_same_seed_lets_the_same_happen(town: Town) -> None:
    assert told(passed("leping", 7)) == told(town)
    assert told(passed("leping", 8)) != told(town)


def test_a_year_brings_everything_that_can_happen(town: Town) -> None:
    actions = Counter(action for action, _ in told(town))
    assert {"add", "edit", "edit_back", "reflow", "drop", "restore", "move"} <= set(actions)
    assert {"unlist", "relist"} <= set(actions)
    assert actions["edit"] >= 10


def test_every_edit_is_kept_with_the_text_that_it_left(town: Town) -> None:
    actions = Counter(action for action, _ in told(town))
    assert len(town.edits) == actions["edit"] + actions["edit_back"]
    assert {edit.week for edit in town.edits} <= set(range(2, WEEKS + 1))


def test_what_is_published_is_of_that_day(town: Town) -> None:
    added = [key for action, key in told(town) if action == "add"]
    days = {town.portal.entries[key].article.published_at.year for key in added}
    assert days == {2026}


def test_some_pages_are_edited_all_the_time(town: Town) -> None:
    edited = Counter(edit.key for edit in town.edits)
    lively = sum(edited[key] for key in town.lively) / len(town.lively)
    others = [edited[key] for key in town.portal.keys if key not in town.lively]
    assert lively > 4 * sum(others) / len(others)
