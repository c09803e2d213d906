from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from govreports.replica.articles import Paragraph, Picture
from govreports.replica.portals import PORTALS, jinshui, leping, tianshan, xinmi

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal


def validators(portal: ReplicaPortal) -> dict[str, str | None]:
    return {key: portal.respond("GET", portal.path(key)).header("etag") for key in portal.alive}


def touched(portal: ReplicaPortal, before: Mapping[str, str | None]) -> set[str]:
    after = validators(portal)
    return {key for key in after if after[key] != before.get(key)}


def modified(portal: ReplicaPortal, key: str) -> str | None:
    return portal.respond("GET", portal.path(key)).header("last-modified")


def status(portal: ReplicaPortal, key: str) -> int:
    return portal.respond("GET", portal.path(key)).status


def list_text(portal: ReplicaPortal) -> str:
    return portal.respond("GET", portal.column_path).body.decode()


def test_an_edit_changes_one_sentence_and_its_page_alone(portal: ReplicaPortal) -> None:
    key, before = portal.keys[1], validators(portal)
    old = portal.truth(key).body or ""
    portal.edit(key)
    new = portal.truth(key).body or ""
    assert touched(portal, before) == {key}
    assert len(new.splitlines()) == len(old.splitlines())
    assert sum(a != b for a, b in zip(new.splitlines(), old.splitlines(), strict=True)) == 1


def test_an_edit_of_a_field_changes_that_field(portal: ReplicaPortal) -> None:
    key = portal.keys[0]
    before = portal.truth(key)
    portal.edit(key, title="改过的标题")
    assert portal.truth(key) == replace(before, title="改过的标题")


def test_every_edit_is_another_text() -> None:
    portal = xinmi(4)
    key = portal.keys[0]
    bodies = [portal.truth(key).body]
    for _ in range(3):
        portal.edit(key)
        bodies.append(portal.truth(key).body)
    assert len(set(bodies)) == 4


def test_an_edit_moves_the_time_of_the_page(portal: ReplicaPortal) -> None:
    key = portal.keys[0]
    before = modified(portal, key)
    portal.edit(key)
    assert modified(portal, key) != before


def test_editing_back_restores_the_text_under_a_new_time(portal: ReplicaPortal) -> None:
    key = portal.keys[0]
    before, tag = portal.truth(key), validators(portal)[key]
    portal.edit(key)
    edited = modified(portal, key)
    portal.edit_back(key)
    assert portal.truth(key) == before
    assert validators(portal)[key] == tag
    assert modified(portal, key) != edited


def test_two_edits_go_back_one_by_one() -> None:
    portal = jinshui(4)
    key = portal.keys[0]
    first = portal.truth(key)
    portal.edit(key)
    second = portal.truth(key)
    portal.edit(key)
    portal.edit_back(key)
    assert portal.truth(key) == second
    portal.edit_back(key)
    assert portal.truth(key) == first


def test_what_was_not_edited_cannot_go_back() -> None:
    portal = jinshui(4)
    with pytest.raises(ValueError, match="has not been edited"):
        portal.edit_back(portal.keys[0])


def test_a_scanned_report_has_no_sentence_to_edit(
    made: Callable[..., ReplicaPortal], article: Article
) -> None:
    scanned = replace(article, blocks=(Picture("scan"),))
    portal = made(scanned, family="trs")
    with pytest.raises(ValueError, match="holds no paragraph"):
        portal.edit("one")


def test_a_reflow_is_other_bytes_and_the_same_truth(portal: ReplicaPortal) -> None:
    key, before, truth = portal.keys[1], validators(portal), portal.truth(portal.keys[1])
    portal.reflow(key)
    assert touched(portal, before) == {key}
    assert portal.truth(key) == truth


def test_a_moved_article_has_a_new_address_and_the_old_one_is_gone(
    portal: ReplicaPortal,
) -> None:
    key = portal.keys[2]
    old, before = portal.path(key), portal.truth(key)
    portal.move(key)
    assert portal.path(key) != old
    assert portal.respond("GET", old).status == 404
    assert status(portal, key) == 200
    assert portal.truth(key).body == before.body


