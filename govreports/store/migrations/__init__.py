"""The database's schema, revision by revision (Alembic).

Forward only: a filled SQLite file is copied before it is changed, and a step
that fails is undone whole.
"""

from __future__ import annotations

from govreports.store.migrations.runner import HEAD, upgrade

__all__ = ["HEAD", "upgrade"]
