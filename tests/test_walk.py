from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

import pytest

from govreports.records import Ask, Level, Listing, Row
from govreports.walk import ColumnWalk


def walk(pattern: str | None = None) -> ColumnWalk:
    column = "法治政府建设", "http://a.gov.cn/list", "a.gov.cn/list"
    return ColumnWalk(*column, key_of=str.lower, pattern=pattern)


def rows(*numbers: int, day: str | None = None, pinned: bool = False) -> tuple[Row, ...]:
    return tuple(Row(f"http://a.gov.cn/{n}.htm", date=day, pinned=pinned) for n in numbers)


def test_all_rows_of_two_pages_make_a_complete_column() -> None:
    state = walk()
    state.add(Listing(rows(1, 2), declared_rows=3, declared_pages=2))
    state.add(Listing(rows(3), page=2, declared_rows=3, declared_pages=2))
    assert state.complete
    assert state.shortfalls() == ()
    assert (state.rows, state.pages) == (3, 2)


def test_only_rows_not_seen_before_are_fresh() -> None:
    state = walk()
    state.add(Listing(rows(1, 2)))
    assert [row.url[-5:] for row in state.add(Listing(rows(2, 3), page=2))] == ["3.htm"]


def test_a_page_that_repeats_earlier_rows_ends_the_walk_and_is_not_counted() -> None:
    state = walk()
    state.add(Listing(rows(1, 2), declared_rows=4))
    assert state.add(Listing(rows(1, 2), page=2, declared_rows=4)) == ()
    assert state.stopped
    assert state.rows == 2
    assert "repeated" in state.shortfalls()[0].found


def test_a_page_that_repeats_earlier_rows_leads_nowhere_and_another_list_goes_on() -> None:
    state = walk()
    looping, other = Listing(rows(1, 2), next=(Ask("http://a.gov.cn/3"),)), Listing(rows(3, 4))
    state.add(looping)
    assert state.leads(looping) == looping.next
    state.add(looping)
    assert state.leads(looping) == ()
    assert len(state.add(other)) == 2
    assert not state.stopped
    assert state.repeated == 1


def test_pages_without_rows_do_not_lead_in_circles() -> None:
    state = walk()
    frame, shell = Ask("http://a.gov.cn/frame"), Ask("http://a.gov.cn/list")
    assert state.leads(Listing((), next=(frame,))) == (frame,)
    assert state.leads(Listing((), next=(shell, frame))) == (shell,)
    assert state.leads(Listing((), next=(frame, shell))) == ()


def test_a_page_with_rows_leads_where_it_says() -> None:
    state = walk()
    following = Ask("http://a.gov.cn/list?page=2")
    for _ in range(2):
        assert state.leads(Listing(rows(1), next=(following,))) == (following,)


def test_fewer_rows_than_declared_is_an_error_that_names_both_numbers() -> None:
    state = walk()
    state.add(Listing(rows(1, 2), declared_rows=3))
    (problem,) = state.shortfalls()
    assert problem.level is Level.ERROR
    assert problem.code == "listing_short"
    assert "2 rows" in problem.found
    assert "3 rows" in problem.expected
    assert not state.complete


def test_fewer_pages_than_declared_is_an_error() -> None:
    state = walk()
    state.add(Listing(rows(1), declared_pages=2))
    assert [problem.code for problem in state.shortfalls()] == ["listing_short"]


def test_a_declared_page_that_comes_empty_does_not_count_as_seen() -> None:
    state = walk()
    state.add(Listing(rows(1), declared_pages=2))
    state.add(Listing((), page=2, declared_pages=2))
    assert [problem.code for problem in state.shortfalls()] == ["listing_short"]


def test_an_empty_column_is_an_error_whatever_it_declares() -> None:
    state = walk()
    state.add(Listing((), declared_rows=0))
    assert [problem.code for problem in state.shortfalls()] == ["listing_empty"]


