"""The tables. A change here needs a revision in :mod:`govreports.store.migrations`.

Nothing is ever deleted from them. ``portal`` is the spider's name,
``url_key`` the page's address by :func:`govreports.store.urls.url_key`, ``run``
columns count up: a later run has the greater number.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from govreports.store.types import ChinaDateTime, UtcDateTime

# Names for all constraints, so that later revisions can speak of them on either engine.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _moment(name: str, *, required: bool = True) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=not required)


def _text(name: str, *, required: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=not required)


runs = Table(
    "runs",
    metadata,
    Column("run_id", Integer, primary_key=True),
    _text("portal", required=True),
    _text("kind", required=True),
    Column("arguments", JSON, nullable=False),
    _text("reader_version", required=True),
    _moment("started_at"),
    _moment("ended_at", required=False),
    _text("verdict"),
    Column("stats", JSON(none_as_null=True)),
    Index(None, "portal", "run_id"),
)
"""One crawl of one portal. Without ``ended_at``: still running, or killed."""

problems = Table(
    "problems",
    metadata,
    Column("problem_id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.run_id"), nullable=False, index=True),
    _text("code", required=True),
    _text("level", required=True),
    _text("url", required=True),
    _text("found", required=True),
    _text("expected", required=True),
    _text("remedy", required=True),
)
"""A run's ledger: what was not as expected."""

captures = Table(
    "captures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("run_id", ForeignKey("runs.run_id"), index=True),
    _text("portal", required=True),
    _text("url", required=True),
    _text("url_key", required=True),
    _text("method", required=True),
    Column("status", Integer, nullable=False),
    _moment("fetched_at"),
    Column("payload_sha256", String(64), nullable=False),
    Column("length", BigInteger, nullable=False),
    _text("warc_file", required=True),
    Column("warc_offset", BigInteger, nullable=False),
    Column("warc_length", BigInteger, nullable=False),
    Column("refers_to", ForeignKey("captures.id")),
    Column("headers_digest", String(16)),
)
"""Every answer in the archive, but for those that only said that a known page is unchanged.

``payload_sha256`` and ``length`` are those of the body as sent (with its
content-encoding); ``warc_length`` is the record's compressed size. A record
with ``refers_to`` is a revisit: the body, byte for byte, lies in that one.
``headers_digest`` tells whether a revisit need name its headers
(:func:`govreports.archive.messages.headers_digest`); it is empty for a revisit
and where an earlier release wrote the row.
"""

_HOLDS_A_BODY = captures.c.refers_to.is_(None)
Index(
    "ix_captures_payload_sha256",
    captures.c.payload_sha256,
    sqlite_where=_HOLDS_A_BODY,
    postgresql_where=_HOLDS_A_BODY,
)

COLUMN_COUNTS = ("known", "new", "changed", "skipped", "missing", "refused")
"""What became of a column's rows.

``known`` are the reports that the store had before, ``changed`` those of them
with a new version, ``skipped`` those within their re-check windows; ``missing``
had been listed before and is no longer; ``refused`` is what was listed and not
brought in: it did not come, reads as no report, or lies on another site.
"""

listings = Table(
    "listings",
    metadata,
    Column("run_id", ForeignKey("runs.run_id"), primary_key=True),
    Column("portal", Text, primary_key=True),
    Column("column", Text, primary_key=True),
    Column("complete", Boolean, nullable=False),
    Column("declared", Integer),
    Column("seen", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    _moment("closed_at"),
    Column("passes", Integer, nullable=False, server_default="1"),
    Column("declared_first", Integer),
    *(Column(name, Integer) for name in COLUMN_COUNTS),
    Index(None, "portal", "column", "complete", "run_id"),
)
"""What a run saw of a column (栏目), against what the column declares.

``declared_first`` is the total that the first page stated, ``declared`` the one
that counts; ``passes`` is 2 where the list was read again because it moved or
came short. The counts are those of :data:`COLUMN_COUNTS`; without them the run
has not come to its end.
"""

listing_pages = Table(
    "listing_pages",
    metadata,
    Column("listing_page_id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.run_id"), nullable=False, index=True),
    _text("portal", required=True),
    _text("column", required=True),
    Column("page", Integer, nullable=False),
    _text("url", required=True),
    Column("capture_id", ForeignKey("captures.id"), nullable=False),
    Column("declared_rows", Integer),
    Column("declared_pages", Integer),
    Column("rows", Integer, nullable=False),
)
"""Each page of a listing as a run met it."""

