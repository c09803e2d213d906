"""Does the database keep its promises? For tests of crashes, and for doubts."""

from __future__ import annotations

import hashlib
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select

from govreports.archive.decoding import decode
from govreports.archive.errors import ArchiveError
from govreports.store import models
from govreports.store.decisions import SPLIT
from govreports.store.engine import is_sqlite, reading
from govreports.store.places import place_of, with_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Connection, Engine, Row


def verify(engine: Engine, archive: Path | None = None) -> list[str]:
    """Return what is wrong with the database, one plain sentence each; nothing for a whole one.

    With the archive's folder every capture is read back from it as well.
    """
    with reading(engine, "checking the database") as connection:
        found = [*_versions(connection), *_heads(connection), *_addresses(connection)]
        found += _files(connection)
        found += _presence(connection)
        if is_sqlite(connection):
            found += _sqlite(connection)
        if archive is not None:
            found += [*_captures(connection, archive), *_payloads(connection, archive)]
            found += _file_bytes(connection, archive)
    return found


def _versions(connection: Connection) -> Iterator[str]:
    """Versions count 1, 2, … without gaps, and the report knows the latest."""
    reports, versions = models.reports, models.versions
    number = versions.c.version
    query = (
        select(reports.c.report_id, reports.c.version, func.count(number), func.max(number))
        .outerjoin(versions, versions.c.report_id == reports.c.report_id)
        .group_by(reports.c.report_id, reports.c.version)
        .having(
            or_(
                func.count(number) == 0,
                func.count(number) != func.max(number),
                func.min(number) != 1,
                func.max(number) != reports.c.version,
            )
        )
    )
    for report_id, current, count, last in connection.execute(query):
        yield f"{report_id}: {count} versions up to {last}, its current one is {current}"


def _heads(connection: Connection) -> Iterator[str]:
    """A report is found by the 索引号 and text of its latest version."""
    reports, versions = models.reports, models.versions
    latest = and_(
        versions.c.report_id == reports.c.report_id, versions.c.version == reports.c.version
    )
    differs = or_(
        versions.c.text_hash != reports.c.text_hash,
        versions.c.index_number.is_distinct_from(reports.c.index_number),
    )
    for report_id in connection.scalars(
        select(reports.c.report_id).join(versions, latest).where(differs)
    ):
        yield f"{report_id}: is looked up by another text or 索引号 than its latest version's"


def _addresses(connection: Connection) -> Iterator[str]:
    """A version's address is one of its report's, or of the one that was parted from it there."""
    versions, urls, parted = models.versions, models.report_urls, models.decisions
    own = and_(
        urls.c.portal == versions.c.portal,
        urls.c.url_key == versions.c.url_key,
        urls.c.report_id == versions.c.report_id,
    )
    anyones = urls.alias("anyones")
    by_hand = exists().where(
        anyones.c.portal == versions.c.portal,
        anyones.c.url_key == versions.c.url_key,
        parted.c.kind == SPLIT,
        parted.c.undone_at.is_(None),
        parted.c.other_id == versions.c.report_id,
    )
    query = select(versions.c.report_id, versions.c.version, versions.c.url_key)
    for report_id, version, key in connection.execute(
        query.outerjoin(urls, own).where(urls.c.url_key.is_(None), ~by_hand)
    ):
        yield f"{report_id}: version {version} stands at {key}, which is no address of the report"


def _presence(connection: Connection) -> Iterator[str]:
    """Intervals follow each other without overlap, at most the last one open, never none."""
    reports, table = models.reports, models.presence
    query = select(reports.c.report_id, table.c.appeared_at, table.c.gone_at).outerjoin(
        table, table.c.report_id == reports.c.report_id
    )
    rows = connection.execute(query.order_by(reports.c.report_id, table.c.presence_id))
    for report_id, group in groupby(rows, key=lambda row: row[0]):
        for words in _intervals([(row[1], row[2]) for row in group]):
            yield f"{report_id}: {words}"


def _intervals(intervals: Sequence[tuple[datetime | None, datetime | None]]) -> Iterator[str]:
    for begin, end in intervals:
        if begin is None:
            yield "was never present"
        elif end is not None and end < begin:
            yield f"was gone at {end}, before it appeared at {begin}"
    for (_, end), (begin, _) in pairwise(intervals):
        if end is None or (begin is not None and begin < end):
            yield f"appeared again at {begin}, when it was still there"


def _sqlite(connection: Connection) -> Iterator[str]:
    for (words,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if words != "ok":
            yield f"SQLite: {words}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table}: row {row} points to nothing in {parent}"


def _captures(connection: Connection, archive: Path) -> Iterator[str]:
    """Every capture reads back, with the digest that the table states."""
    table = models.captures
    query = with_places(select(table.c.id, table.c.payload_sha256))
    for row in connection.execute(query.order_by(table.c.id)):
        try:
            exchange = place_of(row.id, row).read(archive)
        except ArchiveError as error:
            yield f"capture {row.id}: {error}"
            continue
        found = (exchange.id, hashlib.sha256(exchange.body).hexdigest())
        if found != (row.id, row.payload_sha256):
            yield f"capture {row.id}: {row.warc_file} holds {found[0]} at {row.warc_offset}"


def _payloads(connection: Connection, archive: Path) -> Iterator[str]:
    """A version's page, decoded, has the digest that the version states."""
    versions, captures = models.versions, models.captures
    query = select(versions).join(captures, captures.c.id == versions.c.capture_id)
    for row in connection.execute(with_places(query)):
        words = _payload(row, archive)
        if words:
            yield f"{row.report_id}: version {row.version}: {words}"


def _files(connection: Connection) -> Iterator[str]:
    """Whatever hash an attachment has, its file is there."""
    attachments, files = models.attachments, models.files
    query = (
        select(attachments.c.report_id, attachments.c.version, attachments.c.sha256)
        .outerjoin(files, files.c.sha256 == attachments.c.sha256)
        .where(attachments.c.sha256.is_not(None), files.c.sha256.is_(None))
    )
    for report_id, version, sha256 in connection.execute(query):
        yield f"{report_id}: version {version}: no file {sha256}"


def _file_bytes(connection: Connection, archive: Path) -> Iterator[str]:
    """A file's record holds its bytes."""
    files, captures = models.files, models.captures
    query = select(files.c.sha256, files.c.capture_id)
    query = query.join(captures, captures.c.id == files.c.capture_id)
    for row in connection.execute(with_places(query)):
        try:
            page = decode(place_of(row.capture_id, row).read(archive))
        except ArchiveError as error:
            yield f"file {row.sha256}: {error}"
            continue
        if page.payload_sha256 != row.sha256:
            yield f"file {row.sha256}: capture {row.capture_id} holds other bytes"


def _payload(row: Row[*tuple[Any, ...]], archive: Path) -> str | None:
    try:
        page = decode(place_of(row.capture_id, row).read(archive))
    except ArchiveError as error:
        return str(error)
    if page.payload_sha256 != row.payload_sha256:
        return f"capture {row.capture_id} holds other bytes than it was read from"
    return None
