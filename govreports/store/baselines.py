"""What a portal's earlier runs showed: what today's run is held against."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from govreports.store import models
from govreports.store.engine import reading

if TYPE_CHECKING:
    from sqlalchemy import Engine

RUNS = 5
"""So many earlier runs are looked at: a lasting change is the usual after three of them."""


class Baselines:
    """The runs of one portal before a run of it.

    Every method raises :class:`govreports.store.errors.StoreError` where the
    database does not answer.
    """

    def __init__(self, engine: Engine, run_id: int, portal: str) -> None:
        """Take the engine of a migrated database and the run that is to be judged."""
        self._engine = engine
        self._run_id = run_id
        self._portal = portal

    def rows(self, column: str) -> list[int]:
        """Return how many rows the column showed when it was last read whole, newest first."""
        table = models.listings
        query = (
            select(table.c.seen)
            .where(table.c.portal == self._portal, table.c.column == column, table.c.complete)
            .where(table.c.run_id < self._run_id)
            .order_by(table.c.run_id.desc())
            .limit(RUNS)
        )
        with reading(self._engine, "looking at earlier listings") as connection:
            return list(connection.scalars(query))

    def counts(self, prefix: str) -> Counter[str]:
        """Return the sums of the counts of that prefix over the last runs that have any."""
        found = [some for stats in self._stats() if (some := _some(stats, prefix))][:RUNS]
        return sum(found, Counter())

    def _stats(self) -> list[dict[str, int | str]]:
        table = models.runs
        # Runs that found nothing new count nothing: more are fetched than are summed.
        query = (
            select(table.c.stats)
            .where(table.c.portal == self._portal, table.c.run_id < self._run_id)
            .where(table.c.stats.is_not(None))
            .order_by(table.c.run_id.desc())
            .limit(10 * RUNS)
        )
        with reading(self._engine, "looking at earlier runs") as connection:
            return list(connection.scalars(query))


def _some(stats: dict[str, int | str], prefix: str) -> Counter[str]:
    return Counter({name: int(value) for name, value in stats.items() if name.startswith(prefix)})
