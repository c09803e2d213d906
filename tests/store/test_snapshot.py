from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.archive.decoding import decode
from govreports.archive.reader import read_exchange
from govreports.store.migrations import HEAD
from govreports.store.snapshot import Chosen, snapshot
from tests.store.portal import BODY, OTHER_BODY, page

if TYPE_CHECKING:
    from govreports.store.provenance import Provenance
    from tests.store.portal import Crawl

ALL = Chosen(every_version=True)


@pytest.fixture
def filled(crawl: Crawl) -> Crawl:
    """Three reports, `a` in two versions, and one of another portal."""
    for path in "abc":
        crawl.save(page(path))
    crawl.save(page("a"), portal="xinmi")
    crawl.run()
    crawl.save(page("a", body=OTHER_BODY + "。" * 70, attachments=[{"name": "附件", "url": "u"}]))
    return crawl


def shown(crawl: Crawl, chosen: Chosen) -> list[tuple[str, int | None]]:
    with snapshot(crawl.store.engine, chosen) as shot:
        rows = [(entry.report_id, entry.report.version) for entry, _ in shot.rows()]
        assert shot.count() == len(rows)
    return rows


def test_the_latest_versions_come_by_report_id(filled: Crawl) -> None:
    rows = shown(filled, Chosen())
    assert rows == sorted(rows)
    assert sorted(version for _, version in rows if version) == [1, 1, 1, 2]


def test_all_versions_of_a_report_follow_each_other(filled: Crawl) -> None:
    rows = shown(filled, ALL)
    assert rows == sorted(rows)
    assert len(rows) == 5


def test_one_portal_can_be_chosen(filled: Crawl) -> None:
    assert [name.split("-")[0] for name, _ in shown(filled, Chosen(portal="xinmi"))] == ["xinmi"]


def test_rows_are_whole(filled: Crawl) -> None:
    with snapshot(filled.store.engine, ALL) as shot:
        rows = [entry for entry, _ in shot.rows()]
    assert sorted(rows, key=lambda entry: entry.report_id) == list(filled.store.all_versions())
    assert [len(row.report.attachments) for row in rows if row.report.version == 2] == [1]


def test_each_row_leads_to_the_bytes_that_it_was_read_from(filled: Crawl) -> None:
    with snapshot(filled.store.engine, ALL) as shot:
        pairs = list(shot.rows())
    for entry, origin in pairs:
        exchange = read_exchange(filled.archive, origin.warc_file, origin.warc_offset)
        assert exchange.id == origin.record_id
        assert (exchange.url, exchange.fetched_at) == (origin.url, origin.fetched_at)
        assert decode(exchange).payload_sha256 == origin.payload_sha256
        assert (entry.report_id, entry.report.version) == (origin.report_id, origin.version)


def test_the_provenance_of_one_report_is_the_same(filled: Crawl) -> None:
    with snapshot(filled.store.engine, ALL) as shot:
        origins = [origin for _, origin in shot.rows()]
    by_report: dict[str, list[Provenance]] = {}
    for origin in origins:
        by_report.setdefault(origin.report_id, []).append(origin)
    for report_id, expected in by_report.items():
        assert filled.store.provenance(report_id) == expected


def test_bodies_are_measured_in_characters(filled: Crawl) -> None:
    with snapshot(filled.store.engine, ALL) as shot:
        assert shot.longest_body() == len(OTHER_BODY) + 70
        assert list(shot.bodies_longer_than(len(BODY))) == [OTHER_BODY + "。" * 70]


def test_an_empty_store_measures_nothing(crawl: Crawl) -> None:
    with snapshot(crawl.store.engine, ALL) as shot:
        assert (shot.count(), shot.longest_body(), list(shot.rows())) == (0, 0, [])


def test_a_snapshot_names_its_schema(crawl: Crawl) -> None:
    with snapshot(crawl.store.engine, ALL) as shot:
        assert shot.revision() == HEAD


def test_a_snapshot_stays_as_it_was_while_a_crawl_writes(filled: Crawl) -> None:
    with snapshot(filled.store.engine, ALL) as shot:
        before = shot.count()
        filled.save(page("z"))
        assert shot.count() == before == len(list(shot.rows()))


def test_every_reports_id_is_known(filled: Crawl) -> None:
    assert len(set(filled.store.report_ids())) == 4
