"""The database's schema, revision by revision (Alembic).

Forward only: a filled SQLite file is copied before it is changed, and a step
that fails is undone whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from govreports.store.engine import reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

HEAD = "0010"
"""The revision that this code works with."""


def upgrade(engine: Engine) -> list[str]:
    """Bring the database to today's schema and return the revisions applied, in order.

    Several processes may do so at once: one does it, the others wait. A
    filled SQLite file is copied before, to ``<name>.before-<revision>.db``
    beside it. Raises :class:`SchemaNewerError` where a newer version of this
    software has written the database, :class:`StoreError` where a step fails;
    nothing is changed then.
    """
    with reading(engine, "looking at the schema") as connection:
        if current_revision(connection) == HEAD:
            return []
    # Alembic costs 0.1 s and 10 MB, and nearly every start finds the schema as it should be.
    from govreports.store.migrations.runner import run  # noqa: PLC0415

    return run(engine)


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database's schema, ``None`` for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    query = text("SELECT version_num FROM alembic_version")
    found: str | None = connection.execute(query).scalar()
    return found
