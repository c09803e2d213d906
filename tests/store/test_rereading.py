from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from govreports.archive.errors import ContentEncodingError
from govreports.records import Exchange, Problem, Report, Row
from govreports.store import models
from govreports.store.engine import reading
from govreports.store.rereading import Archived, facts_of
from tests.store.portal import COLUMN, PORTAL, page, url

if TYPE_CHECKING:
    from govreports.store.jobs import VersionFacts
    from tests.store.portal import Crawl


def version_row(crawl: Crawl, report_id: str) -> dict[str, Any]:
    table = models.versions
    with reading(crawl.store.engine, "reading") as connection:
        query = select(table).where(table.c.report_id == report_id)
        return connection.execute(query).one()._asdict()


def reread(crawl: Crawl, row: dict[str, Any], reader: Any = None) -> Report | Problem:
    with reading(crawl.store.engine, "reading") as connection:
        return Archived(connection, crawl.archive, reader or crawl.reader).reread(row)


def test_bytes_are_read_as_they_were(crawl: Crawl) -> None:
    stored = crawl.save(page("a", topic="财政"))
    report = reread(crawl, version_row(crawl, stored.report_id))
    assert isinstance(report, Report)
    assert report.topic == "财政"
    assert report.content_hash == stored.report.content_hash


def test_report_gets_its_hash_whatever_the_reader_gives(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))

    def forgetful(_exchange: Exchange, _facts: VersionFacts) -> Report:
        return replace(stored.report, content_hash=None)

    report = reread(crawl, version_row(crawl, stored.report_id), forgetful)
    assert isinstance(report, Report)
    assert report.content_hash == stored.report.content_hash


def test_facts_are_what_the_page_was_first_read_with(crawl: Crawl) -> None:
    row = Row(url("a"), "题", "2021-03-01", (("索引号", "1"),))
    stored = crawl.save(page("a", region_code="410105"), row=row)
    facts = facts_of(version_row(crawl, stored.report_id))
    assert (facts.portal, facts.report_id, facts.version) == (PORTAL, stored.report_id, 1)
    assert (facts.url, facts.column, facts.region_code) == (url("a"), COLUMN, "410105")
    assert facts.row == row
    assert facts.parts == ()
    assert facts.fetched_at == stored.report.fetched_at


def test_parts_come_in_the_order_they_were_handed_in(crawl: Crawl) -> None:
    captures = [crawl.jobs(page(f"part{number}"))[0] for number in range(3)]
    parts = tuple(capture.exchange.id for capture in reversed(captures))
    crawl.do(*captures)
    stored = crawl.save(page("a"), parts=parts)
    reread(crawl, version_row(crawl, stored.report_id))
    (facts,) = crawl.reader.facts
    assert tuple(part.id for part in facts.parts) == parts


def undecodable(exchange: Exchange, _facts: VersionFacts) -> Report:
    message = f"{exchange.url}: not gzip as stated"
    raise ContentEncodingError(message)


def nothing(_exchange: Exchange, _facts: VersionFacts) -> None:
    return None


@pytest.mark.parametrize(
    ("reader", "words"), [(undecodable, "not gzip as stated"), (nothing, "reads as no report")]
)
def test_what_cannot_be_read_is_a_warning_that_names_the_version(
    crawl: Crawl, reader: Any, words: str
) -> None:
    stored = crawl.save(page("a"))
    problem = reread(crawl, version_row(crawl, stored.report_id), reader)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.level) == ("earlier_version_unread", "warning")
    assert problem.url == url("a")
    assert f"version 1 of {stored.report_id}" in problem.found
    assert words in problem.found


def test_archive_that_is_missing_is_a_warning(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    row = version_row(crawl, stored.report_id)
    crawl.store.close()
    for file in crawl.archive.iterdir():
        file.unlink()
    crawl.store = crawl.open()
    problem = reread(crawl, row)
    assert isinstance(problem, Problem)
    assert "missing" in problem.found