def test_a_moved_article_stands_at_its_place_in_the_list(portal: ReplicaPortal) -> None:
    listed = portal.listed
    portal.move(listed[0])
    assert portal.listed == listed
    assert portal.path(listed[0]).rpartition("/")[2] in list_text(portal)


def test_a_copy_is_the_same_text_at_a_second_address(portal: ReplicaPortal) -> None:
    key = portal.keys[0]
    copied = portal.copy(key)
    first, second = portal.truth(key), portal.truth(copied)
    assert first.url != second.url
    assert first.body == second.body
    assert first.index_number == second.index_number
    assert status(portal, key) == status(portal, copied) == 200


def test_an_article_can_be_copied_twice() -> None:
    portal = jinshui(3)
    assert portal.copy(portal.keys[0]) != portal.copy(portal.keys[0])


def test_a_dropped_article_is_off_the_list_and_away(portal: ReplicaPortal) -> None:
    key = portal.listed[0]
    name = portal.path(key).rpartition("/")[2]
    assert name in list_text(portal)
    portal.drop(key)
    assert name not in list_text(portal)
    assert status(portal, key) == 404
    assert key not in portal.listed


def test_an_unlisted_article_keeps_its_page(portal: ReplicaPortal) -> None:
    key = portal.listed[0]
    portal.unlist(key)
    assert portal.path(key).rpartition("/")[2] not in list_text(portal)
    assert status(portal, key) == 200


def test_a_relisted_article_is_back_where_it_was(portal: ReplicaPortal) -> None:
    listed = portal.listed
    portal.unlist(listed[3])
    portal.relist(listed[3])
    assert portal.listed == listed


def test_a_restored_article_is_there_as_before(portal: ReplicaPortal) -> None:
    key, before = portal.listed[1], validators(portal)
    portal.drop(key)
    portal.restore(key)
    assert validators(portal) == before
    assert key in portal.listed


def test_dropping_leaves_the_pages_of_others_alone(portal: ReplicaPortal) -> None:
    before = validators(portal)
    portal.drop(portal.keys[5])
    assert touched(portal, before) == set()


def test_a_pinned_article_heads_the_list() -> None:
    portal = tianshan(20)
    oldest = portal.listed[-1]
    rest = portal.listed[:-1]
    portal.pin(oldest)
    assert portal.listed == (oldest, *rest)


def test_two_pages_can_show_one_index_number() -> None:
    portal = jinshui(20)
    first, second = portal.keys[0], portal.keys[1]
    before = portal.truth(second)
    portal.share_index_number(first, second)
    assert portal.truth(second).index_number == portal.truth(first).index_number
    assert portal.truth(second).body == before.body


def test_where_no_index_number_is_shown_none_can_be_shared() -> None:
    portal = tianshan(5)
    with pytest.raises(ValueError, match="shows no index_number"):
        portal.share_index_number(portal.keys[0], portal.keys[1])


def test_an_added_article_stands_in_the_list_by_its_date(
    portal: ReplicaPortal, article: Article
) -> None:
    count = len(portal.listed)
    portal.add(article)
    assert len(portal.listed) == count + 1
    assert status(portal, "one") == 200
    dates = [portal.entries[key].article.published_at for key in portal.listed]
    assert dates == sorted(dates, reverse=True)


def test_a_key_stands_once(article: Article) -> None:
    portal = jinshui(3)
    portal.add(article)
    with pytest.raises(ValueError, match="'one' is in jinshui already"):
        portal.add(article)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        jinshui(3).drop("nobody")


def test_an_impossible_date_is_printed_and_is_no_date(portal: ReplicaPortal) -> None:
    key = portal.keys[1]
    portal.impossible_date(key)
    report = portal.truth(key)
    text = portal.respond("GET", portal.path(key)).body.decode()
    assert "2021-02-30" in text
    assert report.issued_on is None
    if portal.template.family == "vsb":
        assert report.published_on is None
        assert report.published_at is None
    else:
        assert "2021-02-30" in report.metadata.values()
        assert report.published_on is not None


