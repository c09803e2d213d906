"""Two versions of a report side by side, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govreports.difference import Difference, difference
from govreports.feeds import plain

if TYPE_CHECKING:
    from govreports.records import Report


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one report and what differs between them."""

    report_id: str
    old: Report
    new: Report
    found: Difference


def compare(report_id: str, old: Report, new: Report) -> Comparison:
    """Compare two versions of a report, as they are handed in."""
    return Comparison(report_id, old, new, difference(old, new))


def json_of(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as one JSON object; ``body`` holds kept passages too, in order."""
    return {
        "report_id": comparison.report_id,
        "old": _version(comparison.old),
        "new": _version(comparison.new),
        "fields": [
            {"name": field.name, "old": _plain(field.old), "new": _plain(field.new)}
            for field in comparison.found.fields
        ],
        "body": [{"kind": part.kind, "text": part.text} for part in comparison.found.body],
    }


def _version(report: Report) -> dict[str, Any]:
    names = ("version", "url", "title", "content_hash", "fetched_at")
    return {name: plain(getattr(report, name)) for name in names}


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else plain(value)
