"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect

# 北京时间: one zone for all of China, without daylight saving since 1991.
CHINA = timezone(timedelta(hours=8))
# The rows of a batch share most of their moments: when it was written, its pages' own.
_MOMENTS_KEPT = 1024


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out.

    SQLite has no type for it and hands naive values back, so they are stored
    as UTC there. Raises :class:`ValueError` for a naive value: its zone would
    be a guess.
    """

    impl = DateTime(timezone=True)
    cache_ok = True
    zone: tzinfo = UTC

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Return what turns a moment into the driver's value, and remembers the last ones."""
        processor = super().bind_processor(dialect)
        return processor and lru_cache(_MOMENTS_KEPT)(processor)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse what is naive, turn the rest to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive time {value.isoformat()}: a moment needs its zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in this type's zone."""
        if value is None:
            return None
        moment = value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value
        return moment.astimezone(self.zone)


class ChinaDateTime(UtcDateTime):
    """A moment that a portal shows (发布时间): aware in, with ``+08:00`` out."""

    cache_ok = True
    zone = CHINA
