"""Where a contestant of the crawl benchmark keeps its store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def database_url(folder: Path) -> str:
    """Return the address of our store in a contestant's folder."""
    return f"sqlite:///{folder / 'govreports.db'}"
