"""Files in the store: bytes once, addresses with what makes a request conditional."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from govreports.records import Attachment, Outcome
from govreports.store import models
from govreports.store.engine import reading, writing
from govreports.store.files import KnownAddress, KnownFile
from govreports.store.integrity import verify
from govreports.store.jobs import SaveFile, Settle
from tests.store.portal import page, url

if TYPE_CHECKING:
    from govreports.records import Stored
    from tests.store.portal import Crawl

SHA = "a" * 64
OTHER = "b" * 64
PORTAL = "jinshui"


def file_job(crawl: Crawl, **changes: Any) -> SaveFile:
    job = SaveFile(
        portal=PORTAL,
        url=url("1.pdf"),
        file_key=url("1.pdf"),
        sha256=SHA,
        size=3,
        media_type="application/pdf",
        text_state="text",
        text="正文",
        macros=False,
        reader_version="r1",
        capture_id=any_capture(crawl),
        etag='"1"',
        last_modified="Mon, 01 Jan 2024 00:00:00 GMT",
    )
    return replace(job, **changes)


def any_capture(crawl: Crawl) -> str:
    with reading(crawl.store.engine, "looking") as connection:
        return str(connection.execute(select(models.captures.c.id)).scalars().first())


def do(crawl: Crawl, *jobs: Any) -> list[Any]:
    results = crawl.store.write(list(jobs))
    assert not [one for one in results if isinstance(one, Exception)], results
    return results


def rows(crawl: Crawl, query: str) -> list[tuple[Any, ...]]:
    with reading(crawl.store.engine, "looking") as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def met(crawl: Crawl) -> Crawl:
    crawl.save(page("a", attachments=[{"name": "附件", "url": url("1.pdf")}]))
    return crawl


def test_a_file_is_known_by_its_address_and_by_its_bytes(met: Crawl) -> None:
    job = file_job(met)
    do(met, job)
    known = KnownFile(SHA, 3, "application/pdf", "text", macros=False, reader_version="r1")
    expected = KnownAddress(known, job.capture_id, job.etag, job.last_modified)
    asked = [url("1.pdf"), url("2.pdf")]
    assert met.store.known_addresses(PORTAL, asked) == {url("1.pdf"): expected}
    assert met.store.known_file(SHA) == known
    assert met.store.known_file(OTHER) is None
    assert met.store.known_addresses("xinmi", asked) == {}


def test_bytes_behind_two_addresses_are_kept_once(met: Crawl) -> None:
    do(met, file_job(met), file_job(met, url=url("2.pdf"), file_key=url("2.pdf"), text=None))
    assert rows(met, "SELECT sha256, text FROM files") == [(SHA, "正文")]
    assert len(rows(met, "SELECT file_key FROM file_addresses")) == 2


def test_an_address_follows_what_it_serves(met: Crawl) -> None:
    do(met, file_job(met))
    do(met, file_job(met, sha256=OTHER, etag='"2"', text="新"))
    known = met.store.known_addresses(PORTAL, [url("1.pdf")])[url("1.pdf")]
    assert (known.file.sha256, known.etag) == (OTHER, '"2"')
    assert rows(met, "SELECT sha256 FROM files ORDER BY sha256") == [(SHA,), (OTHER,)]


def test_known_bytes_are_read_anew_by_another_reader_only(met: Crawl) -> None:
    do(met, file_job(met))
    do(met, file_job(met, text="别的"))
    assert rows(met, "SELECT text FROM files") == [("正文",)]
    do(met, file_job(met, text="更好", reader_version="r2", text_state="text"))
    assert rows(met, "SELECT text, reader_version FROM files") == [("更好", "r2")]


# -- Pages that came unchanged, with files that did not


LINKED = Attachment("附件", url("1.pdf"))
FILED = replace(LINKED, media_type="application/pdf", size=3, sha256=SHA, text_state="text")


def settle(crawl: Crawl, *files: Attachment) -> Stored:
    key = rows(crawl, "SELECT url_key FROM report_urls")[0][0]
    job = Settle(crawl.run_id, PORTAL, key, url("a"), any_capture(crawl), None, files=files)
    (stored,) = do(crawl, job)
    return stored  # type: ignore[no-any-return]


def versions(crawl: Crawl) -> list[tuple[Any, ...]]:
    return rows(crawl, "SELECT version, content_hash FROM versions ORDER BY version")


def test_a_file_that_came_for_the_first_time_revises_its_report(met: Crawl) -> None:
    ((_, before),) = versions(met)
    stored = settle(met, FILED)
    assert (stored.outcome, stored.report.attachments) == (Outcome.REVISED, (FILED,))
    ((number, after),) = versions(met)
    assert number == 1
    assert after != before
    assert stored.report.content_hash == after


def test_a_file_that_changed_is_a_version_of_its_report(met: Crawl) -> None:
    settle(met, FILED)
    changed = replace(FILED, sha256=OTHER)
    stored = settle(met, changed)
    assert (stored.outcome, stored.report.version) == (Outcome.CHANGED, 2)
    assert len(versions(met)) == 2
    hashes = rows(met, "SELECT version, sha256 FROM attachments ORDER BY version")
    assert hashes == [(1, SHA), (2, OTHER)]
    assert settle(met, changed).outcome is Outcome.UNCHANGED
    assert settle(met, FILED).report.version == 3


def test_a_state_alone_is_brought_up_to_date_and_makes_no_version(met: Crawl) -> None:
    settle(met, FILED)
    failing = replace(FILED, text_state="failed: timeout")
    assert settle(met, failing).outcome is Outcome.UNCHANGED
    assert rows(met, "SELECT text_state FROM attachments") == [("failed: timeout",)]
    assert len(versions(met)) == 1


# -- Integrity


def test_a_hash_without_its_file_is_a_fault(met: Crawl) -> None:
    settle(met, FILED)
    assert any(f"no file {SHA}" in words for words in verify(met.store.engine))
    do(met, file_job(met))
    assert verify(met.store.engine) == []


def test_a_file_whose_record_holds_other_bytes_is_a_fault(met: Crawl) -> None:
    do(met, file_job(met))
    assert any("holds other bytes" in words for words in verify(met.store.engine, met.archive))
    with writing(met.store.engine, "mending") as connection:
        connection.execute(text("DELETE FROM file_addresses"))
        digest = "(SELECT payload_sha256 FROM captures WHERE captures.id = files.capture_id)"
        connection.execute(text(f"UPDATE files SET sha256 = {digest}"))  # noqa: S608 - our own words
    assert verify(met.store.engine, met.archive) == []
