from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.records import Outcome
from govreports.store.identity import report_id
from govreports.store.jobs import NeedsProbe
from govreports.store.urls import url_key
from tests.store.portal import BODY, OTHER_BODY, PORTAL, SITE, page, url

if TYPE_CHECKING:
    from tests.store.portal import Crawl

INDEX = "005279426/2021-00015"


def key(path: str) -> str:
    return url_key(url(path))


def test_id_names_the_portal_and_is_the_same_everywhere() -> None:
    found = report_id("jinshui", "public.jinshui.gov.cn/D0104X/1.html")
    assert found == "jinshui-yydp6xsdug"
    assert found == report_id("jinshui", "public.jinshui.gov.cn/D0104X/1.html")


def test_id_differs_by_portal_and_by_page() -> None:
    ids = {report_id(portal, key) for portal in ("a", "b") for key in ("x/1", "x/2")}
    assert len(ids) == 4


def test_same_url_in_another_spelling_is_the_same_report(crawl: Crawl) -> None:
    first = crawl.save(page("a"))
    again = crawl.save({**page("a"), "url": f"{SITE}/a?utm_source=list#top"})
    assert again.report_id == first.report_id
    assert again.outcome is Outcome.UNCHANGED


def test_same_url_with_another_text_is_the_same_report(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    again = crawl.save(page("a", index_number="other", title="改", body=OTHER_BODY))
    assert (again.report_id, again.outcome) == (first.report_id, Outcome.CHANGED)


def test_same_url_on_another_portal_is_another_report(crawl: Crawl) -> None:
    first = crawl.save(page("a"))
    other = crawl.save(page("a"), portal="xinmi")
    assert other.report_id != first.report_id
    assert other.outcome is Outcome.NEW


def test_same_index_and_text_is_the_same_report_though_the_old_page_lives(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number=INDEX))
    moved = crawl.save(page("b", title="题", index_number=INDEX))
    assert (moved.report_id, moved.outcome) == (first.report_id, Outcome.UNCHANGED)
    assert [one.url_key for one in crawl.store.urls(first.report_id)] == [key("a"), key("b")]


def test_same_index_with_another_text_needs_a_probe_of_the_old_page(crawl: Crawl) -> None:
    crawl.save(page("a", index_number=INDEX))
    crawl.run()
    answer = crawl.try_save(page("b", index_number=INDEX, body=OTHER_BODY))
    assert answer == NeedsProbe(((url("a"), key("a")),))


