"""What the store answers when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from govreports.records import Attachment, Report


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a page before it is fetched.

    ``reader_version`` and ``fetched_at`` are of the last time it was read;
    ``None`` for an address that only redirects. A scheduled run does not ask
    for it before ``recheck_at``. ``last_capture_id`` is the answer that the
    validators belong to, ``attachments`` are those of the report's latest version,
    ``last_seen_run`` is the last run that met it.
    """

    url_key: str
    report_id: str
    etag: str | None
    last_modified: str | None
    payload_sha256: str | None
    reader_version: str | None
    fetched_at: datetime | None
    gone_at: datetime | None = None
    recheck_at: datetime | None = None
    listed_as: str | None = None
    last_capture_id: str | None = None
    last_seen_run: int = 0
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A version of a report with what the store adds to the record.

    ``removed_at`` is set where the report's last presence has ended,
    ``unlisted_at`` where it is there but in no listing.
    """

    report: Report
    report_id: str
    first_seen_at: datetime
    last_seen_at: datetime
    removed_at: datetime | None
    unlisted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version with where it was read from; ``revised_at`` where a better reader changed it."""

    report: Report
    report_id: str
    content_hash: str
    payload_sha256: str
    reader_version: str
    capture_id: str
    created_at: datetime
    revised_at: datetime | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in which a report could be found; open while ``gone_at`` is ``None``."""

    appeared_at: datetime
    unlisted_at: datetime | None
    gone_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Address:
    """One of a report's URLs over time.

    So many ``looks`` of ours found so many ``changes``; scheduled runs do not
    ask for it again before ``recheck_at``.
    """

    url: str
    url_key: str
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None
    looks: int = 0
    changes: int = 0
    looked_at: datetime | None = None
    recheck_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl. ``verdict`` is ok, warnings or failed; ``None`` while it runs, or if it died."""

    run_id: int
    portal: str
    kind: str
    arguments: Mapping[str, str]
    reader_version: str
    started_at: datetime
    ended_at: datetime | None
    verdict: str | None
    stats: Mapping[str, int | str] | None


@dataclass(frozen=True, slots=True)
class Windows:
    """A portal's addresses that are not gone, as scheduled runs see them.

    ``due`` are those whose re-check window is over, ``next_at`` is when the
    next one is; ``changes`` were found in ``watched_days`` of all pages.
    """

    pages: int
    due: int
    next_at: datetime | None
    changes: int
    watched_days: float


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """What a run saw of a column, against what it declares.

    See :data:`govreports.store.models.COLUMN_COUNTS` for what became of the rows.
    """

    column: str
    complete: bool
    declared: int | None
    seen: int
    pages: int
    passes: int = 1
    declared_first: int | None = None
    known: int | None = None
    new: int | None = None
    changed: int | None = None
    skipped: int | None = None
    missing: int | None = None
    refused: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of a portal."""

    reports: int
    versions: int
    unlisted: int
    removed: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Under which report and number a version was held before a decision, and is held since."""

    old_id: str
    old_version: int
    new_id: str
    new_version: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Reports merged or split by hand.

    ``merge``: ``report_id`` was taken into ``other_id``; ``split``: it was parted
    from it. ``moved`` names every version of both.
    """

    decision_id: int
    kind: str
    report_id: str
    other_id: str
    decided_at: datetime
    note: str | None
    undone_at: datetime | None
    moved: tuple[Moved, ...]
