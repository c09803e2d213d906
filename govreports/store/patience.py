"""Write transactions that outlive an outage of the database's server."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import text

from govreports.store.engine import is_sqlite, reading, writing
from govreports.store.errors import DatabaseAwayError, DatabaseLockedError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Engine

logger = logging.getLogger(__name__)

# A restart takes a second, a failover a minute: asked often at first, then now and then.
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0
_PASSES = (DatabaseAwayError, DatabaseLockedError)

_Answer = TypeVar("_Answer")


@dataclass(slots=True)
class _Attempt(Generic[_Answer]):
    """One try of a transaction: its number on the server, and its answer once it was worked out."""

    number: str | None = None
    answers: tuple[_Answer, ...] = ()


class Patience:
    """Tries again while a database's server is away or its file locked, for so many seconds.

    Once that was too long, nobody waits again: what comes after is tried once.
    Several threads may share it; the log has one line for all that wait.
    """

    def __init__(
        self,
        seconds: float = 0.0,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the seconds; with 0 nothing is tried twice."""
        self._seconds = seconds
        self._waiting = False
        self._sleep = sleep
        self._clock = clock

    def ask(self, question: Callable[[], _Answer]) -> _Answer:
        """Return the answer of something that may be asked twice.

        Raises :class:`govreports.store.errors.StoreError` where it fails otherwise,
        or the database stays away.
        """
        return self._repeated(question)

    def transact(
        self,
        engine: Engine,
        work: Callable[[Connection], _Answer],
        doing: str,
        portals: Iterable[str] = (),
    ) -> _Answer:
        """Do a piece of work in a write transaction, exactly once.

        Where the connection breaks during the commit, the server is asked what
        became of it. Raises as :meth:`ask` does; nothing is kept then, unless
        the server went away for good in the moment of the commit.
        """
        chosen = tuple(portals)
        attempt: _Attempt[_Answer] = _Attempt()

        def once() -> _Answer:
            nonlocal attempt
            if attempt.answers and _was_committed(engine, attempt.number):
                return attempt.answers[0]
            attempt = _Attempt()
            with writing(engine, doing, chosen) as connection:
                attempt.number = _number(connection)
                attempt.answers = (work(connection),)
            return attempt.answers[0]

        return self._repeated(once)

    def _repeated(self, action: Callable[[], _Answer]) -> _Answer:
        began, pause = self._clock(), _FIRST_PAUSE_S
        while True:
            try:
                answer = action()
            except _PASSES as error:
                if self._clock() - began + pause > self._seconds:
                    self._seconds = 0.0
                    raise
                if not self._waiting:
                    logger.warning("%s; trying again for %.0f s", error, self._seconds)
                    self._waiting = True
            else:
                if self._waiting:
                    logger.warning("the database answers again: %.0f s", self._clock() - began)
                    self._waiting = False
                return answer
            self._sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)


ONCE = Patience()
"""No patience at all."""


def _was_committed(engine: Engine, number: str | None) -> bool:
    """Ask what became of a transaction whose connection broke.

    Raises :class:`DatabaseAwayError` while it still goes on.
    """
    if number is None:
        return False
    with reading(engine, "looking for a transaction") as connection:
        query = text("SELECT pg_xact_status(CAST(:number AS xid8))")
        status = connection.execute(query, {"number": number}).scalar_one()
    if status == "in progress":
        message = f"{shown(engine)}: a transaction whose connection broke still goes on there"
        raise DatabaseAwayError(message)
    return bool(status == "committed")


def _number(connection: Connection) -> str | None:
    # SQLite has no server: its COMMIT has failed where it says so.
    if is_sqlite(connection):
        return None
    return str(connection.execute(text("SELECT pg_current_xact_id()")).scalar_one())
