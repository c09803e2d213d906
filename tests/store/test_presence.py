from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.records import Outcome
from govreports.store.errors import RefusedError, UnknownUrlError
from govreports.store.jobs import MarkPresence
from govreports.store.urls import url_key
from tests.store.portal import page, url

if TYPE_CHECKING:
    from govreports.records import Stored
    from tests.store.portal import Crawl


def states(crawl: Crawl, stored: Stored) -> list[str]:
    """Each interval in a word."""
    return [
        interval.reason or ("unlisted" if interval.unlisted_at else "open")
        if interval.gone_at is None or interval.reason
        else "nameless"
        for interval in crawl.store.presence(stored.report_id)
    ]


def test_new_report_is_present(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    assert states(crawl, stored) == ["open"]
    entry = crawl.entry(stored)
    assert (entry.removed_at, entry.unlisted_at) == (None, None)


def test_page_seen_again_stays_in_its_interval(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.run()
    crawl.settle("a")
    crawl.save(page("a"))
    assert states(crawl, stored) == ["open"]
    assert crawl.entry(stored).last_seen_at > crawl.entry(stored).first_seen_at


def test_page_that_is_gone_ends_its_interval(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.run()
    crawl.mark("a", "gone")
    (interval,) = crawl.store.presence(stored.report_id)
    assert (interval.reason, interval.gone_at) == ("gone", crawl.entry(stored).removed_at)
    assert interval.gone_at is not None


def test_page_gone_twice_keeps_the_first_time(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.mark("a", "gone")
    first = crawl.entry(stored).removed_at
    crawl.run()
    crawl.mark("a", "gone")
    assert crawl.entry(stored).removed_at == first
    assert states(crawl, stored) == ["gone"]


def test_restored_page_begins_a_new_interval(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.mark("a", "gone")
    crawl.run()
    back = crawl.save(page("a"))
    assert back.outcome is Outcome.UNCHANGED
    assert states(crawl, stored) == ["gone", "open"]
    assert crawl.entry(stored).removed_at is None
    assert crawl.store.urls(stored.report_id)[0].gone_at is None


def test_page_restored_unchanged_begins_a_new_interval(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.mark("a", "gone")
    crawl.run()
    crawl.settle("a")
    assert states(crawl, stored) == ["gone", "open"]


def test_page_that_comes_and_goes_has_one_interval_a_stay(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    for _ in range(2):
        crawl.mark("a", "gone")
        crawl.run()
        crawl.settle("a")
    assert states(crawl, stored) == ["gone", "gone", "open"]
    begins = [interval.appeared_at for interval in crawl.store.presence(stored.report_id)]
    assert begins == sorted(begins)


def test_unlisted_page_is_still_present(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.run()
    crawl.mark("a", "unlisted")
    assert states(crawl, stored) == ["unlisted"]
    entry = crawl.entry(stored)
    assert entry.unlisted_at is not None
    assert entry.removed_at is None


def test_page_back_in_a_listing_begins_a_new_interval(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.mark("a", "unlisted")
    unlisted_at = crawl.entry(stored).unlisted_at
    crawl.run()
    crawl.settle("a")
    assert states(crawl, stored) == ["unlisted", "open"]
    assert crawl.store.presence(stored.report_id)[0].gone_at == unlisted_at
    assert crawl.entry(stored).unlisted_at is None


def test_unlisted_page_met_without_a_listing_stays_unlisted(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.mark("a", "unlisted")
    crawl.settle("a", column=None)
    assert states(crawl, stored) == ["unlisted"]


def test_unlisted_page_that_is_gone_later_is_removed(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.mark("a", "unlisted")
    crawl.run()
    crawl.mark("a", "gone")
    entry = crawl.entry(stored)
    assert entry.removed_at is not None
    assert entry.unlisted_at is None


def test_report_is_gone_with_the_last_of_its_addresses(crawl: Crawl) -> None:
    stored = crawl.save(page("a", title="题", index_number="1"))
    crawl.save(page("b", title="题", index_number="1"))
    crawl.run()
    crawl.mark("a", "gone")
    assert crawl.entry(stored).removed_at is None
    crawl.mark("b", "gone")
    assert crawl.entry(stored).removed_at is not None


def test_moved_page_is_present_all_the_time(crawl: Crawl) -> None:
    stored = crawl.save(page("a", title="题"))
    crawl.run()
    crawl.save(page("b", title="题"), gone=frozenset({url_key(url("a"))}))
    assert states(crawl, stored) == ["open"]


def test_removed_report_that_comes_back_elsewhere_has_a_new_interval(crawl: Crawl) -> None:
    stored = crawl.save(page("a", title="题"))
    crawl.mark("a", "gone")
    crawl.run()
    assert crawl.save(page("b", title="题")).report_id == stored.report_id
    assert states(crawl, stored) == ["gone", "open"]


def test_gone_and_back_within_one_batch(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    mark = MarkPresence(crawl.run_id, "jinshui", url_key(url("a")), "gone")
    crawl.do(mark, *crawl.settle_job("a"), mark, *crawl.settle_job("a"))
    assert states(crawl, stored) == ["gone", "gone", "open"]


def test_marking_a_page_never_met_is_refused(crawl: Crawl) -> None:
    with pytest.raises(UnknownUrlError, match="no report's address"):
        crawl.mark("a", "gone")


def test_marking_with_an_unknown_verdict_is_refused(crawl: Crawl) -> None:
    crawl.save(page("a"))
    with pytest.raises(RefusedError, match="lost"):
        crawl.mark("a", "lost")
