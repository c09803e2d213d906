"""Finds the report that a command names, or says which ids come near."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from govreports.cli.app import fail

if TYPE_CHECKING:
    from govreports.store.answers import Version
    from govreports.store.queries import Queries

_NEAREST = 3
# Two ids of one portal share that much of their length by chance.
_ALIKE = 0.7


def versions_of(store: Queries, report_id: str) -> list[Version]:
    """Return a report's versions; an unknown id ends the command."""
    versions = store.versions(report_id)
    if not versions:
        near = get_close_matches(report_id, store.report_ids(), _NEAREST, _ALIKE)
        remedy = f"did you mean {', '.join(near)}" if near else "see the ids: govreports export"
        fail(f"there is no report {report_id!r}", remedy)
    return versions


def version_of(versions: list[Version], number: int) -> Version:
    """Return one of a report's versions; a number that is not there ends the command."""
    found = next((one for one in versions if one.report.version == number), None)
    if found is None:
        report_id, last = versions[0].report_id, versions[-1].report.version
        fail(f"{report_id} has no version {number}", f"name one from 1 to {last}")
    return found
