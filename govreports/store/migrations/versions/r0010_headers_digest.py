"""An answer that came again with the same headers need not name them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add it; against answers archived before, revisits go on to name all headers."""
    op.add_column("captures", sa.Column("headers_digest", sa.String(16)))
