"""Who crawls a portal by schedule, so that nobody else does at the same time.

A lease is a row a portal: claimed for a slot, renewed while the crawl runs,
closed with its exit code. A holder that died leaves one that runs out. All
schedulers on one database agree through it, on whatever machine they are.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import insert, select, update

from govreports.store.engine import reading, writing
from govreports.store.models import leases as table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class Lease:
    """A portal's last scheduled run. Without ``ended_at``: under way, or broken off."""

    portal: str
    slot: datetime
    holder: str
    acquired_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    exit_code: int | None

    def held(self, now: datetime) -> bool:
        """Whether somebody is still at it."""
        return self.ended_at is None and self.expires_at > now

    def covers(self, slot: datetime) -> bool:
        """Whether that slot needs no run any more; one that broke off is run again."""
        return self.slot > slot or (self.slot == slot and self.ended_at is not None)


def new_holder() -> str:
    """Return a name for this scheduler that no other one has."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"


class Leases:
    """The leases of one holder; ``term`` is how long one lasts without being renewed.

    Every method raises :class:`govreports.store.errors.StoreError` where the
    database does not answer.
    """

    def __init__(
        self, engine: Engine, holder: str, *, term: timedelta, clock: Callable[[], datetime]
    ) -> None:
        """Take the engine of a migrated database and the holder's name."""
        self._engine = engine
        self._holder = holder
        self._term = term
        self._clock = clock

    def last(self) -> dict[str, Lease]:
        """Return each portal's last lease, whoever held it."""
        query = select(*(table.c[field.name] for field in fields(Lease)))
        with reading(self._engine, "reading leases") as connection:
            return {row.portal: Lease(*row) for row in connection.execute(query)}

    def claim(self, portal: str, slot: datetime) -> bool:
        """Take the portal for that slot; ``False`` where another was first."""
        now = self._clock()
        with writing(self._engine, "claiming a portal", [portal]) as connection:
            last = _lease(connection, portal)
            if last and (last.held(now) or last.covers(slot)):
                return False
            values = {
                "slot": slot,
                "holder": self._holder,
                "acquired_at": now,
                "expires_at": now + self._term,
                "ended_at": None,
                "exit_code": None,
            }
            write = update(table).where(table.c.portal == portal) if last else insert(table)
            connection.execute(write.values(portal=portal, **values))
            return True

    def renew(self, portal: str) -> bool:
        """Hold the portal for another term; ``False`` where it was lost to another holder.

        A term that ran out while this machine slept is renewed as long as
        nobody has taken the portal.
        """
        return self._write(portal, {"expires_at": self._clock() + self._term})

    def finish(self, portal: str, exit_code: int) -> bool:
        """Close the lease; ``False`` where it was lost to another holder."""
        return self._write(portal, {"ended_at": self._clock(), "exit_code": exit_code})

    def _write(self, portal: str, values: dict[str, datetime | int]) -> bool:
        ours = (table.c.portal == portal) & (table.c.holder == self._holder)
        query = update(table).where(ours, table.c.ended_at.is_(None)).values(values)
        with writing(self._engine, "holding a portal", [portal]) as connection:
            return connection.execute(query).rowcount == 1


def _lease(connection: Connection, portal: str) -> Lease | None:
    query = select(*(table.c[field.name] for field in fields(Lease)))
    row = connection.execute(query.where(table.c.portal == portal)).one_or_none()
    return Lease(*row) if row else None
