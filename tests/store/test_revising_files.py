"""Files that were read again: they and the versions that hold them say it, in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from govreports.store import pending_files as waiting
from govreports.store.pending_files import PendingFile, count_files, pending_files
from govreports.store.revising_files import FileReading, FileReviser, FileRevision, RereadFile
from tests.store.portal import PORTAL, url
from tests.store.test_files import FILED, OTHER, SHA, do, file_job, met, rows, settle

if TYPE_CHECKING:
    from tests.store.portal import Crawl

__all__ = ["met"]

AS_IT_WAS = FileReading("text", "application/pdf", "正文", macros=False)
BETTER = replace(AS_IT_WAS, text="更好的正文")
TODAY = "r2"


@pytest.fixture
def filed(met: Crawl) -> Crawl:
    """A report whose attachment an earlier reader has read, twice: its file was replaced."""
    do(met, file_job(met))
    settle(met, FILED)
    do(met, file_job(met, sha256=OTHER))
    settle(met, replace(FILED, sha256=OTHER))
    return met


def waits(crawl: Crawl, reader: str = TODAY, portal: str = PORTAL) -> list[PendingFile]:
    return [one for some in pending_files(crawl.store.engine, portal, reader) for one in some]


def revise(crawl: Crawl, read: FileReading, *, dry_run: bool = False) -> list[FileRevision]:
    """Let today's reader read the first of the two files."""
    (pending,) = (one for one in waits(crawl) if one.sha256 == SHA)
    reviser = FileReviser(crawl.store.engine, TODAY, dry_run=dry_run)
    return reviser.revise(PORTAL, [RereadFile(pending, read)], crawl.clock())


def revised(crawl: Crawl) -> list[tuple[int, bool]]:
    """Return for each version whether it was revised."""
    found = rows(crawl, "SELECT version, revised_at FROM versions ORDER BY version")
    return [(version, moment is not None) for version, moment in found]


def test_files_of_another_reader_wait_with_the_place_of_their_bytes(filed: Crawl) -> None:
    assert {(one.sha256, one.portal, one.url) for one in waits(filed)} == {
        (SHA, PORTAL, url("a")),
        (OTHER, PORTAL, url("a")),
    }
    ((file, offset),) = rows(filed, "SELECT warc_file, warc_offset FROM captures")
    assert {one.place[1:3] for one in waits(filed)} == {(file, offset)}
    assert count_files(filed.store.engine, PORTAL, TODAY) == 2
    assert waits(filed, reader="r1") == waits(filed, portal="xinmi") == []


def test_every_portion_comes_once(filed: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PORTION", 1)
    assert sorted(one.sha256 for one in waits(filed)) == [SHA, OTHER]


def test_one_that_says_the_same_is_noted_and_nothing_else(filed: Crawl) -> None:
    before = rows(filed, "SELECT sha256, text, text_state, read_at FROM files ORDER BY sha256")
    assert revise(filed, AS_IT_WAS) == [FileRevision(SHA, "text", "text", changed=False)]
    assert [one.sha256 for one in waits(filed)] == [OTHER]
    after = rows(filed, "SELECT sha256, text, text_state, read_at FROM files ORDER BY sha256")
    assert after == before


def test_a_better_text_takes_the_place_of_the_earlier_one(filed: Crawl) -> None:
    marks = revised(filed)
    assert revise(filed, BETTER) == [FileRevision(SHA, "text", "text", changed=True)]
    found = rows(filed, "SELECT sha256, text, reader_version FROM files ORDER BY sha256")
    assert found == [(SHA, "更好的正文", TODAY), (OTHER, "正文", "r1")]
    # Versions name the state, not the text: theirs is the same.
    assert revised(filed) == marks


def test_versions_follow_the_state_and_none_is_added(filed: Crawl) -> None:
    query = "SELECT version, content_hash FROM versions ORDER BY version"
    before = rows(filed, query)
    scanned = replace(AS_IT_WAS, text_state="scanned", media_type="image/tiff", text=None)
    assert revise(filed, scanned) == [FileRevision(SHA, "text", "scanned", changed=True)]
    named = "SELECT version, sha256, text_state, media_type FROM attachments ORDER BY version"
    assert rows(filed, named) == [
        (1, SHA, "scanned", "image/tiff"),
        (2, OTHER, "text", "application/pdf"),
    ]
    assert rows(filed, query) == before


def test_only_versions_that_hold_the_file_are_marked_as_revised(filed: Crawl) -> None:
    moments = dict(rows(filed, "SELECT version, revised_at FROM versions"))
    revise(filed, replace(AS_IT_WAS, text_state="scanned", text=None))
    now = dict(rows(filed, "SELECT version, revised_at FROM versions"))
    assert now[1] != moments[1]
    assert now[2] == moments[2]


def test_what_was_asked_for_in_vain_goes_on_to_say_so(filed: Crawl) -> None:
    gone = "failed: 404"
    settle(filed, replace(FILED, sha256=SHA, text_state=gone))
    revise(filed, replace(AS_IT_WAS, text_state="scanned", text=None))
    assert rows(filed, "SELECT version, text_state FROM attachments ORDER BY version") == [
        (1, "scanned"),
        (2, "text"),
        (3, gone),
    ]


def test_a_dry_run_tells_and_changes_nothing(filed: Crawl) -> None:
    before = rows(filed, "SELECT * FROM files ORDER BY sha256")
    assert revise(filed, BETTER, dry_run=True) == [FileRevision(SHA, "text", "text", changed=True)]
    assert rows(filed, "SELECT * FROM files ORDER BY sha256") == before
    assert len(waits(filed)) == 2


def test_a_crawl_that_was_quicker_is_left_alone(filed: Crawl) -> None:
    (pending,) = (one for one in waits(filed) if one.sha256 == SHA)
    do(filed, file_job(filed, text="由抓取读出", reader_version=TODAY))
    reviser = FileReviser(filed.store.engine, TODAY)
    assert reviser.revise(PORTAL, [RereadFile(pending, BETTER)], filed.clock()) == []
    found = rows(filed, "SELECT sha256, text FROM files ORDER BY sha256")
    assert found == [(SHA, "由抓取读出"), (OTHER, "正文")]
