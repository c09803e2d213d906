"""Decisions taken back: each report holds again what it held, and what has come since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govreports.store import decisions
from govreports.store.deciding import (
    MendingError,
    held,
    last_seen,
    regroup,
    standing_at,
    transaction,
)
from govreports.store.decisions import MERGE, SPLIT, presence_of
from govreports.store.intervals import gone_on_with, together
from govreports.store.mending import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from govreports.store.answers import Decision
    from govreports.store.holdings import Holding
    from govreports.store.rows import PresenceRow


def undo_merge(engine: Engine, report_id: str, at: datetime) -> Decision:
    """Part again what a report held before it was merged, and what its addresses held since.

    Raises :class:`MendingError` where no such merge stands, or a later decision builds on it.
    """
    with transaction(engine, report_id) as connection:
        decision = _standing(connection, MERGE, report_id)
        row = decisions.row_of(connection, decision.decision_id)
        whole = held(connection, decision.other_id)
        part, rest = _parts(whole, decision, set(row["addresses"]))
        after = [
            replace(
                one,
                presence=_presence(row, (whole,), one),
                last_seen_at=last_seen(connection, one, other),
            )
            for one, other in ((part, rest), (rest, part))
        ]
        regroup(connection, (whole,), after)
        return _undone(connection, decision, at)


def undo_split(engine: Engine, report_id: str, at: datetime) -> Decision:
    """Let the report that another one was parted from hold again what that one holds.

    Raises :class:`MendingError` where no such split stands, or a later decision builds on it.
    """
    with transaction(engine, report_id) as connection:
        decision = _standing(connection, SPLIT, report_id)
        row = decisions.row_of(connection, decision.decision_id)
        parts = held(connection, report_id), held(connection, decision.other_id)
        whole = merged(*parts)
        whole = replace(whole, presence=_presence(row, parts, whole))
        regroup(connection, parts, (whole,))
        return _undone(connection, decision, at)


def _standing(connection: Connection, kind: str, report_id: str) -> Decision:
    found = decisions.concerning(connection, report_id)
    mine = [one for one in found if (one.kind, one.report_id) == (kind, report_id)]
    standing = [one for one in mine if one.undone_at is None]
    if not standing:
        others = [one.report_id for one in found if one.kind == kind and one.undone_at is None]
        remedy = (
            f"name what it took in: {', '.join(others)}" if others else "there is nothing to undo"
        )
        message = f"no {kind} of {report_id} stands"
        raise MendingError(message, remedy)
    _refuse_if_built_upon(connection, standing[-1])
    return standing[-1]


def _refuse_if_built_upon(connection: Connection, decision: Decision) -> None:
    for later in decisions.concerning(connection, decision.report_id, decision.other_id):
        if later.decision_id > decision.decision_id and later.undone_at is None:
            message = (
                f"the {decision.kind} of {decision.report_id} was followed by "
                f"the {later.kind} of {later.report_id}"
            )
            raise MendingError(message, f"first: govreports {later.kind} --undo {later.report_id}")


def _undone(connection: Connection, decision: Decision, at: datetime) -> Decision:
    decisions.undo(connection, decision.decision_id, at)
    return replace(decision, undone_at=at)


def _parts(whole: Holding, decision: Decision, addresses: set[str]) -> tuple[Holding, Holding]:
    """Return the merged report and the one that took it in, as they are to be again."""
    before = {(one.new_id, one.new_version): one.old_id for one in decision.moved}
    # Whose a version is that came since, its address says.
    mine = [
        before.get(one.key) == decision.report_id
        if one.key in before
        else one.row["url_key"] in addresses
        for one in whole.versions
    ]
    parted = [one for one, parts in zip(whole.versions, mine, strict=True) if parts]
    kept = [one for one, parts in zip(whole.versions, mine, strict=True) if not parts]
    keys = addresses | (standing_at(parted) - standing_at(kept))
    urls = [url for url in whole.urls if url["url_key"] in keys]
    rest = [url for url in whole.urls if url["url_key"] not in keys]
    part = replace(whole, report_id=decision.report_id, versions=parted, urls=urls)
    return part, replace(whole, versions=kept, urls=rest)


def _presence(row: dict[str, Any], now: Sequence[Holding], one: Holding) -> list[PresenceRow]:
    before, after = row["presence"]["before"], row["presence"]["after"]
    saved = presence_of(one.report_id, before[one.report_id])
    left = _shared(presence_of(holder, intervals) for holder, intervals in after.items())
    shared = _shared(holding.presence for holding in now)
    return gone_on_with(saved, (left, shared), one.urls, row["decided_at"])


def _shared(presences: Iterable[list[PresenceRow]]) -> PresenceRow:
    """Return the last interval in which any of the reports could be found."""
    both: list[PresenceRow] = []
    for intervals in presences:
        both = together(both, intervals)
    return both[-1]
