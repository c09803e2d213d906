"""Reads a version's bytes again, from the archive, with today's reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.archive.errors import ArchiveError
from govreports.fingerprint import with_hash
from govreports.records import Level, Problem, Report
from govreports.store.jobs import VersionFacts
from govreports.store.places import places
from govreports.store.rows import list_row_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from govreports.records import Exchange
    from govreports.store.rows import VersionRow


class Archived:
    """The bytes behind versions, and the reader that reads them today."""

    def __init__(
        self,
        connection: Connection,
        archive: Path,
        reader: Callable[[Exchange, VersionFacts], Report | None],
    ) -> None:
        """Take a connection that sees the captures, the archive's folder and the reader."""
        self._connection = connection
        self._archive = archive
        self._reader = reader

    def reread(self, row: VersionRow) -> Report | Problem:
        """Return what today's reader reads in a version's bytes, or why it reads nothing."""
        try:
            page, *parts = self._exchanges([row["capture_id"], *row["part_capture_ids"]])
            report = self._reader(page, facts_of(row, tuple(parts)))
        except ArchiveError as error:
            return _unread(row, str(error))
        return with_hash(report) if report else _unread(row, "reads as no report")

    def _exchanges(self, ids: list[str]) -> list[Exchange]:
        found = places(self._connection, ids)
        return [found[name].read(self._archive) for name in ids]


def facts_of(row: VersionRow, parts: tuple[Exchange, ...] = ()) -> VersionFacts:
    """Return what reading a version's bytes needs beside them."""
    return VersionFacts(
        portal=row["portal"],
        report_id=row["report_id"],
        version=row["version"],
        url=row["url"],
        column=row["column"],
        region_code=row["region_code"],
        row=list_row_of(row["list_row"]),
        fetched_at=row["fetched_at"],
        parts=parts,
    )


def _unread(row: VersionRow, found: str) -> Problem:
    return Problem(
        code="earlier_version_unread",
        level=Level.WARNING,
        url=row["url"],
        found=f"version {row['version']} of {row['report_id']} in the archive: {found}",
        expected="its bytes read with today's reader, to tell the portal's edits from our progress",
        remedy="the page was stored as a new version; look at the difference between the two",
    )