def test_a_page_without_any_date_cannot_have_an_impossible_one() -> None:
    portal = jinshui(20)
    headless = next(key for key in portal.keys if not portal.entries[key].article.header)
    with pytest.raises(ValueError, match="shows no published_on"):
        portal.impossible_date(headless)


def test_a_page_with_meta_tags_only_can_have_an_impossible_time() -> None:
    portal = leping(20)
    headless = next(key for key in portal.keys if not portal.entries[key].article.header)
    portal.impossible_date(headless)
    assert portal.truth(headless).published_on is None


def test_an_unknown_label_is_in_page_and_metadata(portal: ReplicaPortal) -> None:
    key = portal.keys[1]
    portal.unknown_label(key)
    page = portal.respond("GET", portal.path(key)).body.decode()
    assert "第7期" in page
    assert "第7期" in portal.truth(key).metadata.values()


def test_a_wrong_check_digit_is_shown_as_it_is() -> None:
    portal = xinmi(20)
    key = portal.keys[1]
    before = portal.truth(key).index_number
    portal.bad_check_digit(key)
    after = portal.truth(key).index_number
    assert before is not None
    assert after is not None
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_where_no_index_number_is_shown_none_can_be_wrong() -> None:
    portal = tianshan(3)
    with pytest.raises(ValueError, match="shows no index_number"):
        portal.bad_check_digit(portal.keys[0])


def test_an_unreadable_page_is_there_and_says_nothing(portal: ReplicaPortal) -> None:
    key = portal.keys[1]
    title, before = portal.truth(key).title, validators(portal)
    portal.unreadable(key)
    answer = portal.respond("GET", portal.path(key))
    assert answer.status == 200
    assert title not in answer.body.decode()
    assert touched(portal, before) == {key}
    assert key in portal.listed


def test_a_page_that_is_readable_again_has_its_text_and_a_new_time(
    portal: ReplicaPortal,
) -> None:
    key = portal.keys[1]
    before = modified(portal, key)
    tag = validators(portal)[key]
    portal.unreadable(key)
    portal.restore(key)
    assert validators(portal)[key] == tag
    assert modified(portal, key) != before


def test_an_emptied_list_shows_nothing_and_declares_as_before(portal: ReplicaPortal) -> None:
    portal.break_listing("empty")
    text = list_text(portal)
    assert all(portal.path(key).rpartition("/")[2] not in text for key in portal.listed)
    assert portal.site().declared == 20


def test_a_short_list_declares_a_page_more_than_it_shows(portal: ReplicaPortal) -> None:
    pages = portal.site().pages
    portal.break_listing("short")
    assert portal.site().pages == pages + 1
    assert portal.site().page(pages + 1) == ()


def test_lists_are_laid_out_once_a_change_and_never_stale(portal: ReplicaPortal) -> None:
    first = portal.site()
    assert portal.site() is first
    key = portal.listed[0]
    portal.unlist(key)
    shown = [row.path for row in portal.site().rows]
    assert shown == [portal.path(other) for other in portal.listed]
    assert portal.path(key) not in shown


def test_a_list_can_be_mended(portal: ReplicaPortal) -> None:
    whole = list_text(portal)
    portal.break_listing("short")
    assert list_text(portal) != whole
    portal.break_listing("whole")
    assert list_text(portal) == whole


def test_faults_of_the_list_leave_the_pages_alone(portal: ReplicaPortal) -> None:
    before = validators(portal)
    portal.break_listing("empty")
    assert validators(portal) == before


def test_history_tells_what_was_visible_when() -> None:
    portal = jinshui(4)
    key = portal.keys[0]
    portal.drop(key)
    portal.restore(key)
    first, dropped, restored = portal.history()
    assert (first.action, len(first.listed)) == ("publish", 4)
    assert (dropped.action, dropped.key) == ("drop", key)
    assert key not in dropped.listed + dropped.alive
    assert key in restored.listed