memberships = Table(
    "memberships",
    metadata,
    Column("portal", Text, primary_key=True),
    Column("column", Text, primary_key=True),
    Column("url_key", Text, primary_key=True),
    Column("first_listed_run", ForeignKey("runs.run_id"), nullable=False),
    Column("last_listed_run", ForeignKey("runs.run_id"), nullable=False),
    Index(None, "portal", "url_key"),
)
"""Which pages a column lists, and in which run it last did."""

reports = Table(
    "reports",
    metadata,
    Column("report_id", Text, primary_key=True),
    _text("portal", required=True),
    _moment("first_seen_at"),
    _moment("last_seen_at"),
    Column("version", Integer, nullable=False),
    _text("index_number"),
    Column("text_hash", String(80), nullable=False),
    Column("text_length", Integer, nullable=False),
    Index(None, "portal", "index_number"),
    Index(None, "portal", "text_hash"),
)
"""One report. ``version`` is the latest; 索引号 and text are its, for finding a moved report."""

report_urls = Table(
    "report_urls",
    metadata,
    Column("portal", Text, primary_key=True),
    Column("url_key", Text, primary_key=True),
    _text("url", required=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False, index=True),
    _moment("first_seen_at"),
    _moment("last_seen_at"),
    Column("last_seen_run", ForeignKey("runs.run_id"), nullable=False),
    _moment("gone_at", required=False),
    _text("etag"),
    _text("last_modified"),
    Column("payload_sha256", String(64)),
    _text("reader_version"),
    _moment("fetched_at", required=False),
    Column("last_capture_id", ForeignKey("captures.id")),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("changes", Integer, nullable=False, server_default="0"),
    Column("watched_days", Float, nullable=False, server_default="0"),
    _moment("looked_at", required=False),
    _moment("recheck_at", required=False),
    _text("listed_as"),
)
"""A report's addresses over time, with what a conditional request needs.

``payload_sha256``, ``reader_version`` and ``fetched_at`` are of the last time
the page was read; ``last_capture_id`` is the last answer that brought a body.
An address that only redirects to the report has none of them.

``looks`` of ours found ``changes`` in ``watched_days``; the last was at
``looked_at``, when a listing showed it as ``listed_as``; until ``recheck_at`` a
scheduled run does not ask again: see :mod:`govreports.store.rechecks`.
"""

