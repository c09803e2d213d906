"""Finds the report that a command names, or says which ids come near."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from govreports.cli.app import errors, fail

if TYPE_CHECKING:
    from govreports.store.answers import Decision, Version
    from govreports.store.queries import Queries

_NEAREST = 3
# Two ids of one portal share that much of their length by chance.
_ALIKE = 0.7


def today(store: Queries, report_id: str) -> str:
    """Return the id that a report bears today; an unknown one ends the command.

    The id of a report that was merged by hand leads to the one that holds it now.
    """
    led = known(store, report_id)
    if not led:
        return report_id
    errors.print(f"govreports: {report_id} is held by {led[-1].other_id} now", markup=False)
    return led[-1].other_id


def known(store: Queries, report_id: str) -> list[Decision]:
    """Return what leads from an id to the report that holds it; an unknown id ends the command."""
    led = store.trace(report_id)
    ids = [] if led else store.report_ids()
    if not led and report_id not in ids:
        near = get_close_matches(report_id, ids, _NEAREST, _ALIKE)
        remedy = f"did you mean {', '.join(near)}" if near else "see the ids: govreports export"
        fail(f"there is no report {report_id!r}", remedy)
    return led


def version_of(versions: list[Version], number: int) -> Version:
    """Return one of a report's versions; a number that is not there ends the command."""
    found = next((one for one in versions if one.report.version == number), None)
    if found is None:
        report_id, last = versions[0].report_id, versions[-1].report.version
        fail(f"{report_id} has no version {number}", f"name one from 1 to {last}")
    return found


def number_today(store: Queries, report_id: str, number: int) -> int:
    """Return the number of a version that was cited under an id, which may have been merged since.

    The numbers of a report that bears its id today are today's.
    """
    found = store.trace_version(report_id, number)
    return number if found is None else found[1]