def test_the_neighbours_of_an_article_are_not_itself(portal: ReplicaPortal) -> None:
    for key in portal.keys:
        own = portal.path(key)
        others = [other.path for other in portal.entries[key].neighbours]
        assert own not in others
        assert len(others) >= 2


def test_a_dialect_that_a_family_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="vsb has no dialect 'cards'"):
        tianshan(3, dialect="cards")


def test_a_place_that_there_is_not_is_refused() -> None:
    assert tuple(PORTALS) == ("jinshui", "xinmi", "leping", "tianshan", "zhanghe")
    with pytest.raises(KeyError):
        PORTALS["nowhere"]


def test_changes_and_requests_from_many_threads_at_once() -> None:
    portal = jinshui(12)
    faults: list[int] = []

    def change(key: str) -> None:
        for _ in range(10):
            portal.edit(key)
            portal.reflow(key)

    def request() -> None:
        for _ in range(60):
            answer = portal.respond("GET", portal.column_path)
            if answer.status != 200:
                faults.append(answer.status)

    threads = [threading.Thread(target=change, args=(key,)) for key in portal.keys[:3]]
    threads += [threading.Thread(target=request) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(portal.history()) == 1 + 3 * 20
    assert len(portal.log()) == 180


def test_an_edit_reaches_the_longest_paragraph(
    made: Callable[..., ReplicaPortal], article: Article
) -> None:
    portal = made(article, family="hanweb")
    portal.edit("one")
    assert portal.entries["one"].article.blocks[0] == Paragraph(
        "现将2021年度工作情况报告如下。另有3项工作正在推进。"
    )


def test_a_redesign_moves_every_page_and_lays_it_out_anew(portal: ReplicaPortal) -> None:
    old = {key: portal.path(key) for key in portal.keys}
    truths = {key: portal.truth(key) for key in portal.keys}
    portal.redesign()
    assert all(portal.respond("GET", path).status == 404 for path in old.values())
    assert set(old.values()).isdisjoint(portal.path(key) for key in portal.keys)
    for key, truth in truths.items():
        assert status(portal, key) == 200
        assert replace(portal.truth(key), url="", attachments=()) == replace(
            truth, url="", attachments=()
        )


def test_redesigned_pages_link_to_one_another_where_they_are_now(portal: ReplicaPortal) -> None:
    portal.redesign()
    linked = {other.path for entry in portal.entries.values() for other in entry.neighbours}
    assert linked
    assert linked <= {portal.path(key) for key in portal.keys}


def test_the_portal_remembers_what_could_be_seen(portal: ReplicaPortal) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    first, second, *_ = portal.listed
    portal.look(at, "http://a/")
    portal.unlist(first)
    portal.drop(second)
    portal.look(at + timedelta(7), "http://a/")
    portal.break_listing("empty")
    portal.look(at + timedelta(14), "http://a/")
    before, after, empty = portal.sights
    assert before.listed[:2] == (first, second)
    assert before.truths[first] == portal.truth(first, "http://a/")
    assert {first, second}.isdisjoint(after.listed)
    assert (first in after.paths, second in after.paths) == (True, False)
    assert (empty.listed, set(empty.paths)) == ((), set(after.paths))


@pytest.mark.parametrize("change", ["unlist", "relist"])
def test_a_change_can_wait_until_the_lists_first_page_was_shown(change: str) -> None:
    portal = PORTALS["leping"](20)
    newest = portal.listed[0]
    portal.after_first_page(lambda: getattr(portal, change)(newest))
    before = len(portal.history())
    portal.respond("GET", portal.path(newest))
    assert len(portal.history()) == before
    portal.respond("GET", portal.column_path)
    assert portal.history()[-1].action == change
    portal.respond("GET", portal.column_path)
    assert len(portal.history()) == before + 1
