from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from govreports.store.errors import StoreError
from govreports.store.sqlite_copy import backup_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database in WAL mode whose rows are still in the log beside it."""
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE pages (name TEXT)")
        connection.execute("INSERT INTO pages VALUES ('一')")
        yield connection


def names(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM pages")]


def test_copy_holds_what_is_committed(busy: sqlite3.Connection, tmp_path: Path) -> None:
    busy.execute("BEGIN IMMEDIATE")
    busy.execute("INSERT INTO pages VALUES ('未提交')")
    backup_file(tmp_path / "a.db", tmp_path / "copy.db")
    busy.execute("ROLLBACK")
    assert names(tmp_path / "copy.db") == ["一"]


def test_copy_is_one_file_of_its_own(busy: sqlite3.Connection, tmp_path: Path) -> None:
    assert busy.execute("SELECT count(*) FROM pages").fetchone() == (1,)
    (tmp_path / "copies").mkdir()
    backup_file(tmp_path / "a.db", tmp_path / "copies" / "copy.db")
    assert [file.name for file in (tmp_path / "copies").iterdir()] == ["copy.db"]


@pytest.mark.usefixtures("busy")
def test_copy_replaces_an_earlier_one_whole(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"old")
    (tmp_path / "copy.db.partial").write_bytes(b"left by a crash")
    backup_file(tmp_path / "a.db", tmp_path / "copy.db")
    assert names(tmp_path / "copy.db") == ["一"]
    assert not (tmp_path / "copy.db.partial").exists()


@pytest.mark.usefixtures("busy")
def test_folder_of_the_copy_is_made(tmp_path: Path) -> None:
    backup_file(tmp_path / "a.db", tmp_path / "x" / "y" / "copy.db")
    assert names(tmp_path / "x" / "y" / "copy.db") == ["一"]


@pytest.mark.parametrize("content", [None, b"no database" * 500])
def test_source_that_is_none_leaves_the_earlier_copy(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "a.db").write_bytes(content)
    (tmp_path / "copy.db").write_bytes(b"old")
    with pytest.raises(StoreError, match=r"a\.db: cannot be copied to .*copy\.db"):
        backup_file(tmp_path / "a.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"old"
    assert not (tmp_path / "copy.db.partial").exists()


@pytest.mark.parametrize("folder", ["带 空格", "100%", "a?b#c"])
def test_folder_of_any_name_will_do(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    with closing(sqlite3.connect(tmp_path / folder / "a.db")) as connection:
        connection.execute("CREATE TABLE pages (name TEXT)")
    backup_file(tmp_path / folder / "a.db", tmp_path / folder / "copy.db")
    assert names(tmp_path / folder / "copy.db") == []
