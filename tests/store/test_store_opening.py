"""Databases that cannot be opened or written: what is said, and that nothing is touched."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from govreports.records import Outcome
from govreports.store.engine import open_database, writing
from govreports.store.errors import (
    DatabaseLockedError,
    DatabaseUnavailableError,
    SchemaNewerError,
    StoreError,
)
from govreports.store.migrations import HEAD
from govreports.store.store import Store
from tests.store.portal import Clock, Crawl, Reader, page

if TYPE_CHECKING:
    from pathlib import Path


def opened(address: str, archive: Path) -> Store:
    return Store.open(
        address, archive=archive, reread=Reader(), reader_version="reader-1", clock=Clock()
    )


def test_fresh_database_is_made_on_first_use(database_url: str, tmp_path: Path) -> None:
    store = opened(database_url, tmp_path / "archive")
    assert store.counts() == {}
    store.close()


def test_opening_makes_no_archive(database_url: str, tmp_path: Path) -> None:
    opened(database_url, tmp_path / "archive").close()
    assert not (tmp_path / "archive").exists()


def test_database_of_a_newer_version_is_not_touched(migrated_url: str, tmp_path: Path) -> None:
    engine = open_database(migrated_url)
    with writing(engine, "pretending") as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(SchemaNewerError, match="install the newer version"):
            opened(migrated_url, tmp_path / "archive")
    finally:
        with writing(engine, "undoing") as connection:
            restore = text("UPDATE alembic_version SET version_num = :head")
            connection.execute(restore, {"head": HEAD})
        engine.dispose()


def test_file_that_is_no_database_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    file.write_text("不是数据库" * 500, encoding="utf-8")
    with pytest.raises(StoreError, match="not a database"):
        opened(f"sqlite:///{file}", tmp_path / "archive")
    assert file.read_text(encoding="utf-8") == "不是数据库" * 500


def test_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match=r"127\.0\.0\.1:1/reports"):
        opened("postgresql+psycopg://x@127.0.0.1:1/reports", tmp_path / "archive")


def test_locked_file_fails_the_batch_which_can_be_tried_again(
    sqlite_url: str, tmp_path: Path
) -> None:
    crawl = Crawl(f"{sqlite_url}?timeout=0.1", tmp_path / "archive")
    crawl.run()
    jobs = crawl.jobs(page("a"))
    other = open_database(sqlite_url)
    with ExitStack() as stack:
        stack.enter_context(writing(other, "standing in the way"))
        with pytest.raises(DatabaseLockedError, match="while storing pages"):
            crawl.store.write(jobs)
        assert list(crawl.store.latest()) == []
    assert crawl.do(*jobs)[1].outcome is Outcome.NEW
    other.dispose()
    crawl.store.close()


def test_file_locked_for_a_moment_is_waited_for(sqlite_url: str, tmp_path: Path) -> None:
    crawl = Crawl(f"{sqlite_url}?timeout=20", tmp_path / "archive")
    other = open_database(sqlite_url)
    stack = ExitStack()
    stack.enter_context(writing(other, "standing in the way"))
    begun = threading.Thread(target=crawl.run)
    begun.start()
    begun.join(0.2)
    assert begun.is_alive()
    stack.close()
    begun.join(20)
    assert crawl.run_id > 0
    other.dispose()
    crawl.store.close()


def test_folder_without_the_right_to_write_is_named(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(DatabaseUnavailableError, match="may write"):
        opened(f"sqlite:///{folder / 'a.db'}", tmp_path / "archive")


def test_second_store_on_one_archive_takes_its_own_file(migrated_url: str, tmp_path: Path) -> None:
    first, second = (Crawl(migrated_url, tmp_path / "archive") for _ in range(2))
    first.run()
    second.run()
    first.save(page("a"))
    second.save(page("b"))
    for crawl in (first, second):
        crawl.store.close()
    assert len(list((tmp_path / "archive").glob("*.warc.gz"))) == 2