def test_a_total_that_grows_in_mid_walk_counts_with_its_largest_value() -> None:
    state = walk()
    state.add(Listing(rows(1, 2), declared_rows=3))
    state.add(Listing(rows(3), page=2, declared_rows=4))
    assert state.declared_rows == 4
    assert not state.complete


def test_a_listing_that_declares_nothing_is_complete_when_its_pages_end() -> None:
    state = walk()
    state.add(Listing(rows(1)))
    assert state.complete


def test_a_broken_walk_is_never_complete() -> None:
    state = walk()
    state.add(Listing(rows(1), declared_rows=1))
    state.broken = True
    assert not state.complete


# -- A list that changes while it is read


def read(state: ColumnWalk, *pages: Listing) -> list[str]:
    """Read some pages; returns the rows that were fresh."""
    return [row.url.removeprefix("http://a.gov.cn/")[:-4] for p in pages for row in state.add(p)]


def paged(total: int | None, *pages: tuple[int, ...]) -> list[Listing]:
    return [Listing(rows(*some), n, declared_rows=total) for n, some in enumerate(pages, 1)]


def test_a_row_pushed_to_the_next_page_does_not_hide_the_new_one() -> None:
    state = walk()
    # Row 0 came to the head of the list after its first page was read.
    read(state, Listing(rows(1, 2), declared_rows=4), Listing(rows(2, 3), 2, declared_rows=5))
    read(state, Listing(rows(4), 3, declared_rows=5))
    assert (state.rows, state.declared_first, state.declared_rows) == (4, 4, 5)
    assert not state.complete
    assert state.again()
    assert read(state, *paged(5, (0, 1), (2, 3), (4,))) == ["0"]
    assert state.complete
    assert (state.rows, state.pages) == (5, 3)
    assert not state.again()


def test_a_pushed_row_is_told_without_any_total() -> None:
    state = walk()
    read(state, *paged(None, (1, 2), (2, 3)))
    assert state.again()
    assert read(state, *paged(None, (0, 1), (2, 3))) == ["0"]
    assert state.complete
    assert state.shortfalls() == ()


def test_a_row_that_was_taken_away_pulls_another_out_of_sight() -> None:
    state = walk()
    # Row 1 went after the first page was read: row 3 moved to that page.
    read(state, Listing(rows(1, 2), declared_rows=5), Listing(rows(4, 5), 2, declared_rows=4))
    assert [problem.code for problem in state.shortfalls()] == ["listing_short"]
    assert state.again()
    assert read(state, *paged(4, (2, 3), (4, 5))) == ["3"]
    assert state.complete
    assert state.rows == 4


def test_a_list_that_holds_still_is_read_once() -> None:
    state = walk()
    read(state, *paged(3, (1, 2), (3,)))
    assert not state.again()
    assert len(state.passes) == 1


def test_a_total_that_changes_is_reason_enough_to_read_again() -> None:
    state = walk()
    read(state, Listing(rows(1, 2), declared_rows=3), Listing(rows(3), 2, declared_rows=2))
    assert state.complete
    assert state.again()


def test_rows_fixed_at_the_head_of_every_page_are_no_sign_of_movement() -> None:
    state = walk()
    fixed = rows(1, pinned=True)
    read(state, Listing(fixed + rows(2)), Listing(fixed + rows(3), 2))
    assert not state.again()
    assert state.rows == 3


def test_a_list_that_shows_a_row_twice_by_itself_keeps_its_promise() -> None:
    state = walk()
    pages = paged(4, (1, 2), (2, 3))
    read(state, *pages)
    assert not state.complete
    assert state.again()
    assert read(state, *pages) == []
    assert state.complete
    assert state.rows == 3