versions = Table(
    "versions",
    metadata,
    Column("report_id", ForeignKey("reports.report_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    _text("portal", required=True),
    _text("url", required=True),
    _text("title", required=True),
    _text("index_number"),
    _text("document_number"),
    _text("publisher"),
    Column("issued_on", Date),
    Column("published_on", Date),
    Column("published_at", ChinaDateTime),
    _text("document_type"),
    _text("topic"),
    Column("keywords", JSON, nullable=False),
    _text("disclosure"),
    _text("validity"),
    Column("effective_on", Date),
    Column("expires_on", Date),
    _text("source"),
    _text("column"),
    _text("region_code"),
    Column("report_year", Integer),
    _text("report_kind", required=True),
    _text("signed_by"),
    Column("signed_on", Date),
    _text("body"),
    _text("body_state", required=True),
    Column("metadata", JSON, nullable=False),
    Column("content_hash", String(80), nullable=False),
    _moment("fetched_at"),
    Column("text_hash", String(80), nullable=False),
    Column("text_length", Integer, nullable=False),
    _text("url_key", required=True),
    Column("capture_id", ForeignKey("captures.id"), nullable=False),
    Column("part_capture_ids", JSON, nullable=False),
    Column("list_row", JSON(none_as_null=True)),
    Column("payload_sha256", String(64), nullable=False),
    _text("reader_version", required=True),
    _moment("created_at"),
    _moment("revised_at", required=False),
    CheckConstraint("version >= 1", name="version_from_one"),
)
"""Every version of a report: the record's fields, and from which bytes they were read.

``fetched_at`` is when the version was first met, ``revised_at`` when a better
reader last changed it in place. ``capture_id``, ``part_capture_ids``,
``payload_sha256`` (of the page with its content-encoding removed) and
``reader_version`` belong together: that reader read these fields from that
capture, its further parts and the listing's row.
"""

attachments = Table(
    "attachments",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("name", required=True),
    _text("url", required=True),
    _text("media_type"),
    Column("size", BigInteger),
    Column("sha256", String(64), index=True),
    _text("text_state"),
    ForeignKeyConstraint(["report_id", "version"], ["versions.report_id", "versions.version"]),
)
"""附件 of a version, in the page's order."""

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    _text("media_type", required=True),
    _text("text_state", required=True),
    _text("text"),
    Column("macros", Boolean, nullable=False),
    _text("reader_version", required=True),
    Column("capture_id", ForeignKey("captures.id"), nullable=False),
    _moment("read_at"),
)
"""Each file's bytes once, by their SHA-256, whatever links to them, with the text read in them.

``media_type`` is what the bytes say, ``capture_id`` the first answer that held
them, ``reader_version`` the one of :mod:`govreports.attachments`.
"""

file_addresses = Table(
    "file_addresses",
    metadata,
    Column("portal", Text, primary_key=True),
    Column("file_key", Text, primary_key=True),
    _text("url", required=True),
    Column("sha256", ForeignKey("files.sha256"), nullable=False, index=True),
    _text("etag"),
    _text("last_modified"),
    Column("capture_id", ForeignKey("captures.id"), nullable=False),
    _moment("fetched_at"),
)
"""Which file an address last served, with what a conditional request needs.

``file_key`` is the address without keys that expire
(:func:`govreports.store.known_files.file_key`).
"""

presence = Table(
    "presence",
    metadata,
    Column("presence_id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False, index=True),
    _moment("appeared_at"),
    _moment("unlisted_at", required=False),
    _moment("gone_at", required=False),
    _text("reason"),
)
"""When a report could be found on its portal: intervals that never overlap.

``reason`` says what ended one: ``gone`` (removed from the portal), or
``unlisted`` (it had left every listing, and came back into one).
"""

Index(
    "uq_presence_open",
    presence.c.report_id,
    unique=True,
    sqlite_where=presence.c.gone_at.is_(None),
    postgresql_where=presence.c.gone_at.is_(None),
)

leases = Table(
    "leases",
    metadata,
    Column("portal", Text, primary_key=True),
    _moment("slot"),
    _text("holder", required=True),
    _moment("acquired_at"),
    _moment("expires_at"),
    _moment("ended_at", required=False),
    Column("exit_code", Integer),
)
"""A portal's last scheduled run and who has it: see :mod:`govreports.store.leases`."""

decisions = Table(
    "decisions",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    _text("portal", required=True),
    _text("kind", required=True),
    Column("report_id", Text, nullable=False, index=True),
    Column("other_id", Text, nullable=False, index=True),
    _moment("decided_at"),
    _text("note"),
    _moment("undone_at", required=False),
    Column("moved", JSON, nullable=False),
    Column("addresses", JSON, nullable=False),
    Column("presence", JSON, nullable=False),
)
"""Reports that people merged or split by hand: see :mod:`govreports.store.mending`.

A ``merge`` took ``report_id`` into ``other_id``, a ``split`` parted ``report_id``
from it. ``moved`` says under which report and number each version was held
before, and is held since; ``addresses`` are the URL keys of ``report_id``,
``presence`` the intervals of both before and after it. Neither id is a foreign
key: a report that was merged has no row of its own, and its id lives on here.
"""
