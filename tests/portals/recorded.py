"""Recordings of replicas, made without a crawl: the answers of a visit in a WARC file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from govreports.archive.writer import ArchiveWriter
from govreports.normalise import Context
from govreports.recordings import (
    PAGES,
    Recording,
    read_recording,
    statement,
    write_statement,
)
from govreports.records import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from govreports.recordings import Reading
    from govreports.replica.portal import ReplicaPortal

HOST = "http://www.jia.gov.cn/"
MOMENT = datetime(2026, 3, 1, 8, tzinfo=UTC)
REPORTS = 3
# Portals whose column page itself shows rows.
SHOWING_ROWS = ("jinshui", "xinmi", "leping", "tianshan", "zhanghe")


def answer(portal: ReplicaPortal, url: str) -> Exchange:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    given = portal.respond("GET", target)
    headers = tuple((name.encode(), value.encode()) for name, value in given.headers)
    return Exchange(str(uuid4()), url, "GET", given.status, headers, given.body, MOMENT)


def write_pages(folder: Path, exchanges: Iterable[Exchange]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    writer = ArchiveWriter(folder, software="tests/1")
    for exchange in exchanges:
        writer.append(exchange)
    writer.sync()
    writer.close()
    (written,) = folder.glob("*.warc.gz")
    return written.rename(folder / PAGES)


def start_of(portal: ReplicaPortal) -> str:
    return urljoin(HOST, portal.column_path)


def visited(portal: ReplicaPortal, folder: Path) -> Recording:
    """Record a portal's list page and its first three reports."""
    urls = [urljoin(HOST, portal.path(key)) for key in portal.listed[:REPORTS]]
    pages = write_pages(folder, [answer(portal, url) for url in (start_of(portal), *urls)])
    return Recording(pages)


def read(portal: ReplicaPortal, recording: Recording, region: str | None = None) -> Reading:
    context = Context(portal=portal.name, column="法治政府建设", region_code=region)
    return read_recording(recording, start_of(portal), portal.place.family, context)


def confirm(portal: ReplicaPortal, folder: Path) -> None:
    """Record a portal with today's reading as the confirmed one."""
    reading = read(portal, visited(portal, folder), portal.place.region_code)
    write_statement(folder, statement(start_of(portal), "法治政府建设", reading))
