"""The index of the archive: every capture's place, file by file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from govreports.archive.checking import Indexed
from govreports.store import models
from govreports.store.engine import reading
from govreports.store.lookups import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Engine


def indexed_files(engine: Engine) -> list[str]:
    """Return the names of all files that the store knows records in."""
    with reading(engine, "listing the archive's files") as connection:
        query = select(models.captures.c.warc_file).distinct()
        return sorted(connection.scalars(query))


def index_of(engine: Engine, file: str) -> dict[int, Indexed]:
    """Return what the store knows of a file's records, by offset."""
    table = models.captures
    query = select(table.c.warc_offset, table.c.id, table.c.warc_length, table.c.payload_sha256)
    with reading(engine, "reading the archive's index") as connection:
        rows = connection.execute(query.where(table.c.warc_file == file))
        return {offset: Indexed(*known) for offset, *known in rows}


def unknown(engine: Engine, records: Iterable[str]) -> set[str]:
    """Return which of these records the store does not know."""
    table = models.captures
    wanted = set(records)
    left = set(wanted)
    with reading(engine, "looking for records") as connection:
        for some in portions(wanted):
            query = select(table.c.id).where(table.c.id.in_(some))
            left.difference_update(connection.scalars(query))
    return left


def unknown_records(engine: Engine) -> Iterator[str]:
    """Yield a line for each version one of whose records the store does not know."""
    versions = models.versions
    query = select(versions.c.report_id, versions.c.version, versions.c.part_capture_ids)
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    with reading(engine, "looking for records") as connection:
        for report_id, version, parts in connection.execute(query):
            for part in parts:
                wanted[part].append(f"version {version} of {report_id}")
        known = set(connection.scalars(select(models.captures.c.id))) if wanted else set()
    for part in sorted(wanted.keys() - known):
        for version_name in wanted[part]:
            yield f"{version_name}: the store knows no record {part}, a part of its page"
