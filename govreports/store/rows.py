"""Records ↔ rows of the tables."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime  # noqa: TC003 - TypedDicts keep their annotations
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from govreports.records import Attachment, Report, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govreports.records import Problem

VersionRow: TypeAlias = dict[str, Any]
"""A row of `versions`, by column name."""


class ReportRow(TypedDict):
    """A row of `reports`."""

    report_id: str
    portal: str
    first_seen_at: datetime
    last_seen_at: datetime
    version: int
    index_number: str | None
    text_hash: str
    text_length: int


class UrlChanges(TypedDict):
    """How often a page has changed, in how many days."""

    changes: int
    watched_days: float


class UrlRow(UrlChanges):
    """A row of `report_urls`."""

    portal: str
    url_key: str
    url: str
    report_id: str
    first_seen_at: datetime
    last_seen_at: datetime
    last_seen_run: int
    gone_at: datetime | None
    etag: str | None
    last_modified: str | None
    payload_sha256: str | None
    reader_version: str | None
    fetched_at: datetime | None
    last_capture_id: str | None
    looks: int
    looked_at: datetime | None
    recheck_at: datetime | None
    listed_as: str | None


class PresenceRow(TypedDict):
    """A row of `presence`, without its number where it is still to be written."""

    report_id: str
    appeared_at: datetime
    unlisted_at: datetime | None
    gone_at: datetime | None
    reason: str | None


class MemberRow(TypedDict):
    """A row of `memberships`."""

    portal: str
    column: str
    url_key: str
    first_listed_run: int
    last_listed_run: int


# Fields of a report that stand in `versions` under their own name, as they are.
_PLAIN = tuple(
    field.name
    for field in fields(Report)
    if field.name not in {"keywords", "attachments", "metadata", "version", "fetched_at"}
)
_ENUMS = ("report_kind", "body_state")
_ATTACHMENT = tuple(field.name for field in fields(Attachment))


def report_age(row: ReportRow) -> tuple[datetime, str]:
    """Return what reports are put in order by, the eldest first: the same in every database."""
    return row["first_seen_at"], row["report_id"]


def url_age(row: UrlRow) -> tuple[datetime, str]:
    """Return what a report's addresses are put in order by, the eldest first."""
    return row["first_seen_at"], row["url_key"]


def stated_row(report: Report) -> VersionRow:
    """Return the columns of `versions` that hold what a page says."""
    row = {name: getattr(report, name) for name in _PLAIN}
    for name in _ENUMS:
        # psycopg would write an enum's member by its name.
        row[name] = str(row[name])
    row["keywords"] = list(report.keywords)
    row["metadata"] = dict(report.metadata)
    return row


def report_of(row: Mapping[str, Any], attachments: Iterable[Attachment] = ()) -> Report:
    """Return the report that a row of `versions` and its attachments hold."""
    return Report(
        **{name: row[name] for name in _PLAIN},
        keywords=tuple(row["keywords"]),
        attachments=tuple(attachments),
        metadata=row["metadata"],
        version=row["version"],
        fetched_at=row["fetched_at"],
    )


def attachment_rows(report_id: str, version: int, report: Report) -> list[dict[str, Any]]:
    """Return the rows of `attachments` of one version."""
    return [
        {
            "report_id": report_id,
            "version": version,
            "position": position,
            **{name: getattr(attachment, name) for name in _ATTACHMENT},
        }
        for position, attachment in enumerate(report.attachments, start=1)
    ]


def attachment_of(row: Mapping[str, Any]) -> Attachment:
    """Return the attachment that a row of `attachments` holds."""
    return Attachment(**{name: row[name] for name in _ATTACHMENT})


def list_row(row: Row | None) -> dict[str, Any] | None:
    """Return a listing's row as JSON holds it."""
    if row is None:
        return None
    return {
        "url": row.url,
        "title": row.title,
        "date": row.date,
        "header": [list(pair) for pair in row.header],
        "pinned": row.pinned,
    }


def list_row_of(value: Mapping[str, Any] | None) -> Row | None:
    """Return the listing's row that :func:`list_row` put away."""
    if value is None:
        return None
    header = tuple((label, text) for label, text in value["header"])
    return Row(**{**value, "header": header})


def problem_row(run_id: int, problem: Problem) -> dict[str, int | str]:
    """Return the row of `problems` for what a run's ledger names."""
    return {
        "run_id": run_id,
        "code": problem.code,
        "level": str(problem.level),
        "url": problem.url,
        "found": problem.found,
        "expected": problem.expected,
        "remedy": problem.remedy,
    }
