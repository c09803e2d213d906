from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from govreports.store.engine import rebuilding, writing
from govreports.store.integrity import verify
from tests.store.portal import OTHER_BODY, page

if TYPE_CHECKING:
    from tests.store.portal import Crawl


@pytest.fixture
def filled(crawl: Crawl) -> Crawl:
    crawl.save(page("a", index_number="1"))
    crawl.save(page("a", index_number="1", body=OTHER_BODY))
    crawl.mark("a", "gone")
    crawl.settle("a")
    return crawl


def break_it(crawl: Crawl, *statements: str) -> list[str]:
    with writing(crawl.store.engine, "breaking") as connection:
        for statement in statements:
            connection.execute(text(statement))
    return verify(crawl.store.engine, crawl.archive)


def test_whole_store_has_nothing_wrong(filled: Crawl) -> None:
    assert verify(filled.store.engine, filled.archive) == []
    assert verify(filled.store.engine) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM versions WHERE version = 1", "1 versions up to 2"),
        ("DELETE FROM versions WHERE version = 2", "1 versions up to 1, its current one is 2"),
        ("UPDATE reports SET version = 1", "2 versions up to 2, its current one is 1"),
        ("UPDATE reports SET text_hash = 'x'", "another text or 索引号"),
        ("UPDATE reports SET index_number = NULL", "another text or 索引号"),
        ("UPDATE versions SET url_key = 'x' WHERE version = 1", "version 1 stands at x"),
        ("UPDATE presence SET gone_at = appeared_at", None),
        ("DELETE FROM presence", "was never present"),
        ("UPDATE captures SET payload_sha256 = 'x'", "capture"),
        ("UPDATE captures SET warc_offset = 1", "capture"),
        ("UPDATE captures SET warc_file = 'x.warc.gz'", "the file is missing"),
        ("UPDATE versions SET payload_sha256 = 'x' WHERE version = 2", "other bytes"),
    ],
)
def test_what_is_broken_is_named(filled: Crawl, statement: str, words: str | None) -> None:
    found = break_it(filled, statement)
    assert bool(found) is (words is not None)
    assert words is None or words in "\n".join(found)


def test_interval_that_ends_before_it_begins_is_named(filled: Crawl) -> None:
    found = break_it(
        filled,
        "UPDATE presence SET gone_at = '2020-01-01 00:00:00.000000' WHERE gone_at IS NOT NULL",
    )
    assert "before it appeared" in "\n".join(found)


def test_intervals_that_overlap_are_named(filled: Crawl) -> None:
    found = break_it(
        filled,
        "UPDATE presence SET gone_at = '2099-01-01 00:00:00.000000' WHERE gone_at IS NOT NULL",
    )
    assert "when it was still there" in "\n".join(found)


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
def test_row_that_points_to_nothing_is_named(filled: Crawl) -> None:
    with rebuilding(filled.store.engine, "breaking") as connection:
        connection.execute(text("DELETE FROM runs"))
    assert "points to nothing in runs" in "\n".join(verify(filled.store.engine))
