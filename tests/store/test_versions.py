from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from govreports.records import Outcome, Row
from govreports.store.errors import UnknownUrlError
from govreports.store.urls import url_key
from tests.store.portal import BODY, OTHER_BODY, PORTAL, Reader, page, url

if TYPE_CHECKING:
    from govreports.records import Stored
    from tests.store.portal import Crawl

FILE = {"name": "附件1", "url": url("a.pdf")}
FETCHED = {
    **FILE,
    "media_type": "application/pdf",
    "size": 10,
    "sha256": "a" * 64,
    "text_state": "text",
}


def bodies(crawl: Crawl, stored: Stored) -> list[str | None]:
    return [version.report.body for version in crawl.store.versions(stored.report_id)]


def spaced(content: dict[str, Any]) -> dict[str, Any]:
    """The same page with its source code laid out otherwise: other bytes."""
    return {**content, "body": content["body"].replace("，", "， ")}


# -- What a new version is


def test_first_page_is_version_one(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    assert (stored.outcome, stored.report.version) == (Outcome.NEW, 1)


def test_same_page_again_is_no_version(crawl: Crawl) -> None:
    first = crawl.save(page("a"))
    crawl.run()
    again = crawl.save(page("a"))
    assert (again.outcome, again.report.version) == (Outcome.UNCHANGED, 1)
    assert bodies(crawl, first) == [BODY]


def test_edited_page_is_the_next_version(crawl: Crawl) -> None:
    crawl.save(page("a"))
    edited = crawl.save(page("a", body=OTHER_BODY))
    assert (edited.outcome, edited.report.version) == (Outcome.CHANGED, 2)
    assert bodies(crawl, edited) == [BODY, OTHER_BODY]


def test_edit_and_edit_back_are_three_versions(crawl: Crawl) -> None:
    for body in (BODY, OTHER_BODY, BODY):
        stored = crawl.save(page("a", body=body))
    assert bodies(crawl, stored) == [BODY, OTHER_BODY, BODY]


def test_edits_within_one_batch_are_versions_too(crawl: Crawl) -> None:
    first, second = page("a"), page("a", body=OTHER_BODY)
    results = crawl.do(*crawl.jobs(first), *crawl.jobs(second))
    assert [results[1].outcome, results[3].outcome] == [Outcome.NEW, Outcome.CHANGED]
    assert bodies(crawl, results[3]) == [BODY, OTHER_BODY]


def test_same_page_twice_in_one_batch_is_one_version(crawl: Crawl) -> None:
    results = crawl.do(*crawl.jobs(page("a")), *crawl.jobs(page("a")))
    assert [results[1].outcome, results[3].outcome] == [Outcome.NEW, Outcome.UNCHANGED]
    assert bodies(crawl, results[3]) == [BODY]


def test_reflowed_page_is_no_version(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    crawl.run()
    assert crawl.save(spaced(page("a"))).outcome is Outcome.UNCHANGED
    assert len(bodies(crawl, stored)) == 1


@pytest.mark.parametrize(
    "field", ["topic", "source", "disclosure", "document_type", "region_code", "column"]
)
def test_field_outside_of_the_normal_form_is_kept_up_to_date_in_place(
    crawl: Crawl, field: str
) -> None:
    if field == "column":
        changed = replace(crawl.jobs(page("a"))[1].report, column="别的栏目")
        crawl.save(page("a"))
        stored = crawl.save(page("a"), report=changed)
    else:
        crawl.save(page("a", **{field: "旧"}))
        stored = crawl.save(page("a", **{field: "别的栏目"}))
    assert stored.outcome is Outcome.UNCHANGED
    (version,) = crawl.store.versions(stored.report_id)
    assert getattr(version.report, field) == "别的栏目"
    assert version.revised_at is not None


def test_metadata_is_kept_in_the_pages_order(crawl: Crawl) -> None:
    shown = {"索引号": "1", "发布机构": "区政府", "#1": "二"}
    stored = crawl.save(page("a", metadata=shown))
    assert list(crawl.entry(stored).report.metadata.items()) == list(shown.items())


def test_header_field_that_was_empty_before_is_filled_in_place(crawl: Crawl) -> None:
    crawl.save(page("a"))
    filled = crawl.save(page("a", document_number="金政文〔2021〕7号"))
    assert (filled.outcome, filled.report.version) == (Outcome.REVISED, 1)
    (version,) = crawl.store.versions(filled.report_id)
    assert version.report.document_number == "金政文〔2021〕7号"
    assert version.report.content_hash == filled.report.content_hash
    assert version.revised_at is not None


def test_header_field_that_changes_is_a_version(crawl: Crawl) -> None:
    crawl.save(page("a", validity="有效"))
    assert crawl.save(page("a", validity="废止")).outcome is Outcome.CHANGED


def test_version_is_dated_by_its_first_sight(crawl: Crawl) -> None:
    first = crawl.save(page("a"))
    crawl.run()
    crawl.save(page("a", topic="财政"))
    (version,) = crawl.store.versions(first.report_id)
    assert version.report.fetched_at == first.report.fetched_at


# -- Our own progress


def better(crawl: Crawl, change: dict[str, Any], version: str = "reader-2") -> None:
    """Let a better reader read these values in every page."""
    crawl.reader = Reader(version, lambda content: {**content, **change})
    crawl.reopen()
    crawl.run()


def test_changed_reader_alone_makes_no_version(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    better(crawl, {})
    assert crawl.save(page("a")).outcome is Outcome.UNCHANGED
    (version,) = crawl.store.versions(stored.report_id)
    assert version.reader_version == "reader-2"
    assert version.revised_at is None


def test_better_reading_revises_in_place(crawl: Crawl) -> None:
    crawl.save(page("a"))
    better(crawl, {"body": OTHER_BODY, "title": "更好的标题"})
    stored = crawl.save(page("a"))
    assert (stored.outcome, stored.report.version) == (Outcome.REVISED, 1)
    assert bodies(crawl, stored) == [OTHER_BODY]


def test_better_reading_of_fields_outside_of_the_normal_form_is_a_revision(crawl: Crawl) -> None:
    crawl.save(page("a", topic="粗"))
    better(crawl, {"topic": "细"})
    assert crawl.save(page("a")).outcome is Outcome.REVISED


def test_edit_met_by_a_better_reader_is_one_new_version(crawl: Crawl) -> None:
    crawl.save(page("a", title="题", publisher="旧"))
    better(crawl, {"publisher": "区政府"})
    stored = crawl.save(page("a", title="题", body=OTHER_BODY))
    assert (stored.outcome, stored.report.version) == (Outcome.CHANGED, 2)
    first, second = crawl.store.versions(stored.report_id)
    assert (first.report.publisher, first.report.body) == ("区政府", BODY)
    assert (second.report.publisher, second.report.body) == ("区政府", OTHER_BODY)
    assert {first.reader_version, second.reader_version} == {"reader-2"}
    assert first.revised_at is not None
    assert first.payload_sha256 != second.payload_sha256


def test_edit_met_by_another_reader_that_reads_the_old_page_alike(crawl: Crawl) -> None:
    crawl.save(page("a"))
    better(crawl, {})
    stored = crawl.save(page("a", body=OTHER_BODY))
    first, second = crawl.store.versions(stored.report_id)
    assert (first.revised_at, second.revised_at) == (None, None)
    assert first.reader_version == "reader-2"


def test_edit_of_an_attachment_met_by_a_better_reader_is_told_from_the_old_one(
    crawl: Crawl,
) -> None:
    crawl.save(page("a", attachments=[FILE]))
    crawl.save(page("a", attachments=[FETCHED]))
    better(crawl, {"publisher": "区政府"})
    stored = crawl.save(page("a", attachments=[{**FETCHED, "sha256": "b" * 64}]))
    digests = [
        version.report.attachments[0].sha256 for version in crawl.store.versions(stored.report_id)
    ]
    assert digests == ["a" * 64, "b" * 64]


def test_only_the_latest_version_is_read_again(crawl: Crawl) -> None:
    crawl.save(page("a"))
    crawl.save(page("a", body=OTHER_BODY))
    better(crawl, {"publisher": "区政府"})
    stored = crawl.save(page("a", body=OTHER_BODY))
    first, second = crawl.store.versions(stored.report_id)
    assert (first.reader_version, second.reader_version) == ("reader-1", "reader-2")


def test_reader_gets_what_it_had_when_the_page_was_first_read(crawl: Crawl) -> None:
    part = crawl.exchange(url("part.html"), b"iframe")
    row = Row(url("a"), "题…", "2021-03-01", (("索引号", "1"),), pinned=True)
    (capture, save), extra = crawl.jobs(page("a")), crawl.jobs(page("part"))[0]
    crawl.do(replace(extra, exchange=part), capture, replace(save, parts=(part.id,), row=row))
    better(crawl, {"body": OTHER_BODY})
    crawl.save(page("a"))
    (facts,) = crawl.reader.facts
    assert (facts.portal, facts.version, facts.url) == (PORTAL, 1, url("a"))
    assert facts.column == save.report.column
    assert facts.row == row
    assert facts.parts == (part,)


def test_earlier_page_that_no_longer_reads_is_named_and_kept(crawl: Crawl) -> None:
    crawl.save(page("a"))
    crawl.reader = Reader("reader-2", lambda content: None if content["body"] == BODY else content)
    crawl.reopen()
    crawl.run()
    stored = crawl.save(page("a", body=OTHER_BODY))
    assert stored.outcome is Outcome.CHANGED
    assert [problem.code for problem in stored.problems] == ["earlier_version_unread"]
    assert bodies(crawl, stored) == [BODY, OTHER_BODY]


def test_earlier_page_missing_from_the_archive_is_named(crawl: Crawl) -> None:
    crawl.save(page("a"))
    crawl.store.close()
    for file in crawl.archive.iterdir():
        file.unlink()
    better(crawl, {})
    stored = crawl.save(page("a", body=OTHER_BODY))
    (problem,) = stored.problems
    assert problem.code == "earlier_version_unread"
    assert "missing" in problem.found


# -- Attachments


def test_attachment_fetched_for_the_first_time_is_no_version(crawl: Crawl) -> None:
    crawl.save(page("a", attachments=[FILE]))
    stored = crawl.save(page("a", attachments=[FETCHED]))
    assert stored.outcome is Outcome.REVISED
    assert crawl.entry(stored).report.attachments == stored.report.attachments
    assert stored.report.attachments[0].sha256 == "a" * 64


def test_attachment_not_fetched_again_keeps_its_last_known_digest(crawl: Crawl) -> None:
    crawl.save(page("a", attachments=[FETCHED]))
    stored = crawl.save(page("a", attachments=[FILE]))
    assert stored.outcome is Outcome.UNCHANGED
    assert stored.report.attachments[0].sha256 == "a" * 64
    assert crawl.entry(stored).report.attachments[0].text_state == "text"


def test_attachment_with_other_bytes_is_a_version(crawl: Crawl) -> None:
    crawl.save(page("a", attachments=[FETCHED]))
    stored = crawl.save(page("a", attachments=[{**FETCHED, "sha256": "b" * 64}]))
    assert stored.outcome is Outcome.CHANGED
    digests = [
        version.report.attachments[0].sha256 for version in crawl.store.versions(stored.report_id)
    ]
    assert digests == ["a" * 64, "b" * 64]


def test_attachment_renamed_is_revised_in_place(crawl: Crawl) -> None:
    crawl.save(page("a", attachments=[FETCHED, {**FILE, "url": url("b.doc")}]))
    renamed = page("a", attachments=[{**FETCHED, "name": "附表"}, {**FILE, "url": url("b.doc")}])
    stored = crawl.save(renamed)
    assert stored.outcome is Outcome.UNCHANGED
    assert [one.name for one in crawl.entry(stored).report.attachments] == ["附表", "附件1"]


# -- Addresses of a version


def test_moved_page_gives_the_latest_version_its_address(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题"))
    crawl.run()
    crawl.save(page("b", title="题"), gone=frozenset({url_key(url("a"))}))
    assert crawl.entry(first).report.url == url("b")


def test_version_keeps_its_address_while_the_page_is_still_there(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1"))
    second = crawl.save(page("b", title="题", index_number="1"))
    assert crawl.entry(first).report.url == url("a")
    assert second.report.url == url("b")


def test_version_keeps_an_address_that_was_probed_alive(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1"))
    crawl.run()
    alive = frozenset({url_key(url("a"))})
    crawl.save(page("b", title="题", index_number="1"), alive=alive)
    assert crawl.entry(first).report.url == url("a")


def test_version_moves_to_the_address_where_it_was_met_last(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1"))
    crawl.run()
    crawl.save(page("b", title="题", index_number="1"))
    assert crawl.entry(first).report.url == url("b")


def test_version_moves_when_its_page_settles_elsewhere(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1"))
    crawl.save(page("b", title="题", index_number="1"))
    crawl.run()
    crawl.settle("b", want_report=False)
    entry = crawl.entry(first)
    assert (entry.report.url, entry.report.body) == (url("b"), BODY)
    crawl.settle("a")
    assert crawl.entry(first).report.url == url("b")


def test_version_stays_at_its_page_when_a_redirect_to_it_settles(crawl: Crawl) -> None:
    first = crawl.save(page("b"), redirected=((url("a"), url_key(url("a"))),))
    crawl.run()
    assert crawl.settle("a").report.url == url("b")
    assert crawl.entry(first).report.url == url("b")


def test_report_is_found_by_the_index_and_text_of_its_latest_version(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1"))
    crawl.save(page("a", title="新题", index_number="2"))
    crawl.run()
    gone = frozenset({url_key(url("a"))})
    assert crawl.save(page("b", title="x", index_number="1"), gone=gone).outcome is Outcome.NEW
    assert crawl.save(page("c", title="新题"), gone=gone).report_id == first.report_id


def test_addresses_of_one_report_that_part_are_named(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1"))
    crawl.save(page("b", title="题", index_number="1"))
    crawl.run()
    crawl.settle("a")
    parted = crawl.save(page("b", title="题", index_number="1", body=OTHER_BODY))
    assert (parted.report_id, parted.outcome) == (first.report_id, Outcome.CHANGED)
    (problem,) = parted.problems
    assert (problem.code, problem.url) == ("addresses_differ", url("b"))
    assert url("a") in problem.found


def test_edit_at_all_addresses_of_a_report_is_one_version(crawl: Crawl) -> None:
    for body in (BODY, OTHER_BODY):
        crawl.run()
        results = [crawl.save(page(path, title="题", index_number="1", body=body)) for path in "ab"]
    assert [one.outcome for one in results] == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert results[0].problems == ()


# -- Settled pages


def test_settled_page_brings_its_whole_report(crawl: Crawl) -> None:
    first = crawl.save(page("a", attachments=[FILE], keywords=("财政", "教育")))
    crawl.run()
    settled = crawl.settle("a")
    assert settled.report_id == first.report_id
    assert settled.report == replace(first.report, fetched_at=settled.report.fetched_at)
    assert settled.report.fetched_at is not None
    assert first.report.fetched_at is not None
    assert settled.report.fetched_at > first.report.fetched_at


def test_settled_page_nobody_wants_comes_without_body(crawl: Crawl) -> None:
    first = crawl.save(page("a", attachments=[FILE]))
    crawl.run()
    report = crawl.settle("a", want_report=False).report
    assert (report.title, report.body, report.attachments) == (first.report.title, None, ())
    assert crawl.entry(first).report.body == BODY


def test_body_stays_when_a_report_is_settled_and_matched_in_one_batch(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1", topic="旧"))
    crawl.run()
    settle = crawl.settle_job("a", want_report=False)
    crawl.do(*settle, *crawl.jobs(page("b", title="题", index_number="1", topic="新")))
    assert bodies(crawl, first) == [BODY]
    assert crawl.entry(first).report.topic == "新"


def test_settling_a_page_never_met_is_refused(crawl: Crawl) -> None:
    with pytest.raises(UnknownUrlError, match="not in the store"):
        crawl.settle("a")


def test_same_bytes_with_new_validators_are_asked_for_with_the_new_ones(crawl: Crawl) -> None:
    first = crawl.save(page("a"))
    digest = crawl.store.versions(first.report_id)[0].payload_sha256
    crawl.run()
    crawl.settle("a", payload_sha256=digest, etag='"2"', last_modified=None)
    known = crawl.store.known(PORTAL, [url_key(url("a"))])[url_key(url("a"))]
    assert (known.etag, known.last_modified) == ('"2"', None)


@pytest.mark.parametrize("digest", [None, "f" * 64])
def test_stale_answer_does_not_replace_validators(crawl: Crawl, digest: str | None) -> None:
    crawl.save(page("a"))
    crawl.run()
    crawl.settle("a", payload_sha256=digest, etag='"0"')
    known = crawl.store.known(PORTAL, [url_key(url("a"))])[url_key(url("a"))]
    assert known.etag == '"1"'
