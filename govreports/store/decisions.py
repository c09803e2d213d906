"""What people decided about reports by hand: the record of it, and where an id leads today."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, insert, or_, select, update

from govreports.store import models
from govreports.store.answers import Decision, Moved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from govreports.store.rows import PresenceRow

MERGE, SPLIT = "merge", "split"


def add(connection: Connection, values: Mapping[str, Any], moved: Iterable[Moved]) -> int:
    """Record a decision; return its number."""
    table = models.decisions
    keys = [[one.old_id, one.old_version, one.new_id, one.new_version] for one in moved]
    added = insert(table).values(**values, moved=keys).returning(table.c.decision_id)
    return int(connection.execute(added).scalar_one())


def undo(connection: Connection, decision_id: int, at: datetime) -> None:
    """Record that a decision no longer stands."""
    table = models.decisions
    mine = table.c.decision_id == decision_id
    connection.execute(update(table).where(mine).values(undone_at=at))


def row_of(connection: Connection, decision_id: int) -> dict[str, Any]:
    """Return a decision's row, with all that undoing it needs."""
    table = models.decisions
    query = select(table).where(table.c.decision_id == decision_id)
    return connection.execute(query).one()._asdict()


def concerning(connection: Connection, *report_ids: str) -> list[Decision]:
    """Return the decisions that any of these reports has a part in, the first one first."""
    table = models.decisions
    either = or_(table.c.report_id.in_(report_ids), table.c.other_id.in_(report_ids))
    query = select(table).where(either).order_by(table.c.decision_id)
    return [decision_of(row._asdict()) for row in connection.execute(query)]


def decision_of(row: Mapping[str, Any]) -> Decision:
    """Return the decision that a row holds."""
    names = ("decision_id", "kind", "report_id", "other_id", "decided_at", "note", "undone_at")
    moved = tuple(Moved(*keys) for keys in row["moved"])
    return Decision(**{name: row[name] for name in names}, moved=moved)


def trace(connection: Connection, report_id: str) -> list[Decision]:
    """Return the decisions that lead from an id without a report to the one that holds it today.

    The last one's ``other_id`` is that report; there are none for a report's own
    id, and for one that nobody has ever given out.
    """
    found: list[Decision] = []
    while not is_report(connection, report_id):
        last = _taken_in(connection, report_id)
        if last is None:
            return found
        found.append(last)
        report_id = last.other_id
    return found


def trace_version(connection: Connection, report_id: str, version: int) -> tuple[str, int] | None:
    """Return under which report and number a version of a report that was taken in is held today.

    ``None`` where the report had no such version then.
    """
    key = report_id, version
    for decision in trace(connection, report_id):
        for one in (decision, *_later(connection, decision)):
            key = _moves(one).get(key, key)
    return None if key[0] == report_id else key


def _later(connection: Connection, decision: Decision) -> list[Decision]:
    found = concerning(connection, decision.other_id)
    return [
        one for one in found if one.decision_id > decision.decision_id and one.undone_at is None
    ]


def _moves(decision: Decision) -> dict[tuple[str, int], tuple[str, int]]:
    """Return where each version went: by a split that was undone, back."""
    there = {(one.old_id, one.old_version): (one.new_id, one.new_version) for one in decision.moved}
    return there if decision.undone_at is None else {new: old for old, new in there.items()}


def is_report(connection: Connection, report_id: str) -> bool:
    """Whether there is a report of that id: one that was merged has only left its id."""
    table = models.reports
    query = select(table.c.report_id).where(table.c.report_id == report_id)
    return connection.execute(query).first() is not None


def _taken_in(connection: Connection, report_id: str) -> Decision | None:
    """Return the last merge of the report that stands, or split that was undone."""
    table = models.decisions
    ended = case((table.c.kind == SPLIT, table.c.undone_at), else_=table.c.decided_at)
    query = select(table).where(table.c.report_id == report_id, _took_in()).order_by(ended.desc())
    row = connection.execute(query.limit(1)).first()
    return None if row is None else decision_of(row._asdict())


def _took_in() -> ColumnElement[bool]:
    table = models.decisions
    stands = table.c.undone_at.is_(None)
    return or_(and_(table.c.kind == MERGE, stands), and_(table.c.kind == SPLIT, ~stands))


# -- Intervals of presence as JSON holds them


def plain_presence(intervals: Sequence[PresenceRow]) -> list[dict[str, str | None]]:
    """Return intervals as JSON may hold them."""
    return [
        {
            "appeared_at": row["appeared_at"].isoformat(),
            "unlisted_at": _iso(row["unlisted_at"]),
            "gone_at": _iso(row["gone_at"]),
            "reason": row["reason"],
        }
        for row in intervals
    ]


def presence_of(report_id: str, plain: Sequence[Mapping[str, str]]) -> list[PresenceRow]:
    """Return a report's intervals that :func:`plain_presence` put away."""
    return [
        {
            "report_id": report_id,
            "appeared_at": datetime.fromisoformat(one["appeared_at"]),
            "unlisted_at": _moment(one["unlisted_at"]),
            "gone_at": _moment(one["gone_at"]),
            "reason": one["reason"],
        }
        for one in plain
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
