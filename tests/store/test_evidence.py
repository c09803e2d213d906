"""Which records go with reports, with a portal, with everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from govreports.store import models
from govreports.store.engine import reading, writing
from govreports.store.evidence import Evidence
from govreports.store.jobs import SaveCapture
from tests.store.portal import BODY, OTHER_BODY, PORTAL, page, url

if TYPE_CHECKING:
    from tests.store.portal import Crawl

LONG = BODY * 3


@pytest.fixture
def filled(crawl: Crawl) -> Crawl:
    """`a` with a part, changed and changed back; `b`; a list; and a page of another portal."""
    part = crawl.exchange(url("frame"), b"part")
    crawl.do(SaveCapture(part, crawl.run_id, PORTAL))
    crawl.save(page("a", body=LONG), parts=(part.id,))
    crawl.lists(["a", "b"])
    crawl.save(page("b"))
    crawl.run()
    crawl.save(page("a", body=OTHER_BODY))
    crawl.run()
    crawl.save(page("a", body=LONG))
    crawl.do(SaveCapture(crawl.exchange("http://other.gov.cn/", b"x"), crawl.run_id, "other"))
    return crawl


def report_id(crawl: Crawl, path: str) -> str:
    (found,) = (one for one in crawl.store.latest() if one.report.url == url(path))
    return found.report_id


def urls(crawl: Crawl, evidence: Evidence) -> list[str]:
    table = models.captures
    with reading(crawl.store.engine, "looking") as connection:
        known = {row.id: row.url for row in connection.execute(select(table.c.id, table.c.url))}
    return sorted(known[one.id].rpartition("/")[2] for one in evidence.records())


def test_all_that_there_is_comes_in_the_archives_order(filled: Crawl) -> None:
    wanted = list(Evidence(filled.store.engine).records())
    assert len(wanted) == 7
    assert [(one.file, one.offset) for one in wanted] == sorted(
        (one.file, one.offset) for one in wanted
    )


def test_a_portals_lists_come_with_it_and_other_portals_do_not(filled: Crawl) -> None:
    found = urls(filled, Evidence(filled.store.engine, portal=PORTAL))
    assert found == ["a", "a", "a", "b", "frame", "list.html"]


def test_a_reports_pages_and_parts_come_in_all_versions(filled: Crawl) -> None:
    engine = filled.store.engine
    evidence = Evidence(engine, report_ids=[report_id(filled, "a")])
    assert urls(filled, evidence) == ["a", "a", "a", "frame"]
    both = [report_id(filled, path) for path in "ab"]
    assert urls(filled, Evidence(engine, report_ids=both)) == ["a", "a", "a", "b", "frame"]


def test_what_a_revisit_refers_to_comes_with_it(filled: Crawl) -> None:
    body = LONG.encode()
    theirs = filled.exchange("http://other.gov.cn/robots.txt", body)
    mine = filled.exchange(url("robots.txt"), body)
    for exchange, portal in ((theirs, "other"), (mine, PORTAL)):
        filled.do(SaveCapture(exchange, filled.run_id, portal))
    ids = {one.id for one in Evidence(filled.store.engine, portal=PORTAL).records()}
    assert {theirs.id, mine.id} <= ids


def test_a_reports_attachments_come_with_it(filled: Crawl) -> None:
    file = filled.exchange(url("a.doc"), b"bytes of a file")
    filled.do(SaveCapture(file, filled.run_id, PORTAL))
    known = report_id(filled, "b")
    row = {
        "sha256": "a" * 64, "size": 3, "media_type": "application/msword", "text_state": "text",
        "text": None, "macros": False, "reader_version": "1", "capture_id": file.id,
        "read_at": filled.time(),
    }  # fmt: skip
    link = {"report_id": known, "version": 1, "position": 0, "name": "附件", "url": url("a.doc")}
    with writing(filled.store.engine, "filling") as connection:
        connection.execute(insert(models.files), row)
        connection.execute(insert(models.attachments), link | {"sha256": "a" * 64})
    found = urls(filled, Evidence(filled.store.engine, report_ids=[known]))
    assert found == ["a.doc", "b"]


def test_pages_are_the_versions_with_the_time_of_their_own_answer(filled: Crawl) -> None:
    known = report_id(filled, "a")
    pages = list(Evidence(filled.store.engine, report_ids=[known]).pages())
    assert [(one.report_id, one.version, one.title) for one in pages] == [
        (known, version, "a年度报告") for version in (1, 2, 3)
    ]
    moments = [one.fetched_at for one in filled.store.provenance(known)]
    assert [one.fetched_at for one in pages] == moments


def test_pages_of_a_portal_and_of_all(filled: Crawl) -> None:
    engine = filled.store.engine
    assert len(list(Evidence(engine).pages())) == 4
    assert len(list(Evidence(engine, portal=PORTAL).pages())) == 4
    assert list(Evidence(engine, portal="other").pages()) == []
