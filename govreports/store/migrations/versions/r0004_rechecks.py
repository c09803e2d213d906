"""When a known page is asked for again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what re-check windows are computed from; pages met before are due at once."""
    with op.batch_alter_table("report_urls") as table:
        table.add_column(sa.Column("looks", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("watched_days", sa.Float(), nullable=False, server_default="0"))
        table.add_column(sa.Column("looked_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("recheck_at", sa.DateTime(timezone=True)))
