"""Which runs one that resumes goes on with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from govreports.store.broken_off import first_broken_off
from tests.store.portal import PORTAL

if TYPE_CHECKING:
    from tests.store.portal import Crawl

WEEK = timedelta(days=7)


def ended(crawl: Crawl, reason: str | None) -> int:
    """Begin a run and end it so; `None`: it was killed."""
    crawl.run()
    if reason is not None:
        stats = {"finish_reason": reason}
        crawl.store.end_run(crawl.run_id, verdict="failed", stats=stats)
    return crawl.run_id


def resumed(crawl: Crawl, since: datetime | None = None) -> int | None:
    """Begin a run, and return with which it goes on."""
    crawl.run()
    began = since or crawl.clock.now - WEEK
    return first_broken_off(crawl.store.engine, PORTAL, crawl.run_id, began)


def whole(crawl: Crawl) -> None:
    stats = {"finish_reason": "finished"}
    crawl.store.end_run(crawl.run_id, verdict="ok", stats=stats)


@pytest.fixture
def begun(crawl: Crawl) -> Crawl:
    """The first run came to its end."""
    whole(crawl)
    return crawl


@pytest.mark.parametrize("reason", [None, "shutdown", "store_lost", "abandoned", "blocked"])
def test_a_run_that_broke_off_is_gone_on_with(begun: Crawl, reason: str | None) -> None:
    number = ended(begun, reason)
    assert resumed(begun) == number


def test_several_in_a_row_are_one_crawl(begun: Crawl) -> None:
    first, *_ = (ended(begun, reason) for reason in (None, "shutdown", None))
    assert resumed(begun) == first


def test_a_run_that_came_to_its_end_leaves_nothing_to_go_on_with(begun: Crawl) -> None:
    ended(begun, None)
    ended(begun, "finished")
    assert resumed(begun) is None


def test_what_is_older_is_no_part_of_the_same_crawl(begun: Crawl) -> None:
    ended(begun, None)
    begun.clock.skip(days=8)
    recent = ended(begun, None)
    assert resumed(begun) == recent
    begun.clock.skip(days=8)
    assert resumed(begun) is None


def test_other_portals_runs_are_none_of_its(begun: Crawl) -> None:
    number = ended(begun, None)
    run_id = begun.run_id + 1
    since = begun.clock.now - WEEK
    assert first_broken_off(begun.store.engine, "leping", run_id, since) is None
    assert first_broken_off(begun.store.engine, PORTAL, run_id, since) == number
