from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from govreports.records import Report
from govreports.store.answers import Entry, Known, Version
from govreports.store.engine import open_database
from govreports.store.errors import StoreError
from govreports.store.queries import Queries
from govreports.store.urls import url_key
from tests.store.portal import BODY, COLUMN, OTHER_BODY, PORTAL, page, url

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.portal import Crawl


@pytest.fixture
def history(crawl: Crawl) -> Crawl:
    """`a` was edited, `b` is gone, `c` unlisted, `d` moved to `e`."""
    for path in "abc":
        crawl.save(page(path))
    crawl.save(page("d", title="题"))
    crawl.run()
    crawl.save(page("a", body=OTHER_BODY, attachments=[{"name": "附件", "url": url("a.doc")}]))
    crawl.mark("b", "gone")
    crawl.mark("c", "unlisted")
    crawl.save(page("e", title="题"), gone=frozenset({url_key(url("d"))}))
    return crawl


def by_path(crawl: Crawl) -> dict[str, Entry]:
    return {entry.report.url[-1]: entry for entry in crawl.store.latest()}


def test_latest_holds_each_report_once(history: Crawl) -> None:
    assert sorted(by_path(history)) == ["a", "b", "c", "e"]


def test_entry_says_when_a_report_was_seen(history: Crawl) -> None:
    entry = by_path(history)["a"]
    assert entry.first_seen_at < entry.last_seen_at
    assert entry.report.version == 2
    assert entry.report.fetched_at is not None
    assert entry.report.fetched_at > entry.first_seen_at


def test_removed_and_unlisted_reports_are_told_apart(history: Crawl) -> None:
    states = {
        path: (entry.removed_at is not None, entry.unlisted_at is not None)
        for path, entry in by_path(history).items()
    }
    assert states == {
        "a": (False, False),
        "b": (True, False),
        "c": (False, True),
        "e": (False, False),
    }


def test_all_versions_of_a_report_come_in_their_order(history: Crawl) -> None:
    entries = [entry for entry in history.store.all_versions() if entry.report.url[-1] == "a"]
    assert [entry.report.version for entry in entries] == [1, 2]
    assert [entry.report.body for entry in entries] == [BODY, OTHER_BODY]
    assert [len(entry.report.attachments) for entry in entries] == [0, 1]


def test_entry_holds_the_whole_record(history: Crawl) -> None:
    report = by_path(history)["a"].report
    assert isinstance(report, Report)
    assert report.column == COLUMN
    assert report.content_hash is not None
    assert report.content_hash.startswith("n1:")


def test_versions_say_what_they_were_read_from(history: Crawl) -> None:
    first, second = history.store.versions(by_path(history)["a"].report_id)
    assert first.capture_id != second.capture_id
    assert first.payload_sha256 != second.payload_sha256
    assert first.created_at < second.created_at
    assert {first.reader_version, second.reader_version} == {"reader-1"}
    assert second.report.content_hash == second.content_hash


def test_addresses_come_oldest_first(history: Crawl) -> None:
    old, new = history.store.urls(by_path(history)["e"].report_id)
    assert (old.url, new.url) == (url("d"), url("e"))
    assert old.gone_at is not None
    assert old.last_seen_at < new.first_seen_at


def test_unknown_report_has_nothing(crawl: Crawl) -> None:
    nobody = "jinshui-aaaaaaaaaa"
    assert crawl.store.report(nobody) is None
    assert crawl.store.versions(nobody) == []
    assert crawl.store.presence(nobody) == []
    assert crawl.store.urls(nobody) == []
    assert crawl.store.listings(999) == []


def test_portals_are_kept_apart(crawl: Crawl) -> None:
    crawl.save(page("a"))
    crawl.save(page("a"), portal="xinmi")
    assert [entry.report_id.split("-")[0] for entry in crawl.store.latest("xinmi")] == ["xinmi"]
    assert {entry.report.portal for entry in crawl.store.latest()} == {PORTAL, "xinmi"}
    assert list(crawl.store.counts()) == [PORTAL, "xinmi"]
    assert len(list(crawl.store.all_versions("xinmi"))) == 1


def test_entries_can_be_left_half_read(history: Crawl) -> None:
    entries = history.store.latest()
    next(entries)
    del entries
    assert len(list(history.store.latest())) == 4


def test_entries_show_one_state_while_a_crawl_writes(history: Crawl) -> None:
    entries = history.store.latest()
    first = next(entries)
    history.save(page("z"))
    assert len([first, *entries]) == 4


def test_queries_need_no_archive(history: Crawl) -> None:
    engine = open_database(history.database_url)
    assert len(list(Queries(engine).latest())) == 4
    engine.dispose()


def test_database_without_a_schema_is_an_error_of_the_store(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(StoreError, match="no such table"):
        Queries(engine).counts()
    engine.dispose()


@pytest.mark.parametrize("record", [Entry, Version, Known])
def test_answers_are_frozen(record: type[object]) -> None:
    assert fields(record)  # type: ignore[arg-type]
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
