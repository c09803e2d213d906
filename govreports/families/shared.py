"""What the families' answers have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.reading.article import read_report
from govreports.reading.document import Document
from govreports.records import Needs

if TYPE_CHECKING:
    from govreports.reading.article import Layout
    from govreports.records import Capture, RawReport


def read_as(
    family: str, layout: Layout, page: Capture, parts: tuple[Capture, ...]
) -> RawReport | Needs:
    """Read an article by a family's layout and name the family in it.

    Raises `UnreadableError` where the page is no article.
    """
    report = read_report(page, Document(page), layout, parts)
    return report if isinstance(report, Needs) else replace(report, family=family)
