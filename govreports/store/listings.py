"""What columns list, and what has left them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, select, update

from govreports.store import models

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from govreports.store.jobs import CloseColumn, SaveListing
    from govreports.store.work import WorkingSet


@dataclass(frozen=True, slots=True)
class Missing:
    """An address to be probed: its report has left every listing that this run has seen."""

    report_id: str
    url: str
    url_key: str


def save_page(work: WorkingSet, job: SaveListing) -> None:
    """Keep a list page and that its rows are listed in this run."""
    page = {
        "run_id": job.run_id,
        "portal": job.portal,
        "column": job.column,
        "page": job.page,
        "url": job.url,
        "capture_id": job.capture_id,
        "declared_rows": job.declared_rows,
        "declared_pages": job.declared_pages,
        "rows": len(job.keys),
    }
    work.changes.add(models.listing_pages, page)
    for key in job.keys:
        _list(work, job, key)


def _list(work: WorkingSet, job: SaveListing, key: str) -> None:
    member = work.members.get((job.portal, job.column, key))
    if member is None:
        work.add_member(
            {
                "portal": job.portal,
                "column": job.column,
                "url_key": key,
                "first_listed_run": job.run_id,
                "last_listed_run": job.run_id,
            }
        )
    elif member["last_listed_run"] < job.run_id:
        member["last_listed_run"] = job.run_id
        work.changes.touch(models.memberships, member)


def close_column(work: WorkingSet, job: CloseColumn, now: datetime) -> None:
    """Keep what the run saw of the column in all."""
    row = {
        "run_id": job.run_id,
        "portal": job.portal,
        "column": job.column,
        "complete": job.complete,
        "declared": job.declared,
        "seen": job.seen,
        "pages": job.pages,
        "closed_at": now,
        "passes": job.passes,
        "declared_first": job.declared_first,
    }
    work.changes.add(models.listings, row)


def count(connection: Connection, run_id: int, columns: Mapping[str, Mapping[str, int]]) -> None:
    """Keep what became of the rows of a run's columns, by the column's key."""
    table = models.listings
    for column, counts in columns.items():
        of_column = and_(table.c.run_id == run_id, table.c.column == column)
        connection.execute(update(table).where(of_column).values(dict(counts)))


def missing(connection: Connection, run_id: int, portal: str, column: str) -> list[Missing]:
    """Return the addresses of reports that the column listed before and no longer does.

    Judged only where the run has seen the whole column, and the column has
    been seen whole before. A report that any column lists, or any of whose
    pages was met, in this run or a later one has not left; one that is gone or
    unlisted already is not looked at again; one whose probes came to nothing
    is returned again in the next run. Each address that is not gone is to be
    probed: the report is gone with the last of them.
    """
    if _complete_runs(connection, run_id, portal, column) < _NOW_AND_BEFORE:
        return []
    left = select(models.report_urls.c.report_id).where(_left(run_id, portal, column))
    urls = models.report_urls
    query = select(urls.c.report_id, urls.c.url, urls.c.url_key).where(
        urls.c.report_id.in_(left), urls.c.gone_at.is_(None)
    )
    rows = connection.execute(query.order_by(urls.c.report_id, urls.c.url_key))
    return [Missing(*row) for row in rows]


_NOW_AND_BEFORE = 2


def _complete_runs(connection: Connection, run_id: int, portal: str, column: str) -> int:
    """Count this run and the last one before it, as far as they saw the whole column."""
    table = models.listings
    whole = and_(table.c.portal == portal, table.c.column == column, table.c.complete)
    now = select(func.count()).where(whole, table.c.run_id == run_id)
    before = select(exists().where(whole, table.c.run_id < run_id))
    return int(connection.scalar(now) or 0) + bool(connection.scalar(before))


def _left(run_id: int, portal: str, column: str) -> ColumnElement[bool]:
    members, urls, presence = models.memberships, models.report_urls, models.presence
    listed_before = exists().where(
        members.c.portal == portal,
        members.c.column == column,
        members.c.url_key == urls.c.url_key,
        members.c.last_listed_run < run_id,
    )
    there = exists().where(
        presence.c.report_id == urls.c.report_id,
        presence.c.gone_at.is_(None),
        presence.c.unlisted_at.is_(None),
    )
    return and_(urls.c.portal == portal, listed_before, there, ~_met(run_id))


def _met(run_id: int) -> ColumnElement[bool]:
    """Whether any address of the report was met, or listed, in this run."""
    members, urls = models.memberships, models.report_urls
    other = urls.alias("other")
    listed = exists().where(
        members.c.portal == other.c.portal,
        members.c.url_key == other.c.url_key,
        members.c.last_listed_run >= run_id,
    )
    return exists().where(
        other.c.report_id == urls.c.report_id, (other.c.last_seen_run >= run_id) | listed
    )
