"""Times as people in China read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store.types import CHINA

if TYPE_CHECKING:
    from datetime import datetime

ZONE = "北京时间 · Beijing time"


def moment(at: datetime) -> str:
    """Return a time in Beijing, to the second."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
