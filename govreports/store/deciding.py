"""One decision about reports by hand: what they are to hold, written and recorded at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from govreports.store import decisions, holdings, models
from govreports.store.answers import Decision, Moved
from govreports.store.decisions import plain_presence
from govreports.store.engine import writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from govreports.store.holdings import HeldVersion, Holding


class MendingError(Exception):
    """Nothing was decided: what was found, and what a person can do about it."""

    def __init__(self, found: str, remedy: str) -> None:
        """Keep both for the one line that is shown."""
        super().__init__(found)
        self.found = found
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Said:
    """When a person decided, and why in their words."""

    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision of a kind: ``report_id`` is what is merged or parted, ``other_id`` what stays."""

    kind: str
    report_id: str
    other_id: str
    said: Said

    def write(
        self, connection: Connection, held: Sequence[Holding], after: Sequence[Holding]
    ) -> Decision:
        """Let the reports hold what they are to hold, and record it."""
        moved = regroup(connection, held, after)
        parted = next(one for one in (*held, *after) if one.report_id == self.report_id)
        values = {
            "portal": parted.portal,
            "kind": self.kind,
            "report_id": self.report_id,
            "other_id": self.other_id,
            "decided_at": self.said.at,
            "note": self.said.note,
            "addresses": parted.keys,
            "presence": {"before": presence(held), "after": presence(after)},
        }
        number = decisions.add(connection, values, moved)
        return decisions.decision_of(decisions.row_of(connection, number))


@contextmanager
def transaction(engine: Engine, report_id: str) -> Iterator[Connection]:
    """Open a write transaction in which no crawl of the report's portal writes."""
    portal, _, _ = report_id.rpartition("-")
    with writing(engine, "merging or splitting reports", [portal]) as connection:
        yield connection


def held(connection: Connection, report_id: str) -> Holding:
    """Return what a report holds. Raises :class:`MendingError` where there is none of that id."""
    found = holdings.read(connection, report_id)
    if found is not None:
        return found
    led = decisions.trace(connection, report_id)
    if led:
        words = f"{report_id} has been taken into {led[-1].other_id}"
        raise MendingError(words, f"see govreports history {led[-1].other_id}")
    message = f"there is no report {report_id!r}"
    raise MendingError(message, "see the ids: govreports export")


def regroup(
    connection: Connection, before: Sequence[Holding], after: Sequence[Holding]
) -> list[Moved]:
    """Write what reports are to hold; return where each version was and is."""
    old = [version.key for one in after for version in one.versions]
    new = holdings.write(connection, before, after)
    return [Moved(*was, *is_now) for was, is_now in zip(old, new, strict=True)]


def presence(reports: Sequence[Holding]) -> dict[str, list[dict[str, str | None]]]:
    """Return reports' presence as JSON may hold it."""
    return {one.report_id: plain_presence(one.presence) for one in reports}


def last_seen(connection: Connection, holding: Holding, other: Holding) -> datetime:
    """Return when a report was last seen, by its addresses.

    One without an address left was last seen when its page last answered
    before the other report was read there.
    """
    if holding.urls:
        return max(url["last_seen_at"] for url in holding.urls)
    table = models.captures
    before = other.versions[0].row["fetched_at"]
    query = select(func.max(table.c.fetched_at)).where(
        table.c.portal == holding.portal,
        table.c.url_key.in_(standing_at(holding.versions)),
        table.c.fetched_at < before,
    )
    found: datetime | None = connection.scalar(query)
    return found or holding.versions[-1].created_at


def standing_at(versions: Sequence[HeldVersion]) -> set[str]:
    """Return the URL keys at which versions stand."""
    return {version.row["url_key"] for version in versions}
