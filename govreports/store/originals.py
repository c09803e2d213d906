"""Which answers bring nothing that the archive does not hold already."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from govreports.archive.messages import headers_digest
from govreports.archive.records import Original
from govreports.store import models
from govreports.store.jobs import SaveCapture, Settle
from govreports.store.lookups import portions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, FromClause

    from govreports.archive.placement import Placement
    from govreports.records import Exchange
    from govreports.store.jobs import Job

# A shorter body takes no more room than a revisit that refers to it.
_SHORTEST = 1024


class Originals:
    """The records that hold the bodies of a batch's answers, as far as these came unchanged."""

    def __init__(self, connection: Connection, jobs: Sequence[SaveCapture]) -> None:
        """Look up what the archive holds of the jobs' answers."""
        self._digests = {job.exchange.id: _digest(job.exchange) for job in jobs if _long(job)}
        self._by_digest = _by_digest(connection, set(self._digests.values()))
        self._by_id = _by_id(connection, {job.known for job in jobs if _not_modified(job)})

    def of(self, job: SaveCapture) -> Original | None:
        """Return the record that holds the body of the job's answer, if another one does.

        An answer without one is the original of those that follow in the batch.
        """
        if _not_modified(job):
            return self._by_id.get(job.known)
        digest = self._digests.get(job.exchange.id)
        if digest is None:
            return None
        exchange = job.exchange
        headers = headers_digest(exchange.headers)
        own = Original(exchange.id, exchange.url, exchange.fetched_at, headers)
        known = self._by_digest.setdefault(digest, own)
        return None if known is own else known


def unindexed(jobs: Sequence[Job], placements: Mapping[str, Placement]) -> set[str]:
    """Return which answers need no row: revisits of pages that a crawl found unchanged.

    There is one for each page of each crawl, and nothing is ever read from it:
    the archive's own record says enough.
    """
    captures = [job.exchange for job in jobs if isinstance(job, SaveCapture)]
    not_modified = {one.id for one in captures if one.status == HTTPStatus.NOT_MODIFIED}
    settled = {job.capture_id for job in jobs if isinstance(job, Settle)}
    revisits = {id_ for id_, placement in placements.items() if placement.refers_to}
    return revisits & (not_modified | settled)


def _not_modified(job: SaveCapture) -> bool:
    return job.exchange.status == HTTPStatus.NOT_MODIFIED and bool(job.known)


def _long(job: SaveCapture) -> bool:
    exchange = job.exchange
    sent = exchange.status == HTTPStatus.OK and not exchange.rendered_from
    return sent and len(exchange.body) >= _SHORTEST


def _digest(exchange: Exchange) -> str:
    return hashlib.sha256(exchange.body).hexdigest()


def _by_digest(connection: Connection, digests: Collection[str]) -> dict[str, Original]:
    table = models.captures
    holds_it = table.c.refers_to.is_(None) & (table.c.status == HTTPStatus.OK)
    query = select(table.c.payload_sha256, *_columns(table)).where(holds_it)
    return {
        digest: Original(*original)
        for some in portions(digests)
        for digest, *original in connection.execute(query.where(table.c.payload_sha256.in_(some)))
    }


def _by_id(connection: Connection, ids: Collection[str]) -> dict[str, Original]:
    asked, holding = models.captures, models.captures.alias("holding")
    is_held = holding.c.id == func.coalesce(asked.c.refers_to, asked.c.id)
    query = select(asked.c.id, *_columns(holding)).join(holding, is_held)
    return {
        id_: Original(*original)
        for some in portions(ids)
        for id_, *original in connection.execute(query.where(asked.c.id.in_(some)))
    }


def _columns(table: FromClause) -> list[ColumnElement[Any]]:
    return [table.c.id, table.c.url, table.c.fetched_at, func.coalesce(table.c.headers_digest, "")]
