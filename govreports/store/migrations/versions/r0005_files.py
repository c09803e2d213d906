"""The files that reports link to: their bytes once each, and what their addresses serve."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create `files` and `file_addresses`."""
    _create_files()
    _create_addresses()


def _create_files() -> None:
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("text_state", sa.Text(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("macros", sa.Boolean(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.String(36), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_files_capture_id"),
    )


def _create_addresses() -> None:
    table = "file_addresses"
    op.create_table(
        table,
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("capture_id", sa.String(36), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("portal", "file_key", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["sha256"], ["files.sha256"], name=f"fk_{table}_sha256"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=f"fk_{table}_capture_id"),
    )
    op.create_index(f"ix_{table}_sha256", table, ["sha256"])
