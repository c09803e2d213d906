"""Run by Alembic inside the transaction that `upgrade` holds."""

from __future__ import annotations

from alembic import context

from govreports.store.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite's DDL is transactional once the driver no longer commits before it.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
