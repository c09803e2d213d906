"""What became of the rows of each column that a run has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_COUNTS = ("declared_first", "known", "new", "changed", "skipped", "missing", "refused")


def upgrade() -> None:
    """Add the counts to `listings`; earlier runs read each list once and kept none."""
    with op.batch_alter_table("listings") as table:
        table.add_column(sa.Column("passes", sa.Integer(), nullable=False, server_default="1"))
        for name in _COUNTS:
            table.add_column(sa.Column(name, sa.Integer()))