def test_a_list_without_totals_that_moves_in_both_readings_is_named() -> None:
    state = walk()
    read(state, *paged(None, (1, 2), (2, 3)))
    assert state.again()
    read(state, *paged(None, (0, 1), (1, 2), (3,)))
    (problem,) = state.shortfalls()
    assert (problem.code, problem.level) == ("listing_moved", Level.WARNING)
    assert "1 row(s)" in problem.found
    assert not state.complete


def test_a_list_that_loops_is_read_again_and_told_as_before() -> None:
    state = walk()
    for _ in range(2):
        read(state, *paged(9, (1, 2), (1, 2)))
        assert state.stopped
        again = state.again()
    assert not again
    (problem,) = state.shortfalls()
    assert problem.code == "listing_short"
    assert "1 page(s) only repeated earlier rows" in problem.found


def test_a_page_pushed_down_whole_does_not_end_the_walk_for_good() -> None:
    state = walk()
    read(state, *paged(None, (1, 2), (1, 2)))
    assert state.stopped
    assert state.again()
    assert not state.stopped
    assert read(state, *paged(None, (8, 9), (1, 2), (3,))) == ["8", "9", "3"]
    assert state.complete


def test_a_walk_that_broke_off_is_not_begun_again() -> None:
    state = walk()
    read(state, *paged(9, (1, 2)))
    state.broken = True
    assert not state.again()


def test_what_was_asked_for_in_the_first_reading_is_asked_for_in_the_second() -> None:
    state = walk()
    shell = Listing((), next=(Ask("http://a.gov.cn/frame"),))
    assert state.leads(shell)
    assert not state.leads(shell)
    assert state.again()
    assert state.leads(shell)


@pytest.mark.parametrize(
    ("pattern", "second"),
    [("?page={page}", "?page=2"), ("#p{page}", "#p2"), ("list_{page}.html", "list_2.html")],
)
def test_a_pager_without_links_is_followed_by_its_pattern(pattern: str, second: str) -> None:
    state = walk(pattern)
    first, last = Listing(rows(1, 2), declared_rows=3), Listing(rows(3))
    state.add(first)
    (ask,) = state.further(first)
    assert ask == Ask(urljoin("http://a.gov.cn/list", second))
    state.add(last)
    assert state.further(last) == ()
    assert state.complete


def test_pages_that_are_declared_are_asked_for_too() -> None:
    state = walk("?page={page}")
    listing = Listing(rows(1), declared_pages=2)
    state.add(listing)
    assert state.further(listing)


@pytest.mark.parametrize("listing", [Listing(()), Listing(rows(1, 2), declared_rows=9)])
def test_a_page_that_is_empty_or_repeats_ends_the_pattern(listing: Listing) -> None:
    state = walk("?page={page}")
    state.add(Listing(rows(1, 2), declared_rows=9))
    state.add(listing)
    assert state.further(listing) == ()
    assert not state.complete


def test_without_a_pattern_nothing_is_guessed() -> None:
    state = walk()
    listing = Listing(rows(1), declared_rows=9)
    state.add(listing)
    assert state.further(listing) == ()


def test_a_pattern_for_a_list_that_states_no_total_is_an_error() -> None:
    state = walk("?page={page}")
    listing = Listing(rows(1))
    state.add(listing)
    assert state.further(listing) == ()
    assert [problem.code for problem in state.shortfalls()] == ["listing_unbounded"]


@pytest.mark.parametrize(
    ("page", "older"),
    [
        (rows(1, 2, day="2020-01-01"), True),
        ((*rows(1, day="2020-01-01"), *rows(2, day="2022-01-01")), False),
        ((*rows(1, day="2020-01-01"), *rows(2, day="2022-01-01", pinned=True)), True),
        ((*rows(1, day="2020-01-01"), *rows(2)), False),
        ((), False),
    ],
)
def test_a_page_is_older_only_if_every_unpinned_row_says_so(
    page: tuple[Row, ...], *, older: bool
) -> None:
    assert walk().older_than(page, date(2021, 1, 1)) is older
