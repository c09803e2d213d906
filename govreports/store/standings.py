"""What the store knows of how portals stand, beyond their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select

from govreports.store import models
from govreports.store.answers import Windows
from govreports.store.engine import reading
from govreports.store.lookups import is_latest

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Engine

# A rhythm of publication shows in so many days.
_MOST_DAYS = 50


class Standings:
    """Reads a migrated database; raises ``StoreError`` where it does not answer."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of a migrated database."""
        self._engine = engine

    def portals(self) -> list[str]:
        """Return the portals that were ever crawled, by name."""
        query = select(models.runs.c.portal).distinct().order_by(models.runs.c.portal)
        with reading(self._engine, "looking for portals") as connection:
            return list(connection.scalars(query))

    def run_counts(self) -> dict[tuple[str, str | None], int]:
        """Return how many runs there were, by portal and verdict (``None``: without an end)."""
        table = models.runs
        query = select(table.c.portal, table.c.verdict, func.count())
        query = query.group_by(table.c.portal, table.c.verdict)
        with reading(self._engine, "counting runs") as connection:
            return {(row[0], row[1]): row[2] for row in connection.execute(query)}

    def published(self, portal: str) -> list[date]:
        """Return the latest days on which the portal published reports, newest first."""
        table = models.versions
        query = (
            select(table.c.published_on)
            .distinct()
            .where(table.c.portal == portal, table.c.published_on.is_not(None), is_latest(table))
            .order_by(table.c.published_on.desc())
            .limit(_MOST_DAYS)
        )
        with reading(self._engine, "looking at dates of publication") as connection:
            return list(connection.scalars(query))

    def windows(self, portal: str, now: datetime) -> Windows:
        """Return how many of the portal's pages are to be asked for, and when the next one is."""
        table = models.report_urls
        due = or_(table.c.recheck_at.is_(None), table.c.recheck_at <= now)
        later = case((table.c.recheck_at > now, table.c.recheck_at))
        query = select(
            func.count(),
            func.sum(case((due, 1), else_=0)),
            func.min(later),
            func.sum(table.c.changes),
            func.sum(table.c.watched_days),
        ).where(table.c.portal == portal, table.c.gone_at.is_(None))
        with reading(self._engine, "looking at windows") as connection:
            row = connection.execute(query).one()
        return Windows(row[0], int(row[1] or 0), row[2], int(row[3] or 0), float(row[4] or 0))

    def last_capture(self, run_id: int) -> tuple[str, datetime] | None:
        """Return the archive file and the time of the last answer that a run has kept."""
        table = models.captures
        query = (
            select(table.c.warc_file, table.c.fetched_at)
            .where(table.c.run_id == run_id)
            .order_by(table.c.fetched_at.desc())
            .limit(1)
        )
        with reading(self._engine, "looking at a run's last answer") as connection:
            row = connection.execute(query).one_or_none()
        return (row.warc_file, row.fetched_at) if row else None
