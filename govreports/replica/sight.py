"""What a visitor of a portal could see at a moment: the portal's own history of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from govreports.records import Report


@dataclass(frozen=True, slots=True)
class Sight:
    """A portal as it showed itself at a moment.

    ``listed`` are the articles' keys in the order of the list, none where it
    shows none; ``paths`` and ``truths`` are of every article whose page is there.
    """

    at: datetime
    listed: tuple[str, ...]
    paths: Mapping[str, str]
    truths: Mapping[str, Report]
