from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store.baselines import RUNS, Baselines
from tests.store.portal import COLUMN, PORTAL

if TYPE_CHECKING:
    from tests.store.portal import Crawl


def baselines(crawl: Crawl, portal: str = PORTAL) -> Baselines:
    return Baselines(crawl.store.engine, crawl.run_id, portal)


def test_rows_are_those_of_complete_listings_before_the_run(crawl: Crawl) -> None:
    crawl.lists(["a", "b"])
    crawl.run()
    crawl.lists(["a"], complete=False)
    crawl.run()
    crawl.lists(["a", "b", "c"])
    assert baselines(crawl).rows(COLUMN) == [2]
    crawl.run()
    assert baselines(crawl).rows(COLUMN) == [3, 2]
    assert baselines(crawl).rows("another column") == []
    assert baselines(crawl, "xinmi").rows(COLUMN) == []


def test_only_the_last_runs_count(crawl: Crawl) -> None:
    for number in range(RUNS + 2):
        crawl.lists([f"a{one}" for one in range(number + 1)])
        crawl.run()
    assert baselines(crawl).rows(COLUMN) == list(range(RUNS + 2, 2, -1))


def test_counts_are_summed_over_the_last_runs_that_have_any(crawl: Crawl) -> None:
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={"covered/title": 99})
    for _ in range(RUNS):
        crawl.run()
        stats: dict[str, int | str] = {
            "covered/title": 2,
            "covered/body": 1,
            "rows": 7,
            "finish_reason": "finished",
        }
        crawl.store.end_run(crawl.run_id, verdict="ok", stats=stats)
        crawl.run()
        crawl.store.end_run(crawl.run_id, verdict="failed", stats={"rows": 0})
    crawl.run()
    found = baselines(crawl).counts("covered/")
    assert found == {"covered/title": 2 * RUNS, "covered/body": RUNS}


def test_a_run_that_was_killed_counts_nothing(crawl: Crawl) -> None:
    crawl.run()
    assert baselines(crawl).counts("covered/") == {}
