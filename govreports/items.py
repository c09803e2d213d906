"""What travels from the spider through the pipelines, one page each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreports.records import Capture, RawReport, Report, Row


@dataclass(frozen=True, slots=True)
class PageItem:
    """A page that the spider fetched and, unless it is known unchanged, read.

    ``raw`` is ``None`` for a page settled without reading: the server said
    304, or sent the very bytes that were read before. ``parts`` are the further
    captures that reading took; ``report`` is filled stage by stage.
    """

    capture: Capture
    url_key: str
    column: str | None
    row: Row | None
    raw: RawReport | None
    parts: tuple[Capture, ...] = ()
    report: Report | None = None
