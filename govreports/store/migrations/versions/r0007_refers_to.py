"""Answers that came unchanged refer to the record that holds their body."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_HOLDS_A_BODY = sa.text("refers_to IS NULL")


def upgrade() -> None:
    """Add `captures.refers_to`, and find the record of a body by its digest."""
    with op.batch_alter_table("captures") as captures:
        captures.add_column(sa.Column("refers_to", sa.String(36)))
        captures.create_foreign_key("fk_captures_refers_to", "captures", ["refers_to"], ["id"])
    op.create_index(
        "ix_captures_payload_sha256",
        "captures",
        ["payload_sha256"],
        sqlite_where=_HOLDS_A_BODY,
        postgresql_where=_HOLDS_A_BODY,
    )
