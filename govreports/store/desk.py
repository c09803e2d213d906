"""What deciding needs besides the page and the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from govreports.records import Problem, Report
    from govreports.store.rows import VersionRow

Reread: TypeAlias = "Callable[[VersionRow], Report | Problem]"
"""Reads a version's bytes again with today's reader, or says why that cannot be done."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The time of the batch, and today's reader."""

    now: datetime
    reader_version: str
    reread: Reread
