from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from govreports.store import models
from govreports.store.backup import backup, copy
from govreports.store.engine import open_database, reading
from govreports.store.errors import StoreError
from govreports.store.integrity import verify
from govreports.store.migrations import upgrade
from govreports.store.store import Store
from tests.store.portal import OTHER_BODY, PORTAL, Crawl, page, url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Engine


RICH = page(
    "a",
    metadata={"索引号": "005279426/2021-00015", "#1": "主动公开"},
    attachments=[{"name": "附件", "url": url("a.doc")}],
    published_on="2021-03-01",
)


@pytest.fixture
def filled(crawl: Crawl) -> Crawl:
    """Two reports, three versions, with what else belongs to them."""
    crawl.lists(["a", "b"])
    crawl.save(RICH)
    crawl.save({**RICH, "body": OTHER_BODY})
    crawl.save(page("b", keywords=("法治",)))
    crawl.mark("b", "gone")
    return crawl


@pytest.fixture
def target(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    with reading(engine, "reading") as connection:
        return {
            table.name: [
                row._asdict()
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in models.metadata.sorted_tables
        }


def test_copy_holds_the_same_rows_on_either_engine(filled: Crawl, target: Engine) -> None:
    counts = copy(filled.store.engine, target)
    assert rows(target) == rows(filled.store.engine)
    assert counts == {name: len(some) for name, some in rows(target).items()}
    assert counts["versions"] == 3


def test_copied_store_goes_on_where_the_first_stopped(
    filled: Crawl, database_url: str, target: Engine
) -> None:
    copy(filled.store.engine, target)
    other = Crawl(database_url, filled.archive)
    other.clock = filled.clock
    with closing(other.store):
        assert other.run() == filled.run_id + 1
        assert other.save({**RICH, "body": OTHER_BODY}).report.version == 2
        other.settle("b")
        assert verify(target, filled.archive) == []


def test_target_with_rows_is_refused(filled: Crawl, target: Engine) -> None:
    copy(filled.store.engine, target)
    with pytest.raises(StoreError, match="holds rows already"):
        copy(filled.store.engine, target)


def test_empty_database_is_copied_too(crawl: Crawl, target: Engine) -> None:
    assert copy(crawl.store.engine, target) == {name: int(name == "runs") for name in rows(target)}


def test_database_cannot_be_copied_into_itself(filled: Crawl) -> None:
    engine = open_database(filled.database_url)
    with pytest.raises(StoreError):
        copy(filled.store.engine, engine)
    engine.dispose()


def test_backup_is_one_sqlite_file_with_the_same_rows(filled: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(filled.store.engine, folder / "copy.db")
    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    copied = open_database(f"sqlite:///{folder / 'copy.db'}")
    assert upgrade(copied) == []
    assert rows(copied) == rows(filled.store.engine)
    assert verify(copied, filled.archive) == []
    copied.dispose()


def test_backup_replaces_nothing(filled: Crawl, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StoreError, match="is there already"):
        backup(filled.store.engine, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_backup_into_a_folder_that_is_not_there_is_named(filled: Crawl, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file in the way")
    with pytest.raises(StoreError, match="x"):
        backup(filled.store.engine, tmp_path / "x" / "copy.db")


def test_backup_while_a_crawl_writes_is_whole(crawl: Crawl, tmp_path: Path) -> None:
    done = threading.Event()
    saved: list[str] = []

    def write() -> None:
        saved.extend(crawl.save(page(str(number))).report_id for number in range(40))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    backup(crawl.store.engine, tmp_path / "copy.db")
    writer.join()
    assert done.is_set()
    copied = Store.open(
        f"sqlite:///{tmp_path / 'copy.db'}",
        archive=crawl.archive,
        reread=crawl.reader,
        reader_version="reader-1",
    )
    assert verify(copied.engine, crawl.archive) == []
    assert {entry.report_id for entry in copied.latest(PORTAL)} <= set(saved)
    copied.close()
