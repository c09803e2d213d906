"""What was read again beside what the versions say; written is only what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from govreports.fingerprint import text_print, with_hash
from govreports.store import models
from govreports.store.comparing import Compared, Differing, Reread, Same, compare
from govreports.store.engine import reading
from govreports.store.integrity import verify
from govreports.store.pending import pending
from govreports.store.revising import Reviser, Revision
from tests.store.portal import OTHER_BODY, PORTAL, page

if TYPE_CHECKING:
    from govreports.records import Report
    from tests.store.portal import Crawl

TODAY = "reader-2"


def reread(crawl: Crawl, **otherwise: Any) -> list[Reread]:
    """Read every version again; today's reader reads these fields otherwise."""
    found = [one for some in pending(crawl.store.engine, PORTAL, TODAY) for one in some]
    reports = {
        (one.report_id, one.report.version): replace(one.report, **otherwise)
        for version in crawl.store.report_ids()
        for one in crawl.store.versions(version)
    }
    return [read_as(one, with_hash(reports[one.key])) for one in found]


def read_as(pending_: Any, report: Report) -> Reread:
    return Reread(pending_, report, text_print(report))


def compared(crawl: Crawl, batch: list[Reread]) -> list[Compared]:
    with reading(crawl.store.engine, "comparing") as connection:
        return list(compare(connection, batch, TODAY))


def revise(crawl: Crawl, batch: list[Compared]) -> list[Revision]:
    return Reviser(crawl.store.engine, TODAY).revise(PORTAL, batch, crawl.time())


def readers(crawl: Crawl) -> list[tuple[str | None, ...]]:
    """Return who has read each version, and each page."""
    with reading(crawl.store.engine, "reading") as connection:
        versions, urls = models.versions, models.report_urls
        query = select(versions.c.reader_version).order_by(versions.c.version)
        pages = select(urls.c.reader_version).order_by(urls.c.url_key)
        return [tuple(connection.scalars(query)), tuple(connection.scalars(pages))]


def edited(crawl: Crawl) -> None:
    """Store a report of two versions."""
    crawl.save(page("a", attachments=[{"name": "附件", "url": "http://x.cn/1.doc"}]))
    crawl.save(page("a", body=OTHER_BODY))


def test_what_says_the_same_comes_back_without_its_text(crawl: Crawl) -> None:
    edited(crawl)
    batch = reread(crawl)
    first, second = compared(crawl, batch)
    assert isinstance(first, Same)
    assert isinstance(second, Same)
    assert (first.version, first.page) == (1, None)
    assert second.page is not None
    assert second.page[0].endswith("/a")
    assert [one.capture_id for one in (first, second)] == [one.pending.capture_id for one in batch]


def test_versions_that_say_the_same_only_get_todays_reader(crawl: Crawl) -> None:
    edited(crawl)
    revisions = revise(crawl, compared(crawl, reread(crawl)))
    assert [(one.version, one.fields) for one in revisions] == [(1, ()), (2, ())]
    assert readers(crawl) == [(TODAY, TODAY), (TODAY,)]
    (report_id,) = crawl.store.report_ids()
    assert {one.revised_at for one in crawl.store.versions(report_id)} == {None}


def test_what_differs_is_named_and_restated(crawl: Crawl) -> None:
    edited(crawl)
    found = compared(crawl, reread(crawl, topic="综合政务", attachments=()))
    assert [one.fields for one in found if isinstance(one, Differing)] == [
        ("topic", "content_hash", "attachments"),
        ("topic",),
    ]
    revise(crawl, found)
    (report_id,) = crawl.store.report_ids()
    versions = crawl.store.versions(report_id)
    assert [one.report.topic for one in versions] == ["综合政务"] * 2
    assert [one.report.attachments for one in versions] == [(), ()]
    assert None not in {one.revised_at for one in versions}
    assert readers(crawl) == [(TODAY, TODAY), (TODAY,)]


def test_a_number_that_is_read_now_finds_the_report(crawl: Crawl) -> None:
    crawl.save(page("a"))
    revise(crawl, compared(crawl, reread(crawl, index_number="005279426/2021-00015")))
    assert verify(crawl.store.engine, crawl.archive) == []
    moved = page("b", title="a年度报告", index_number="005279426/2021-00015")
    assert crawl.save(moved).report_id == crawl.store.report_ids()[0]


def test_another_print_of_the_same_words_is_no_revision(crawl: Crawl) -> None:
    crawl.save(page("a"))
    (one,) = reread(crawl)
    found = compared(crawl, [one._replace(text=("t2:0", 240))])
    assert found == [Differing(one._replace(text=("t2:0", 240)), ())]
    assert [revision.fields for revision in revise(crawl, found)] == [()]
    (report_id,) = crawl.store.report_ids()
    assert crawl.store.versions(report_id)[0].revised_at is None
    assert verify(crawl.store.engine, crawl.archive) == []


def test_versions_that_a_crawl_has_read_meanwhile_are_left_out(crawl: Crawl) -> None:
    crawl.save(page("a"))
    batch = reread(crawl)
    crawl.reader.version = TODAY
    crawl.reopen()
    crawl.save(page("a"))
    assert compared(crawl, batch) == []


def test_a_crawl_between_comparing_and_writing_has_the_last_word(crawl: Crawl) -> None:
    edited(crawl)
    same = compared(crawl, reread(crawl))
    differing = compared(crawl, reread(crawl, topic="综合政务"))
    crawl.reader.version = "reader-3"
    crawl.reopen()
    crawl.save(page("a", body=OTHER_BODY))
    assert len(revise(crawl, differing)) == 1
    revise(crawl, same)
    assert readers(crawl)[0] == (TODAY, "reader-3")
    (report_id,) = crawl.store.report_ids()
    topics = [one.report.topic for one in crawl.store.versions(report_id)]
    assert topics == ["综合政务", None]


def test_a_dry_run_tells_the_same_and_writes_nothing(crawl: Crawl) -> None:
    edited(crawl)
    found = compared(crawl, reread(crawl, topic="综合政务"))
    dry = Reviser(crawl.store.engine, TODAY, dry_run=True)
    assert [one.fields for one in dry.revise(PORTAL, found, crawl.time())] == [("topic",)] * 2
    assert readers(crawl) == [("reader-1", "reader-1"), ("reader-1",)]
