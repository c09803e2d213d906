from __future__ import annotations

from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text

from govreports.records import Level, Problem
from govreports.store import models
from govreports.store.engine import open_database, reading, rebuilding, writing
from govreports.store.errors import SchemaNewerError, StoreError
from govreports.store.integrity import verify
from govreports.store.migrations import HEAD, current_revision, runner, upgrade
from govreports.store.migrations.runner import alembic_config, scripts
from tests.store.portal import OTHER_BODY, Crawl, page, url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.queues import Queue
    from pathlib import Path

    from sqlalchemy import Column, Engine, Table

ALL = ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010"]
# Columns and tables that the first schema did not have.
_MARKS = ("looks", "changes", "watched_days", "looked_at", "recheck_at", "listed_as")
_COUNTS = ("passes", "declared_first", *models.COLUMN_COUNTS)
ADDED = {
    ("versions", "revised_at"),
    ("captures", "refers_to"),
    ("captures", "headers_digest"),
    *(("report_urls", name) for name in _MARKS),
    *(("listings", name) for name in _COUNTS),
}
LATER = {"leases", "files", "file_addresses", "decisions"}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def to_revision(engine: Engine, revision: str) -> None:
    """Bring an empty database to an earlier schema."""
    with rebuilding(engine, "preparing") as connection, scripts() as folder:
        command.upgrade(alembic_config(connection, folder), revision)


def first_columns(table: Table) -> list[Column[Any]]:
    """The columns that a table had in the first schema."""
    return [column for column in table.c if (table.name, column.name) not in ADDED]


def rows_of(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row, as far as the first schema could hold it."""
    with reading(engine, "reading") as connection:
        return {
            table.name: [
                row._asdict()
                for row in connection.execute(
                    select(*first_columns(table)).order_by(*table.primary_key.columns)
                )
            ]
            for table in models.metadata.sorted_tables
            if table.name not in LATER
        }


def fill(engine: Engine, rows: dict[str, list[dict[str, Any]]]) -> None:
    with writing(engine, "filling") as connection:
        for name, some in rows.items():
            connection.execute(insert(models.metadata.tables[name]), some)


@pytest.fixture
def filled(sqlite_url: str, tmp_path: Path) -> Iterator[Crawl]:
    """A crawl with something in every table."""
    crawl = Crawl(sqlite_url, tmp_path / "archive")
    crawl.run()
    crawl.lists(["a", "b"])
    crawl.save(
        page("a", attachments=[{"name": "附件", "url": url("a.doc")}], metadata={"索引号": "1"})
    )
    crawl.save(page("a", body=OTHER_BODY, attachments=[{"name": "附件", "url": url("a.doc")}]))
    crawl.save(page("b"))
    crawl.mark("b", "gone")
    crawl.store.add_problems(
        crawl.run_id, [Problem("odd", Level.WARNING, url("a"), "一", "二", "三")]
    )
    yield crawl
    crawl.store.close()


def test_empty_database_gets_every_revision(engine: Engine) -> None:
    assert upgrade(engine) == ALL
    assert upgrade(engine) == []


def test_head_is_the_last_revision_that_there_is(engine: Engine) -> None:
    with reading(engine, "looking") as connection, scripts() as folder:
        known = ScriptDirectory.from_config(alembic_config(connection, folder))
    assert known.get_current_head() == HEAD


def test_revisions_lead_to_the_tables_that_the_code_knows(engine: Engine) -> None:
    upgrade(engine)
    with reading(engine, "comparing") as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []


def test_constraints_are_those_that_the_code_knows(engine: Engine) -> None:
    upgrade(engine)
    made = inspect(engine)
    for table in models.metadata.sorted_tables:
        names = {one["name"] for one in made.get_foreign_keys(table.name)}
        names |= {one["name"] for one in made.get_check_constraints(table.name)}
        names.add(made.get_pk_constraint(table.name)["name"])
        assert names == {str(one.name) for one in table.constraints}


def test_filled_database_keeps_every_row(engine: Engine, filled: Crawl) -> None:
    rows = rows_of(filled.store.engine)
    assert all(rows.values())
    to_revision(engine, "0001")
    fill(engine, rows)
    assert upgrade(engine) == ALL[1:]
    assert rows_of(engine) == rows
    assert verify(engine, filled.archive) == []


def test_upgraded_database_goes_on_counting_and_storing(database_url: str, filled: Crawl) -> None:
    engine = open_database(database_url)
    to_revision(engine, "0001")
    engine.dispose()
    crawl = Crawl(database_url, filled.archive)
    crawl.run()
    assert crawl.save(page("a")).report.version == 1
    crawl.store.close()


def test_filled_sqlite_file_is_copied_before_it_is_upgraded(filled: Crawl, tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    to_revision(engine, "0001")
    rows = rows_of(filled.store.engine)
    fill(engine, rows)
    upgrade(engine)
    engine.dispose()
    copied = open_database(f"sqlite:///{tmp_path}/old.before-{HEAD}.db")
    assert rows_of(copied) == rows
    with reading(copied, "looking") as connection:
        assert current_revision(connection) == "0001"
    copied.dispose()


def test_new_sqlite_file_is_not_copied(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    upgrade(engine)
    engine.dispose()
    assert list(tmp_path.glob("*before*")) == []


def test_database_of_a_newer_schema_is_left_alone(engine: Engine) -> None:
    upgrade(engine)
    with writing(engine, "pretending") as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewerError, match=rf"9999 is newer.*up to {HEAD}"):
        upgrade(engine)
    with reading(engine, "looking") as connection:
        assert current_revision(connection) == "9999"


def test_database_of_another_program_is_left_alone(engine: Engine) -> None:
    with writing(engine, "pretending") as connection:
        connection.execute(text("CREATE TABLE reports (name TEXT)"))
    with pytest.raises(StoreError, match="holds reports, made by another program"):
        upgrade(engine)
    assert inspect(engine).get_table_names() == ["reports"]


def test_tables_of_other_names_are_no_hindrance(engine: Engine) -> None:
    with writing(engine, "pretending") as connection:
        connection.execute(text("CREATE TABLE unrelated (name TEXT)"))
    assert upgrade(engine) == ALL


def test_step_that_fails_is_undone_whole(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        message = "unforeseen"
        raise StoreError(message)

    monkeypatch.setattr(runner, "_check_foreign_keys", broken)
    with pytest.raises(StoreError, match="unforeseen"):
        upgrade(engine)
    monkeypatch.undo()
    assert inspect(engine).get_table_names() == []
    assert upgrade(engine) == ALL


def test_rows_that_would_point_to_nothing_stop_the_upgrade(filled: Crawl, tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    to_revision(engine, "0001")
    fill(engine, rows_of(filled.store.engine))
    with rebuilding(engine, "breaking") as connection:
        connection.execute(text("DELETE FROM reports"))
    with pytest.raises(StoreError, match="rows would point to nothing"):
        upgrade(engine)
    with reading(engine, "looking") as connection:
        assert current_revision(connection) == "0001"
    engine.dispose()


def _upgrade_elsewhere(address: str, applied: Queue[list[str]]) -> None:
    engine = open_database(address)
    applied.put(upgrade(engine))
    engine.dispose()


def test_processes_that_open_a_fresh_database_at_once_all_get_it(database_url: str) -> None:
    context = get_context("spawn")
    applied: Queue[list[str]] = context.Queue()
    processes = [
        context.Process(target=_upgrade_elsewhere, args=(database_url, applied)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    results = [applied.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(60)
    assert sorted(results) == [[], [], ALL]
