"""What a listing showed of a page when it was last asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add it; of pages met before nothing is known until they are asked for again."""
    op.add_column("report_urls", sa.Column("listed_as", sa.Text()))
