from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store.answers import ColumnSeen
from tests.store.portal import COLUMN, page

if TYPE_CHECKING:
    from tests.store.portal import Crawl

OTHER = "政府信息公开年报"


def first_run(crawl: Crawl, *paths: str, complete: bool = True) -> None:
    """List and store these pages."""
    crawl.lists(paths, complete=complete)
    for path in paths:
        crawl.save(page(path))


def test_run_keeps_what_it_saw_of_a_column(crawl: Crawl) -> None:
    crawl.lists(["a", "b"])
    assert crawl.store.listings(crawl.run_id) == [
        ColumnSeen(COLUMN, complete=True, declared=2, seen=2, pages=1)
    ]


def test_run_that_ends_keeps_what_became_of_each_columns_rows(crawl: Crawl) -> None:
    crawl.lists(["a", "b"])
    crawl.lists(["c"], OTHER)
    counts = {"known": 1, "new": 1, "changed": 0, "skipped": 0, "missing": 3, "refused": 0}
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={}, columns={COLUMN: counts})
    other, first = crawl.store.listings(crawl.run_id)
    assert (first.column, first.known, first.new, first.missing) == (COLUMN, 1, 1, 3)
    assert (other.column, other.known, other.refused) == (OTHER, None, None)


def test_the_counts_of_another_run_stay_as_they_are(crawl: Crawl) -> None:
    crawl.lists(["a"])
    first = crawl.run_id
    crawl.store.end_run(first, verdict="ok", stats={}, columns={COLUMN: {"known": 5}})
    crawl.run()
    crawl.lists(["a"])
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={}, columns={COLUMN: {"known": 6}})
    assert [crawl.store.listings(run)[0].known for run in (first, crawl.run_id)] == [5, 6]


def test_page_that_left_its_column_is_missing(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.run()
    crawl.lists(["a"])
    crawl.settle("a")
    assert crawl.missing() == ["b"]


def test_nothing_is_missing_after_the_first_listing(crawl: Crawl) -> None:
    crawl.save(page("a"))
    crawl.lists(["b"])
    assert crawl.missing() == []


def test_nothing_is_missing_after_an_incomplete_listing(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.run()
    crawl.lists(["a"], complete=False)
    assert crawl.missing() == []


def test_column_is_judged_against_its_last_complete_listing(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.run()
    crawl.lists(["a"], complete=False)
    crawl.run()
    crawl.lists(["a"])
    assert crawl.missing() == ["b"]


def test_column_never_seen_whole_before_judges_nothing(crawl: Crawl) -> None:
    first_run(crawl, "a", "b", complete=False)
    crawl.run()
    crawl.lists(["a"])
    assert crawl.missing() == []


def test_page_listed_but_not_fetched_is_not_missing(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.run()
    crawl.lists(["a", "b"])
    assert crawl.missing() == []


def test_page_that_another_column_lists_is_not_missing(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.lists(["c"], OTHER)
    crawl.run()
    crawl.lists(["a"])
    crawl.lists(["b"], OTHER)
    assert crawl.missing() == []


def test_page_met_on_another_way_is_not_missing(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.run()
    crawl.lists(["a"])
    crawl.settle("b", column=None)
    assert crawl.missing() == []


def test_page_listed_under_its_new_address_is_not_missing(crawl: Crawl) -> None:
    first_run(crawl, "a")
    crawl.save(page("b", title="a年度报告", index_number="1"))
    crawl.run()
    crawl.save(page("a", index_number="1"))
    crawl.save(page("c", title="a年度报告", index_number="1"))
    crawl.run()
    crawl.lists(["c"])
    assert crawl.missing() == []


def test_every_address_of_a_missing_report_is_to_be_probed(crawl: Crawl) -> None:
    first_run(crawl, "a", "z")
    crawl.save(page("a", index_number="1"))
    crawl.save(page("b", title="a年度报告", index_number="1"))
    crawl.run()
    crawl.lists(["z"])
    assert crawl.missing() == ["a", "b"]


def test_page_gone_or_unlisted_already_is_not_missing_again(crawl: Crawl) -> None:
    first_run(crawl, "a", "b", "c")
    crawl.run()
    crawl.lists(["a"])
    assert crawl.missing() == ["b", "c"]
    crawl.mark("b", "gone")
    crawl.mark("c", "unlisted")
    assert crawl.missing() == []
    crawl.run()
    crawl.lists(["a"])
    assert crawl.missing() == []


def test_page_whose_probe_came_to_nothing_is_missing_in_the_next_run(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    for _ in range(2):
        crawl.run()
        crawl.lists(["a"])
        assert crawl.missing() == ["b"]


def test_restored_page_can_go_missing_again(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.run()
    crawl.lists(["a"])
    crawl.mark("b", "gone")
    crawl.run()
    crawl.lists(["a", "b"])
    crawl.settle("b")
    crawl.run()
    crawl.lists(["a"])
    assert crawl.missing() == ["b"]


def test_two_runs_at_once_do_not_hide_each_others_sightings(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    earlier = crawl.run()
    later = crawl.run()
    crawl.lists(["a", "b"])
    crawl.settle("b")
    crawl.run_id = earlier
    crawl.lists(["a", "b"])
    crawl.settle("b")
    assert crawl.missing() == []
    crawl.run_id = later
    assert crawl.missing() == []


def test_columns_of_the_same_pages_are_judged_apart(crawl: Crawl) -> None:
    first_run(crawl, "a", "b")
    crawl.lists(["b"], OTHER)
    crawl.run()
    crawl.lists([], OTHER)
    assert crawl.missing(OTHER) == ["b"]
    assert crawl.missing(COLUMN) == []


def test_page_listed_twice_on_one_list_page_is_one_member(crawl: Crawl) -> None:
    first_run(crawl, "a")
    crawl.lists(["b", "b"], OTHER)
    crawl.run()
    crawl.lists(["b"], OTHER)
    assert crawl.missing() == []
