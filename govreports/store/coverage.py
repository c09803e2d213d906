"""How many of a portal's reports state each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import JSON, Date, Integer, Text, and_, case, cast, exists, func, select

from govreports.store import models
from govreports.store.engine import reading
from govreports.store.lookups import is_latest
from govreports.store.types import ChinaDateTime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Engine

_EMPTY_LIST = "[]"


def coverage(engine: Engine, portal: str, names: Sequence[str]) -> dict[str, float]:
    """Return the share of the portal's reports that state each field; nothing for no reports.

    It is of the latest versions of all reports that are not removed. ``None``,
    an empty text and an empty list are not stated. Raises
    :class:`govreports.store.errors.StoreError` where the database does not answer.
    """
    table, presence = models.versions, models.presence
    there = exists().where(presence.c.report_id == table.c.report_id, presence.c.gone_at.is_(None))
    query = select(func.count(), *(_stated(name) for name in names)).where(
        table.c.portal == portal, is_latest(table), there
    )
    with reading(engine, "looking at fields") as connection:
        total, *stated = connection.execute(query).one()
    return {name: count / total for name, count in zip(names, stated, strict=True)} if total else {}


def _stated(name: str) -> ColumnElement[int]:
    if name == "attachments":
        return _sum(_has_files())
    column = models.versions.c[name]
    return _sum(and_(column.is_not(None), _not_empty(column)))


def _not_empty(column: Column[object]) -> ColumnElement[bool]:
    if isinstance(column.type, (Date, ChinaDateTime, Integer)):
        return column.is_not(None)
    if isinstance(column.type, JSON):
        return cast(column, Text) != _EMPTY_LIST
    return column != ""


def _has_files() -> ColumnElement[bool]:
    files, versions = models.attachments, models.versions
    return exists().where(
        files.c.report_id == versions.c.report_id, files.c.version == versions.c.version
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
