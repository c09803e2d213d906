"""The schema to begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Create every table, those first that others refer to."""
    _runs()
    _captures()
    _problems()
    _listings()
    _listing_pages()
    _memberships()
    _reports()
    _report_urls()
    _versions()
    _attachments()
    _presence()


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("verdict", sa.Text()),
        sa.Column("stats", sa.JSON()),
        sa.PrimaryKeyConstraint("run_id", name="pk_runs"),
    )
    op.create_index("ix_runs_portal_run_id", "runs", ["portal", "run_id"])


def _captures() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.Integer()),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload_sha256", sa.String(length=64), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("warc_file", sa.Text(), nullable=False),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False),
        sa.Column("warc_length", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_captures_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_index("ix_captures_run_id", "captures", ["run_id"])


def _problems() -> None:
    op.create_table(
        "problems",
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_problems_run_id"),
        sa.PrimaryKeyConstraint("problem_id", name="pk_problems"),
    )
    op.create_index("ix_problems_run_id", "problems", ["run_id"])


def _listings() -> None:
    op.create_table(
        "listings",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("declared", sa.Integer()),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_listings_run_id"),
        sa.PrimaryKeyConstraint("run_id", "portal", "column", name="pk_listings"),
    )
    op.create_index(
        "ix_listings_portal_column_complete_run_id",
        "listings",
        ["portal", "column", "complete", "run_id"],
    )


def _listing_pages() -> None:
    op.create_table(
        "listing_pages",
        sa.Column("listing_page_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.String(length=36), nullable=False),
        sa.Column("declared_rows", sa.Integer()),
        sa.Column("declared_pages", sa.Integer()),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.id"], name="fk_listing_pages_capture_id"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_listing_pages_run_id"),
        sa.PrimaryKeyConstraint("listing_page_id", name="pk_listing_pages"),
    )
    op.create_index("ix_listing_pages_run_id", "listing_pages", ["run_id"])


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("first_listed_run", sa.Integer(), nullable=False),
        sa.Column("last_listed_run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_listed_run"], ["runs.run_id"], name="fk_memberships_first_listed_run"
        ),
        sa.ForeignKeyConstraint(
            ["last_listed_run"], ["runs.run_id"], name="fk_memberships_last_listed_run"
        ),
        sa.PrimaryKeyConstraint("portal", "column", "url_key", name="pk_memberships"),
    )
    op.create_index("ix_memberships_portal_url_key", "memberships", ["portal", "url_key"])


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("index_number", sa.Text()),
        sa.Column("text_hash", sa.String(length=80), nullable=False),
        sa.Column("text_length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_reports"),
    )
    op.create_index("ix_reports_portal_index_number", "reports", ["portal", "index_number"])
    op.create_index("ix_reports_portal_text_hash", "reports", ["portal", "text_hash"])


def _report_urls() -> None:
    op.create_table(
        "report_urls",
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_run", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("payload_sha256", sa.String(length=64)),
        sa.Column("reader_version", sa.Text()),
        sa.Column("fetched_at", sa.DateTime(timezone=True)),
        sa.Column("last_capture_id", sa.String(length=36)),
        sa.ForeignKeyConstraint(
            ["last_capture_id"], ["captures.id"], name="fk_report_urls_last_capture_id"
        ),
        sa.ForeignKeyConstraint(
            ["last_seen_run"], ["runs.run_id"], name="fk_report_urls_last_seen_run"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name="fk_report_urls_report_id"
        ),
        sa.PrimaryKeyConstraint("portal", "url_key", name="pk_report_urls"),
    )
    op.create_index("ix_report_urls_report_id", "report_urls", ["report_id"])


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("index_number", sa.Text()),
        sa.Column("document_number", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("issued_on", sa.Date()),
        sa.Column("published_on", sa.Date()),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("document_type", sa.Text()),
        sa.Column("topic", sa.Text()),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("disclosure", sa.Text()),
        sa.Column("validity", sa.Text()),
        sa.Column("effective_on", sa.Date()),
        sa.Column("expires_on", sa.Date()),
        sa.Column("source", sa.Text()),
        sa.Column("column", sa.Text()),
        sa.Column("region_code", sa.Text()),
        sa.Column("report_year", sa.Integer()),
        sa.Column("report_kind", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text()),
        sa.Column("signed_on", sa.Date()),
        sa.Column("body", sa.Text()),
        sa.Column("body_state", sa.Text(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=80), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.String(length=80), nullable=False),
        sa.Column("text_length", sa.Integer(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.String(length=36), nullable=False),
        sa.Column("part_capture_ids", sa.JSON(), nullable=False),
        sa.Column("list_row", sa.JSON()),
        sa.Column("payload_sha256", sa.String(length=64), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_versions_capture_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="fk_versions_report_id"),
        sa.PrimaryKeyConstraint("report_id", "version", name="pk_versions"),
    )


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("sha256", sa.String(length=64)),
        sa.Column("text_state", sa.Text()),
        sa.ForeignKeyConstraint(
            ["report_id", "version"],
            ["versions.report_id", "versions.version"],
            name="fk_attachments_report_id_version",
        ),
        sa.PrimaryKeyConstraint("report_id", "version", "position", name="pk_attachments"),
    )
    op.create_index("ix_attachments_sha256", "attachments", ["sha256"])


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("presence_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("appeared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unlisted_at", sa.DateTime(timezone=True)),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="fk_presence_report_id"),
        sa.PrimaryKeyConstraint("presence_id", name="pk_presence"),
    )
    op.create_index("ix_presence_report_id", "presence", ["report_id"])
    op.create_index(
        "uq_presence_open",
        "presence",
        ["report_id"],
        unique=True,
        sqlite_where=sa.text("gone_at IS NULL"),
        postgresql_where=sa.text("gone_at IS NULL"),
    )
