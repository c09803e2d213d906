"""All that is kept of one report over time, as data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from govreports.difference import difference

if TYPE_CHECKING:
    from govreports.difference import Difference
    from govreports.store.answers import Address, Decision, Interval, Version
    from govreports.store.provenance import Provenance
    from govreports.store.queries import Queries


@dataclass(frozen=True, slots=True)
class History:
    """All that the store keeps of one report over time, each list the oldest first."""

    report_id: str
    versions: list[Version]
    origins: list[Provenance]
    presence: list[Interval]
    addresses: list[Address]
    decisions: list[Decision]

    def changes(self) -> list[Difference | None]:
        """Return what each version changed; nothing precedes the first."""
        found = [difference(old.report, new.report) for old, new in pairwise(self.versions)]
        return [None, *found]


def history(store: Queries, report_id: str) -> History:
    """Ask the store for a report's history; its lists are empty for an unknown report."""
    return History(
        report_id,
        store.versions(report_id),
        store.provenance(report_id),
        store.presence(report_id),
        store.urls(report_id),
        store.decisions(report_id),
    )
