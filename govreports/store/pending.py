"""Versions that another reader than today's has read, a portion at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, tuple_

from govreports.store import models
from govreports.store.engine import reading
from govreports.store.places import places
from govreports.store.rereading import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine, Select

    from govreports.store.jobs import VersionFacts
    from govreports.store.places import Place

# Versions known at a time: in the archive's order, those of most portals are read from end to end.
PORTION = 5000
# What reading again needs of a version; bodies stay in the database.
_NEEDED = (
    "portal", "report_id", "version", "url", "column", "region_code", "list_row", "fetched_at",
    "capture_id", "part_capture_ids",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pending:
    """A version to be read again.

    ``places`` are the records of its page and of the further parts, in the
    order they were handed in; ``missing`` are those that the store does not know.
    """

    facts: VersionFacts
    capture_id: str
    places: tuple[Place, ...]
    missing: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int]:
        """Report id and version."""
        return self.facts.report_id, self.facts.version


def count(engine: Engine, portal: str, reader_version: str) -> int:
    """Return how many of a portal's versions that reader has not read."""
    query = _unread(portal, reader_version).with_only_columns(func.count())
    with reading(engine, "counting versions") as connection:
        return connection.execute(query).scalar_one()


def pending(engine: Engine, portal: str, reader_version: str) -> Iterator[list[Pending]]:
    """Yield a portal's versions that this reader has not read, each portion in archive order.

    Between two portions no transaction is held, so that what was read may be written.
    """
    table = models.versions
    key = tuple_(table.c.report_id, table.c.version)
    query = _unread(portal, reader_version).order_by(table.c.report_id, table.c.version)
    found = _portion(engine, query)
    while found:
        yield sorted(found, key=_place_in_archive)
        found = _portion(engine, query.where(key > tuple_(*found[-1].key)))


def families(engine: Engine) -> dict[str, str]:
    """Return the CMS family that the last run of each portal has noted, where it noted one."""
    table = models.runs
    query = select(table.c.portal, table.c.stats).where(table.c.stats.is_not(None))
    with reading(engine, "looking for families") as connection:
        rows = connection.execute(query.order_by(table.c.run_id))
        return {row.portal: row.stats["family"] for row in rows if "family" in row.stats}


def _place_in_archive(one: Pending) -> tuple[str, int]:
    if not one.places:
        return "", 0
    return one.places[0].file, one.places[0].offset


def _unread(portal: str, reader_version: str) -> Select[Any]:
    table = models.versions
    query = select(*(table.c[name] for name in _NEEDED))
    return query.where(table.c.portal == portal, table.c.reader_version != reader_version)


def _portion(engine: Engine, query: Select[Any]) -> list[Pending]:
    with reading(engine, "looking for versions to read again") as connection:
        rows = connection.execute(query.limit(PORTION)).mappings().all()
        wanted = [name for row in rows for name in (row["capture_id"], *row["part_capture_ids"])]
        found = places(connection, wanted)
    return [_pending(dict(row), found) for row in rows]


def _pending(row: dict[str, Any], found: Mapping[str, Place]) -> Pending:
    ids = [row["capture_id"], *row["part_capture_ids"]]
    return Pending(
        facts=facts_of(row),
        capture_id=row["capture_id"],
        places=tuple(found[name] for name in ids if name in found),
        missing=tuple(name for name in ids if name not in found),
    )
