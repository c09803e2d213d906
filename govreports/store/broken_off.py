"""The crawls of a portal that broke off, for one that goes on where they were."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from sqlalchemy import select

from govreports.store import models
from govreports.store.engine import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Engine

_WHOLE = "finished"


def first_broken_off(engine: Engine, portal: str, run_id: int, since: datetime) -> int | None:
    """Return the first of the runs, one after the other, that broke off just before a run.

    They were killed, interrupted or ended early, and began after ``since``: what
    is older is no part of the same crawl. ``None`` where the last run came to
    its end. Raises :class:`govreports.store.errors.StoreError` where the
    database does not answer.
    """
    table = models.runs
    query = (
        select(table.c.run_id, table.c.ended_at, table.c.stats)
        .where(table.c.portal == portal, table.c.run_id < run_id, table.c.started_at >= since)
        .order_by(table.c.run_id.desc())
    )
    with reading(engine, "looking for a run to go on with") as connection:
        rows = connection.execute(query).mappings()
        broken = [row["run_id"] for row in takewhile(_broke_off, rows)]
    return min(broken, default=None)


def _broke_off(row: Mapping[Any, Any]) -> bool:
    return row["ended_at"] is None or (row["stats"] or {}).get("finish_reason") != _WHOLE
