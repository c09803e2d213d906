from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from govreports.store.engine import writing
from govreports.store.jobs import MarkPresence, SaveListing
from govreports.store.urls import url_key
from govreports.store.work import WorkingSet
from tests.store.portal import BODY, COLUMN, OTHER_BODY, PORTAL, page, read, url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.store.jobs import Job
    from tests.store.portal import Crawl

FILE = {"name": "附件", "url": url("a.doc")}


def key(path: str) -> str:
    return url_key(url(path))


@contextmanager
def working(crawl: Crawl, *jobs: Job) -> Iterator[WorkingSet]:
    with writing(crawl.store.engine, "looking", [PORTAL]) as connection:
        yield WorkingSet(connection, jobs)


@contextmanager
def counted(crawl: Crawl) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(crawl.store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(crawl.store.engine, "before_cursor_execute", note)


def test_page_never_met_brings_nothing(crawl: Crawl) -> None:
    with working(crawl, crawl.jobs(page("a"))[1]) as work:
        assert work.urls == {}
        assert work.reports == {}


def test_known_page_brings_its_report_with_all_that_belongs_to_it(crawl: Crawl) -> None:
    stored = crawl.save(page("a", index_number="1", attachments=[FILE]))
    crawl.save(page("b", title="a年度报告", index_number="1", attachments=[FILE]))
    with working(crawl, crawl.jobs(page("a", title="新"))[1]) as work:
        assert list(work.reports) == [stored.report_id]
        assert {row["url_key"] for row in work.urls_of[stored.report_id]} == {key("a"), key("b")}
        assert work.open[stored.report_id]["gone_at"] is None
        assert work.latest(stored.report_id)["body"] == BODY
        assert work.attachments(stored.report_id) == stored.report.attachments


def test_address_is_one_row_however_it_is_found(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    with working(crawl, crawl.jobs(page("a"))[1]) as work:
        (row,) = work.urls_of[stored.report_id]
        assert row is work.urls[PORTAL, key("a")]
        assert row is work.address(PORTAL, key("a"))


def test_report_alike_by_index_or_text_is_found(crawl: Crawl) -> None:
    first = crawl.save(page("a", title="题", index_number="1"))
    second = crawl.save(page("b", title="别", body=OTHER_BODY, index_number="2"))
    job = crawl.jobs(page("c", title="题", index_number="2"))[1]
    with working(crawl, job) as work:
        text = work.text_print(job.report)
        assert [row["report_id"] for row in work.with_text(PORTAL, text)] == [first.report_id]
        assert [row["report_id"] for row in work.with_index(PORTAL, "2")] == [second.report_id]
        assert work.with_index(PORTAL, None) == []
        assert work.with_index("xinmi", "2") == []


def test_report_is_no_longer_found_by_what_it_has_left(crawl: Crawl) -> None:
    stored = crawl.save(page("a", index_number="1"))
    job = crawl.jobs(page("a", index_number="1"))[1]
    with working(crawl, job) as work:
        text = work.text_print(job.report)
        other = work.text_print(read(page("a", title="另一题")))
        work.move_head(work.reports[stored.report_id], "2", other)
        assert work.with_index(PORTAL, "1") == []
        assert work.with_text(PORTAL, text) == []
        assert len(work.with_index(PORTAL, "2")) == len(work.with_text(PORTAL, other)) == 1


def test_settled_page_nobody_wants_is_read_without_its_body(crawl: Crawl) -> None:
    stored = crawl.save(page("a", attachments=[FILE]))
    with working(crawl, crawl.settle_job("a", want_report=False)[1]) as work:
        assert work.latest_named(stored.report_id)["body"] is None
        assert work.attachments(stored.report_id) == ()
        assert work.latest(stored.report_id)["body"] == BODY
        assert work.attachments(stored.report_id) == stored.report.attachments


def test_rows_listed_before_are_found_for_a_list_page(crawl: Crawl) -> None:
    crawl.lists(["a", "b"])
    keys = (key("b"), key("c"))
    job = SaveListing(crawl.run_id, PORTAL, COLUMN, 1, url("list"), "x", None, None, keys)
    with working(crawl, job) as work:
        assert list(work.members) == [(PORTAL, COLUMN, key("b"))]


def test_new_rows_are_found_within_the_batch(crawl: Crawl) -> None:
    job = crawl.jobs(page("a"))[1]
    with working(crawl, job) as work:
        text = work.text_print(job.report)
        work.add_report(
            {
                "report_id": "jinshui-x",
                "portal": PORTAL,
                "first_seen_at": crawl.clock(),
                "last_seen_at": crawl.clock(),
                "version": 1,
                "index_number": "9",
                "text_hash": text.hash,
                "text_length": text.length,
            }
        )
        assert [row["report_id"] for row in work.with_index(PORTAL, "9")] == ["jinshui-x"]
        assert [row["report_id"] for row in work.with_text(PORTAL, text)] == ["jinshui-x"]


@pytest.mark.parametrize("pages", [1, 40])
def test_queries_do_not_grow_with_the_batch(crawl: Crawl, pages: int) -> None:
    contents = [page(str(number), index_number=str(number)) for number in range(pages)]
    crawl.do(*(job for content in contents for job in crawl.jobs(content)))
    jobs = [crawl.jobs(content)[1] for content in contents]
    with counted(crawl) as statements, working(crawl, *jobs):
        pass
    selects = [statement for statement in statements if "FROM" in statement]
    assert len(selects) == 8


@pytest.mark.parametrize("pages", [1, 40])
def test_statements_of_a_batch_do_not_grow_with_it(crawl: Crawl, pages: int) -> None:
    contents = [page(str(number), attachments=[FILE]) for number in range(pages)]
    jobs = [job for content in contents for job in crawl.jobs(content)]
    with counted(crawl) as statements:
        crawl.do(*jobs)
    inserts = [statement for statement in statements if statement.startswith("INSERT")]
    assert len(inserts) == 6


def test_marked_page_brings_all_addresses_of_its_report(crawl: Crawl) -> None:
    stored = crawl.save(page("a", title="题", index_number="1"))
    crawl.save(page("b", title="题", index_number="1"))
    with working(crawl, MarkPresence(crawl.run_id, PORTAL, key("a"), "gone")) as work:
        assert len(work.urls_of[stored.report_id]) == 2


def test_file_renamed_twice_in_a_batch_is_written_with_the_rest(crawl: Crawl) -> None:
    files = [{**FILE, "name": name, "sha256": "1" * 64} for name in ("附件一", "附件二", "附件三")]
    jobs = [job for file in files for job in crawl.jobs(page("a", attachments=[file]))]
    with counted(crawl) as statements:
        results = crawl.do(*jobs)
    # Rows that no table takes would have the jobs done one after the other.
    assert not [one for one in statements if one.startswith("ROLLBACK")]
    assert [one.name for one in crawl.entry(results[1]).report.attachments] == ["附件三"]
