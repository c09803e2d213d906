from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from govreports.store.engine import open_database
from govreports.store.types import CHINA, ChinaDateTime, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

TIMES = Table("times", MetaData(), Column("moment", UtcDateTime), Column("shown", ChinaDateTime))


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = open_database(database_url)
    with engine.begin() as connection:
        TIMES.create(connection)
        yield connection
    engine.dispose()


def stored(connection: Connection, moment: datetime | None) -> tuple[datetime | None, ...]:
    connection.execute(insert(TIMES), {"moment": moment, "shown": moment})
    return tuple(connection.execute(select(TIMES)).one())


@pytest.mark.parametrize("zone", [UTC, CHINA, timezone(timedelta(hours=-5, minutes=-30))])
def test_moment_comes_back_as_the_same_moment(connection: Connection, zone: timezone) -> None:
    moment = datetime(2021, 3, 1, 23, 59, 58, 123456, tzinfo=zone)
    back, _ = stored(connection, moment)
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


def test_time_that_a_portal_shows_comes_back_in_chinese_time(connection: Connection) -> None:
    _, back = stored(connection, datetime(2021, 3, 1, 1, 30, tzinfo=UTC))
    assert back is not None
    assert back.isoformat() == "2021-03-01T09:30:00+08:00"


def test_no_moment_stays_none(connection: Connection) -> None:
    assert stored(connection, None) == (None, None)


def test_naive_time_is_refused(connection: Connection) -> None:
    with pytest.raises(StatementError, match="needs its zone"):
        stored(connection, datetime(2021, 3, 1))  # noqa: DTZ001 - what is to be refused


def test_a_moment_that_was_just_written_in_another_zone_is_the_same(connection: Connection) -> None:
    moment = datetime(2021, 3, 1, 8, 30, tzinfo=CHINA)
    rows = [{"moment": one, "shown": one} for one in (moment, moment.astimezone(UTC), moment)]
    connection.execute(insert(TIMES), rows)
    assert set(connection.execute(select(TIMES.c.moment)).scalars()) == {moment}


def test_a_naive_time_is_refused_beside_the_same_time_with_a_zone(connection: Connection) -> None:
    moment = datetime(2021, 3, 1, 8, 30, tzinfo=UTC)
    assert stored(connection, moment)[0] == moment
    with pytest.raises(StatementError, match="needs its zone"):
        stored(connection, moment.replace(tzinfo=None))
