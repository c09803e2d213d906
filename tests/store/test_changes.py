from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from govreports.store import models
from govreports.store.changes import Changes
from govreports.store.engine import open_database, reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    engine = open_database(migrated_url)
    yield engine
    engine.dispose()


def report(name: str) -> dict[str, Any]:
    return {
        "report_id": name,
        "portal": "jinshui",
        "first_seen_at": NOW,
        "last_seen_at": NOW,
        "version": 1,
        "index_number": None,
        "text_hash": "x",
        "text_length": 0,
    }


def stay(name: str, **values: Any) -> dict[str, Any]:
    begun = {"report_id": name, "appeared_at": NOW, "unlisted_at": None}
    return {**begun, "gone_at": None, "reason": None, **values}


def write(engine: Engine, changes: Changes) -> None:
    with writing(engine, "writing") as connection:
        changes.write(connection)


def rows(engine: Engine, table: Any) -> list[dict[str, Any]]:
    with reading(engine, "reading") as connection:
        found = connection.execute(select(table).order_by(*table.primary_key.columns))
        return [row._asdict() for row in found]


def test_nothing_is_written_for_no_changes(engine: Engine) -> None:
    write(engine, Changes())
    assert rows(engine, models.reports) == []


def test_new_rows_are_written_after_those_they_refer_to(engine: Engine) -> None:
    changes = Changes()
    changes.add(models.presence, stay("a"))
    changes.add(models.reports, report("a"), report("b"))
    write(engine, changes)
    assert [row["report_id"] for row in rows(engine, models.reports)] == ["a", "b"]
    assert [row["report_id"] for row in rows(engine, models.presence)] == ["a"]


def test_new_row_is_written_as_it_is_in_the_end(engine: Engine) -> None:
    changes, row = Changes(), report("a")
    changes.add(models.reports, row)
    row["version"] = 2
    changes.touch(models.reports, row)
    row["version"] = 3
    write(engine, changes)
    assert rows(engine, models.reports) == [{**row, "version": 3}]


def test_row_that_was_read_is_written_again(engine: Engine) -> None:
    first = Changes()
    first.add(models.reports, report("a"), report("b"))
    write(engine, first)
    changes, (row, other) = Changes(), rows(engine, models.reports)
    row["index_number"] = "1"
    changes.touch(models.reports, row)
    changes.touch(models.reports, row)
    write(engine, changes)
    assert rows(engine, models.reports) == [row, other]


def test_interval_ends_before_its_successor_begins(engine: Engine) -> None:
    first = Changes()
    first.add(models.reports, report("a"))
    first.add(models.presence, stay("a"))
    write(engine, first)
    changes, (old,) = Changes(), rows(engine, models.presence)
    changes.add(models.presence, stay("a"))
    old["gone_at"] = NOW
    changes.touch(models.presence, old)
    write(engine, changes)
    assert [row["gone_at"] for row in rows(engine, models.presence)] == [NOW, None]


def test_two_open_intervals_of_a_report_are_refused(engine: Engine) -> None:
    changes = Changes()
    changes.add(models.reports, report("a"))
    changes.add(models.presence, stay("a"), stay("a"))
    with engine.connect() as connection, pytest.raises(IntegrityError):
        changes.write(connection)


def test_many_closed_intervals_of_a_report_are_not(engine: Engine) -> None:
    changes = Changes()
    changes.add(models.reports, report("a"))
    changes.add(models.presence, stay("a", gone_at=NOW), stay("a", gone_at=NOW), stay("a"))
    write(engine, changes)
    assert len(rows(engine, models.presence)) == 3


def test_rows_are_taken_away_before_new_ones_come(engine: Engine) -> None:
    first = Changes()
    first.add(models.reports, report("a"))
    first.add(models.presence, stay("a", reason="old"), stay("a", reason="kept", gone_at=NOW))
    write(engine, first)
    changes = Changes()
    changes.clear(models.presence, {"report_id": "a", "reason": "old"})
    changes.add(models.presence, stay("a", reason="new"))
    write(engine, changes)
    assert [row["reason"] for row in rows(engine, models.presence)] == ["kept", "new"]
