from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from govreports.store.engine import BUSY_TIMEOUT_S, open_database, reading, rebuilding, writing
from govreports.store.errors import DatabaseLockedError, DatabaseUnavailableError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    with writing(engine, "setting up") as connection:
        connection.execute(text("CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER)"))
        connection.execute(text("INSERT INTO counters VALUES ('a', 0)"))
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}?timeout=0.2")
    yield engine
    engine.dispose()


def pragma(engine: Engine, name: str) -> object:
    with reading(engine, "looking") as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar_one()


def test_sqlite_runs_as_the_house_wants_it(sqlite: Engine) -> None:
    found = {name: pragma(sqlite, name) for name in ("journal_mode", "foreign_keys", "synchronous")}
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}


def test_busy_timeout_is_thirty_seconds_unless_the_address_says_otherwise(
    sqlite: Engine, tmp_path: Path
) -> None:
    patient = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    assert pragma(patient, "busy_timeout") == BUSY_TIMEOUT_S * 1000 == 30_000
    assert pragma(sqlite, "busy_timeout") == 200
    patient.dispose()


def test_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x' / 'y' / 'a.db'}")
    with writing(engine, "writing") as connection:
        connection.execute(text("CREATE TABLE a (b)"))
    engine.dispose()
    assert (tmp_path / "x" / "y" / "a.db").exists()


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file in the way")
    with pytest.raises(DatabaseUnavailableError, match="its folder cannot be made"):
        open_database(f"sqlite:///{tmp_path / 'x' / 'a.db'}")


def test_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("这不是数据库" * 1000)
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(StoreError, match=r"a\.db.*not a database"), reading(engine, "reading"):
        pass


def test_folder_in_place_of_a_database_is_named(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}")
    with (
        pytest.raises(DatabaseUnavailableError, match="unable to open database file"),
        reading(engine, "reading"),
    ):
        pass


def test_server_that_is_not_there_is_named_without_the_password() -> None:
    engine = open_database("postgresql+psycopg://someone:secret@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnavailableError) as caught, reading(engine, "reading"):
        pass
    assert "127.0.0.1:1/none" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    ["", "data/govreports.db", "mysql://a/b", "nothing://a", "postgresql+psycopg2://a/b"],
)
def test_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match="GOVREPORTS_DATABASE_URL"):
        open_database(address)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_database_in_memory_is_refused(address: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match="keeps nothing"):
        open_database(address)


def test_write_transaction_is_undone_by_an_error(engine: Engine) -> None:
    def fail_in_between() -> None:
        with writing(engine, "counting") as connection:
            connection.execute(text("UPDATE counters SET value = 1"))
            raise KeyError

    with pytest.raises(KeyError):
        fail_in_between()
    with reading(engine, "looking") as connection:
        assert connection.execute(text("SELECT value FROM counters")).scalar_one() == 0


def test_what_a_writer_has_read_stays_true_until_its_commit(engine: Engine) -> None:
    """Eight threads read, add one and write: a lost update would show."""

    def count() -> None:
        for _ in range(5):
            with writing(engine, "counting", ["jinshui"]) as connection:
                value = connection.execute(text("SELECT value FROM counters")).scalar_one()
                connection.execute(text("UPDATE counters SET value = :v"), {"v": value + 1})

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine, "looking") as connection:
        assert connection.execute(text("SELECT value FROM counters")).scalar_one() == 40


def test_reader_sees_one_state_while_others_write(engine: Engine) -> None:
    with reading(engine, "reading") as reader:
        before = reader.execute(text("SELECT value FROM counters")).scalar_one()
        with writing(engine, "counting") as connection:
            connection.execute(text("UPDATE counters SET value = 7"))
        assert reader.execute(text("SELECT value FROM counters")).scalar_one() == before


def test_file_locked_past_the_timeout_is_named(sqlite: Engine) -> None:
    with ExitStack() as stack:
        stack.enter_context(writing(sqlite, "writing"))
        with pytest.raises(DatabaseLockedError) as caught:
            stack.enter_context(writing(sqlite, "storing pages"))
    assert "while storing pages" in str(caught.value)
    assert "run again" in str(caught.value)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_writers_of_different_portals_do_not_wait_on_postgresql(engine: Engine) -> None:
    with writing(engine, "one", ["jinshui"]), writing(engine, "other", ["xinmi"]) as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_foreign_keys_are_off_only_while_rebuilding(sqlite: Engine) -> None:
    with rebuilding(sqlite, "rebuilding") as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 0
    assert pragma(sqlite, "foreign_keys") == 1


def test_wrong_statement_is_a_store_error_that_names_the_database(engine: Engine) -> None:
    with pytest.raises(StoreError) as caught, reading(engine, "trying something") as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert "trying something" in str(caught.value)
    assert str(engine.url.database) in str(caught.value)
