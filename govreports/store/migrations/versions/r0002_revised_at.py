"""When a better reader changed a version in place; versions count from one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add both to `versions`; SQLite has to rebuild the table for the second."""
    with op.batch_alter_table("versions") as versions:
        versions.add_column(sa.Column("revised_at", sa.DateTime(timezone=True)))
        versions.create_check_constraint("version_from_one", "version >= 1")
