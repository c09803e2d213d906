"""Which answers the archive keeps as revisits, and how they are read all the same."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from govreports.archive.reader import exchanges, read_exchange
from govreports.records import Outcome
from govreports.store import models
from govreports.store.archive_index import unknown
from govreports.store.engine import reading
from govreports.store.integrity import verify
from govreports.store.jobs import SaveCapture, SaveListing
from govreports.store.pending import pending
from govreports.store.places import Place, places
from govreports.store.snapshot import Chosen, snapshot
from tests.store.portal import BODY, OTHER_BODY, PORTAL, page, url

if TYPE_CHECKING:
    from govreports.records import Exchange
    from tests.store.portal import Crawl

LONG = BODY * 3


def capture(crawl: Crawl, exchange: Exchange, known: str = "") -> SaveCapture:
    return SaveCapture(exchange, crawl.run_id, PORTAL, known=known)


def kinds(crawl: Crawl) -> list[str]:
    """Return for each answer in the archive whether its bytes lie in its own record."""
    crawl.store.close()
    names = sorted(path.name for path in crawl.archive.iterdir())
    found = [one for name in names for one in exchanges(crawl.archive, name)]
    crawl.store = crawl.open()
    return ["revisit" if one.refers_to else "response" for one in found]


def rows(crawl: Crawl) -> list[Any]:
    with reading(crawl.store.engine, "looking") as connection:
        query = select(models.captures).order_by(models.captures.c.fetched_at)
        return list(connection.execute(query))


def test_the_same_bytes_are_kept_once(crawl: Crawl) -> None:
    body = LONG.encode()
    first, second = crawl.exchange(url("a"), body), crawl.exchange(url("a"), body)
    crawl.do(capture(crawl, first))
    (place,) = crawl.do(capture(crawl, second))
    assert place.refers_to == first.id
    assert [row.refers_to for row in rows(crawl)] == [None, first.id]
    assert kinds(crawl) == ["response", "revisit"]


def test_the_same_bytes_within_a_batch_and_of_another_address_are_kept_once(crawl: Crawl) -> None:
    body = LONG.encode()
    first, second = crawl.exchange(url("a"), body), crawl.exchange(url("b"), body)
    placed, again = crawl.do(capture(crawl, first), capture(crawl, second))
    assert (placed.refers_to, again.refers_to) == (None, first.id)
    with reading(crawl.store.engine, "looking") as connection:
        place = places(connection, [second.id])[second.id]
    assert place == Place(second.id, again.file, again.offset, (placed.file, placed.offset))
    assert place.read(crawl.archive) == second


def test_a_revisit_never_refers_to_a_revisit(crawl: Crawl) -> None:
    body = LONG.encode()
    answers = [crawl.exchange(url("a"), body) for _ in range(4)]
    for one in answers:
        crawl.do(capture(crawl, one))
    assert [row.refers_to for row in rows(crawl)] == [None, *[answers[0].id] * 3]


@pytest.mark.parametrize(
    "changed",
    [{"status": 404}, {"body": b"short"}, {"rendered_from": "another"}, {"body": b"x" * 5000}],
    ids=["status", "short", "drawn", "other bytes"],
)
def test_other_answers_are_kept_whole(crawl: Crawl, changed: dict[str, Any]) -> None:
    first = replace(crawl.exchange(url("a"), LONG.encode()), **changed)
    if first.rendered_from:
        first = replace(first, headers=first.headers[:1])
    second = replace(first, id=crawl.exchange(url("a")).id)
    if len(first.body) == 5000:
        second = replace(second, body=b"y" * 5000)
    crawl.do(capture(crawl, first))
    (place,) = crawl.do(capture(crawl, second))
    assert place.refers_to is None


def test_a_304_refers_to_the_answer_that_it_confirms(crawl: Crawl) -> None:
    first = crawl.exchange(url("a"), LONG.encode())
    crawl.do(capture(crawl, first))
    (place,) = crawl.do(capture(crawl, crawl.exchange(url("a"), status=304), first.id))
    assert place.refers_to == first.id
    assert len(rows(crawl)) == 1
    assert kinds(crawl) == ["response", "revisit"]


def test_a_304_that_confirms_a_revisit_refers_to_the_bytes(crawl: Crawl) -> None:
    first, second = (crawl.exchange(url("a"), LONG.encode()) for _ in range(2))
    crawl.do(capture(crawl, first), capture(crawl, second))
    (place,) = crawl.do(capture(crawl, crawl.exchange(url("a"), status=304), second.id))
    assert place.refers_to == first.id


@pytest.mark.parametrize("known", ["", "no such record"])
def test_a_304_to_nothing_that_we_know_is_kept_as_it_came(crawl: Crawl, known: str) -> None:
    (place,) = crawl.do(capture(crawl, crawl.exchange(url("a"), status=304), known))
    assert place.refers_to is None
    assert len(rows(crawl)) == 1


def test_a_page_found_unchanged_leaves_no_row(crawl: Crawl) -> None:
    stored = crawl.save(page("a", body=LONG))
    before = rows(crawl)
    saved, _ = crawl.jobs(page("a", body=LONG))
    _, settle = crawl.settle_job("a")
    settle = replace(settle, capture_id=saved.exchange.id, payload_sha256="a" * 64)
    answers = crawl.do(saved, settle)
    assert answers[1].outcome is Outcome.UNCHANGED
    assert rows(crawl) == before
    known = crawl.store.known(PORTAL, [settle.url_key])[settle.url_key]
    assert known.last_capture_id == before[0].id
    assert crawl.entry(stored).report.version == 1


def test_a_page_settled_in_a_later_batch_keeps_its_row(crawl: Crawl) -> None:
    crawl.save(page("a", body=LONG))
    saved, _ = crawl.jobs(page("a", body=LONG))
    _, settle = crawl.settle_job("a")
    settle = replace(settle, capture_id=saved.exchange.id, payload_sha256="a" * 64)
    crawl.do(saved)
    crawl.do(settle)
    known = crawl.store.known(PORTAL, [settle.url_key])[settle.url_key]
    assert known.last_capture_id == saved.exchange.id


def test_a_304_leaves_the_last_answer_with_a_body_as_the_last_one(crawl: Crawl) -> None:
    crawl.save(page("a", body=LONG))
    capture_, settle = crawl.settle_job("a")
    known = crawl.store.known(PORTAL, [settle.url_key])[settle.url_key]
    assert known.last_capture_id
    crawl.do(replace(capture_, known=known.last_capture_id), settle)
    after = crawl.store.known(PORTAL, [settle.url_key])[settle.url_key]
    assert after.last_capture_id == known.last_capture_id
    assert verify(crawl.store.engine, crawl.archive) == []


def test_a_list_page_that_came_unchanged_names_its_own_record(crawl: Crawl) -> None:
    body = LONG.encode()
    first, second = crawl.exchange(url("list"), body), crawl.exchange(url("list"), body)
    crawl.do(capture(crawl, first))
    listing = SaveListing(crawl.run_id, PORTAL, "c", 1, second.url, second.id, 0, 1, ())
    crawl.do(capture(crawl, second), listing)
    assert [row.id for row in rows(crawl)] == [first.id, second.id]


def filled(crawl: Crawl) -> str:
    """A report that was changed and changed back: its third version came as a revisit."""
    crawl.save(page("a", body=LONG))
    crawl.run()
    crawl.save(page("a", body=OTHER_BODY))
    crawl.run()
    return crawl.save(page("a", body=LONG)).report_id


def test_a_version_read_from_a_revisit_knows_both_records(crawl: Crawl) -> None:
    first, second, third = crawl.store.provenance(filled(crawl))
    assert (first.revisit_id, second.revisit_id) == (None, None)
    assert third.record_id == first.record_id
    assert (third.warc_file, third.warc_offset) == (first.warc_file, first.warc_offset)
    assert third.fetched_at > second.fetched_at > first.fetched_at
    assert third.revisit_id == crawl.store.versions(third.report_id)[2].capture_id
    crawl.store.close()
    exchange = read_exchange(crawl.archive, third.warc_file, third.warc_offset)
    assert exchange.id == third.record_id


def test_an_export_follows_the_revisit(crawl: Crawl) -> None:
    report_id = filled(crawl)
    with snapshot(crawl.store.engine, Chosen(every_version=True)) as opened:
        origins = [origin for _, origin in opened.rows()]
    assert origins == crawl.store.provenance(report_id)


def test_the_whole_store_is_whole(crawl: Crawl) -> None:
    filled(crawl)
    assert verify(crawl.store.engine, crawl.archive) == []


def test_a_better_reader_reads_a_revisit_again(crawl: Crawl) -> None:
    filled(crawl)
    crawl.reader.version = "reader-2"
    crawl.reopen()
    found = [one for some in pending(crawl.store.engine, PORTAL, "reader-2") for one in some]
    bodies = [one.places[0].read(crawl.archive).body for one in found]
    assert len(bodies) == 3
    assert len(set(bodies)) == 2


def test_the_earlier_bytes_of_a_revisit_are_read_before_a_new_version(crawl: Crawl) -> None:
    filled(crawl)
    crawl.reader.version = "reader-2"
    crawl.reader.improve = lambda content: {**content, "title": "更好的题名"}
    crawl.reopen()
    crawl.run()
    stored = crawl.save(page("a", body=LONG))
    assert (stored.outcome, stored.problems) == (Outcome.REVISED, ())


def test_records_that_nobody_knows_are_found(crawl: Crawl) -> None:
    crawl.save(page("a"))
    (row,) = rows(crawl)
    assert unknown(crawl.store.engine, [row.id, "x", "x"]) == {"x"}
    assert unknown(crawl.store.engine, []) == set()


def test_compressed_pages_are_told_apart_by_what_was_sent(crawl: Crawl) -> None:
    packed, packed_anew = gzip.compress(LONG.encode() * 50, 1), gzip.compress(LONG.encode() * 50, 9)
    crawl.do(capture(crawl, crawl.exchange(url("a"), packed + b"\0" * 1024)))
    (place,) = crawl.do(capture(crawl, crawl.exchange(url("a"), packed_anew + b"\0" * 1024)))
    assert place.refers_to is None