def test_probe_that_is_asked_for_stores_nothing(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    crawl.run()
    crawl.try_save(page("b", index_number=INDEX, body=OTHER_BODY))
    assert [entry.report_id for entry in crawl.store.latest()] == [first.report_id]
    assert crawl.store.known(PORTAL, [key("b")]) == {}


def test_same_index_and_old_page_probed_gone_is_the_same_report(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    crawl.run()
    moved = crawl.save(page("b", index_number=INDEX, body=OTHER_BODY), gone=frozenset({key("a")}))
    assert (moved.report_id, moved.outcome) == (first.report_id, Outcome.CHANGED)
    old, new = crawl.store.urls(first.report_id)
    assert old.gone_at is not None
    assert new.gone_at is None


def test_same_index_and_old_page_known_as_gone_needs_no_probe(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    crawl.run()
    crawl.mark("a", "gone")
    crawl.run()
    moved = crawl.save(page("b", index_number=INDEX, body=OTHER_BODY))
    assert moved.report_id == first.report_id


def test_one_index_on_two_live_pages_is_two_reports_and_a_warning(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    second = crawl.save(page("b", index_number=INDEX, body=OTHER_BODY))
    assert second.report_id != first.report_id
    assert first.problems == ()
    (problem,) = second.problems
    assert (problem.code, problem.level) == ("index_conflict", "warning")
    assert problem.url == url("b")
    assert url("a") in problem.found
    assert INDEX in problem.found


def test_old_page_probed_alive_makes_two_reports(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    crawl.run()
    second = crawl.save(page("b", index_number=INDEX, body=OTHER_BODY), alive=frozenset({key("a")}))
    assert second.report_id != first.report_id
    assert [problem.code for problem in second.problems] == ["index_conflict"]


def test_probe_of_now_weighs_more_than_what_is_remembered(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    crawl.run()
    crawl.mark("a", "gone")
    second = crawl.save(page("b", index_number=INDEX, body=OTHER_BODY), alive=frozenset({key("a")}))
    assert second.report_id != first.report_id


def test_conflict_is_named_once_a_run_when_both_pages_are_read_again(crawl: Crawl) -> None:
    crawl.save(page("a", index_number=INDEX))
    crawl.save(page("b", index_number=INDEX, body=OTHER_BODY))
    crawl.run()
    again = [
        crawl.save(page("a", index_number=INDEX)),
        crawl.save(page("b", index_number=INDEX, body=OTHER_BODY)),
    ]
    assert [len(stored.problems) for stored in again] == [0, 1]


def test_conflict_that_an_edit_brings_is_named_on_the_edited_page(crawl: Crawl) -> None:
    crawl.save(page("a", index_number="1"))
    crawl.save(page("b", index_number=INDEX, body=OTHER_BODY))
    crawl.run()
    edited = crawl.save(page("a", index_number=INDEX, title="改"))
    assert [problem.url for problem in edited.problems] == [url("a")]


def test_removed_report_is_in_no_conflict(crawl: Crawl) -> None:
    crawl.save(page("a", index_number=INDEX))
    crawl.save(page("b", index_number=INDEX, body=OTHER_BODY))
    crawl.run()
    crawl.mark("a", "gone")
    assert crawl.save(page("b", index_number=INDEX, body=OTHER_BODY)).problems == ()


def test_conflict_within_one_batch_is_seen(crawl: Crawl) -> None:
    first, second = page("a", index_number=INDEX), page("b", index_number=INDEX, body=OTHER_BODY)
    results = crawl.do(*crawl.jobs(first), *crawl.jobs(second))
    assert results[1].report_id != results[3].report_id
    assert [problem.code for problem in results[3].problems] == ["index_conflict"]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_conflicts_are_named_the_eldest_report_first(crawl: Crawl, order: str) -> None:
    for path in order:
        crawl.save(page(path, index_number=INDEX))
    # The batch has met their rows before it looks for those with the number.
    settled = [job for path in "ab" for job in crawl.settle_job(path)]
    results = crawl.do(*crawl.jobs(page("c", index_number=INDEX)), *settled)
    found = [path for one in results[1].problems for path in "ab" if url(path) in one.found]
    assert found == list(order)


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize(
    "shared", [{"index_number": INDEX}, {"title": "题"}], ids=["index", "text"]
)
def test_probes_are_asked_for_the_eldest_report_first(
    crawl: Crawl, order: str, shared: dict[str, str]
) -> None:
    for path in order:
        crawl.save(page(path, **shared))
    crawl.run()
    settled = [job for path in "ab" for job in crawl.settle_job(path)]
    results = crawl.do(*crawl.jobs(page("c", **shared)), *settled)
    assert results[1] == NeedsProbe(tuple((url(path), key(path)) for path in order))


@pytest.mark.parametrize(("new", "old"), [("b", "c"), ("c", "b")])
def test_probes_of_one_report_are_asked_for_the_eldest_address_first(
    crawl: Crawl, new: str, old: str
) -> None:
    same = {"title": "题", "index_number": INDEX}
    # Seen at the same moment: then the URL keys decide.
    crawl.save(page(new, **same), redirected=((url(old), key(old)),))
    crawl.run()
    crawl.save(page("a", **same))
    crawl.run()
    answer = crawl.try_save(page("d", index_number=INDEX, body=OTHER_BODY))
    assert answer == NeedsProbe(tuple((url(path), key(path)) for path in "bca"))


def test_same_text_needs_a_probe_of_the_old_page(crawl: Crawl) -> None:
    crawl.save(page("a", title="题"))
    crawl.run()
    assert crawl.try_save(page("b", title="题")) == NeedsProbe(((url("a"), key("a")),))


def test_same_text_and_old_page_gone_is_the_same_report(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题"))
    crawl.run()
    moved = crawl.save(page("b", title="题"), gone=frozenset({key("a")}))
    assert (moved.report_id, moved.outcome) == (first.report_id, Outcome.UNCHANGED)
    assert crawl.entry(moved).report.url == url("b")
    assert len(crawl.store.versions(first.report_id)) == 1


def test_same_text_on_two_live_pages_is_two_reports_without_a_warning(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题"))
    second = crawl.save(page("b", title="题"))
    assert second.report_id != first.report_id
    assert second.problems == ()


def test_same_text_under_another_title_is_another_report(crawl: Crawl) -> None:
    crawl.save(page("a", title="题"))
    crawl.run()
    assert crawl.save(page("b", title="别的")).outcome is Outcome.NEW


@pytest.mark.parametrize(("length", "same"), [(199, False), (200, True)])
def test_text_identifies_from_two_hundred_characters_on(
    crawl: Crawl,
    length: int,
    same: bool,  # noqa: FBT001
) -> None:
    text = BODY.replace("\n", "")[:length]
    first = crawl.save(page("a", title="题", body=text))
    crawl.run()
    other = crawl.save(page("b", title="题", body=text), gone=frozenset({key("a")}))
    assert (other.report_id == first.report_id) is same


def test_index_on_pages_without_text_is_no_proof_by_itself(crawl: Crawl) -> None:
    crawl.save(page("a", title="题", body=None, index_number=INDEX))
    crawl.run()
    answer = crawl.try_save(page("b", title="题", body=None, index_number=INDEX))
    assert isinstance(answer, NeedsProbe)


def test_all_addresses_of_a_report_must_be_gone(crawl: Crawl) -> None:
    crawl.save(page("a", title="题", index_number=INDEX))
    crawl.save(page("b", title="题", index_number=INDEX))
    crawl.run()
    answer = crawl.try_save(
        page("c", index_number=INDEX, body=OTHER_BODY), gone=frozenset({key("a")})
    )
    assert answer == NeedsProbe(((url("b"), key("b")),))


def test_a_report_that_is_gone_wins_over_one_in_doubt(crawl: Crawl) -> None:
    crawl.save(page("a", index_number=INDEX))
    second = crawl.save(page("b", index_number=INDEX, body=OTHER_BODY))
    crawl.run()
    moved = crawl.save(
        page("c", index_number=INDEX, title="三", body=BODY + OTHER_BODY),
        gone=frozenset({key("b")}),
    )
    assert moved.report_id == second.report_id


def test_old_page_that_redirects_to_the_new_one_is_gone(crawl: Crawl) -> None:
    first = crawl.save(page("a", index_number=INDEX))
    crawl.run()
    moved = crawl.save(
        page("b", index_number=INDEX, body=OTHER_BODY), redirected=((url("a"), key("a")),)
    )
    assert moved.report_id == first.report_id


def test_address_that_redirects_is_known_as_the_reports(crawl: Crawl) -> None:
    stored = crawl.save(page("b"), redirected=((url("a"), key("a")),))
    known = crawl.store.known(PORTAL, [key("a"), key("b")])
    assert known[key("a")].report_id == stored.report_id
    assert known[key("a")].etag is None
    assert known[key("b")].etag == '"1"'


def test_address_of_another_report_that_redirects_stays_that_reports(crawl: Crawl) -> None:
    first = crawl.save(page("a", body=OTHER_BODY))
    second = crawl.save(page("b"))
    crawl.run()
    crawl.save(page("b"), redirected=((url("a"), key("a")),))
    assert crawl.store.known(PORTAL, [key("a")])[key("a")].report_id == first.report_id
    assert [one.url for one in crawl.store.urls(second.report_id)] == [url("b")]


def test_moved_page_found_by_its_new_address_from_then_on(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题"))
    crawl.run()
    crawl.save(page("b", title="题"), gone=frozenset({key("a")}))
    crawl.run()
    assert crawl.settle("b").report_id == first.report_id
    assert crawl.settle("b").report.url == url("b")
