"""What can go wrong with the store, each with what a person can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.exc import SQLAlchemyError

# The words of SQLite's SQLITE_BUSY / SQLITE_LOCKED and of PostgreSQL's lock_timeout (55P03).
_LOCKED = ("database is locked", "database table is locked", "lock timeout")
# PostgreSQL's classes and codes of what passes: connection, deadlock, shutdown, start, too many.
_PASSING = ("08", "40", "57P", "53300")


class StoreError(Exception):
    """The store did not do what was asked; nothing of it was kept.

    The message says what happened, where, and what to do.
    """


class DatabaseUnavailableError(StoreError):
    """The database cannot be opened: no such server, folder or right, or no database at all."""


class DatabaseAwayError(DatabaseUnavailableError):
    """The server broke the connection or takes none now: it may come back by itself."""


class DatabaseLockedError(StoreError):
    """Another process kept the database locked for longer than the busy timeout."""


class SchemaNewerError(StoreError):
    """The database was last written by a newer version of this software."""


class RefusedError(StoreError):
    """One job was refused, for a reason of its own; its batch was stored without it."""


class UnknownUrlError(RefusedError):
    """A page is to be settled as unchanged that the store has never held."""


def shown(where: URL | Engine) -> str:
    """Return a database's URL for people: without its password."""
    url = where if isinstance(where, URL) else where.url
    return url.render_as_string(hide_password=True)


def store_error(error: SQLAlchemyError, where: URL | Engine, doing: str) -> StoreError:
    """Return the store's own error for one of SQLAlchemy's."""
    cause = _cause(error)
    if any(words in cause for words in _LOCKED):
        return DatabaseLockedError(
            f"{shown(where)}: locked by another process for longer than the timeout while "
            f"{doing}; wait until it is done, or end it, and run again"
        )
    if isinstance(error, OperationalError) or _broken(error):
        kind = DatabaseAwayError if _passes(error) else DatabaseUnavailableError
        return kind(
            f"{shown(where)}: not available while {doing} ({cause}); see that the folder or "
            "server is there, the disk has room and the account may write"
        )
    return StoreError(
        f"{shown(where)}: failed while {doing} ({cause}); see that the address names a database "
        "of govreports and that it is whole"
    )


def is_databases_own(error: BaseException) -> bool:
    """Whether an error of SQLAlchemy is the database's trouble, and no job's fault."""
    return isinstance(error, OperationalError) or _broken(error)


def _broken(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _passes(error: SQLAlchemyError) -> bool:
    """Whether a server's trouble may be over soon; a file's never is by itself."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    # psycopg's errors alone have one; its import would cost each crawl into SQLite 9 MB.
    if cause is None or not hasattr(cause, "sqlstate"):
        return False
    # None where no connection came about: libpq hands none on.
    return cause.sqlstate is None or cause.sqlstate.startswith(_PASSING)


def _cause(error: SQLAlchemyError) -> str:
    """Return the driver's words on one line: SQLAlchemy's own add the statement and its values."""
    words = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return " ".join(words.split())
