"""What a crawl asks the store to do, and what it hears back.

Jobs of one batch are done in order, in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from govreports.store.rechecks import UNWATCHED, Watched

if TYPE_CHECKING:
    from datetime import datetime

    from govreports.archive.placement import Placement
    from govreports.fingerprint import TextPrint
    from govreports.records import Attachment, Exchange, Problem, Report, Row, Stored


@dataclass(frozen=True, slots=True)
class SaveCapture:
    """Keep an answer in the archive → :class:`Placement`.

    ``url_key`` is computed from the exchange's URL where it is left empty.
    ``known`` is the capture whose validators the request carried: what a 304
    says has not been modified.
    """

    exchange: Exchange
    run_id: int | None
    portal: str
    url_key: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class SaveReport:
    """Store what a page says → ``Stored``, or :class:`NeedsProbe`.

    ``report`` carries its ``content_hash``. ``payload_sha256`` is that of the
    page with its content-encoding removed. ``parts`` are the captures that the
    report needed besides the page, ``row`` the line of the listing it was read
    with: both are handed back when the bytes are read again. ``redirected``
    are the (URL, URL key) pairs that were asked for before the page's own
    address; they no longer hold a page of their own. ``gone`` and ``alive``
    are URL keys that the caller has probed just now. ``text`` spares computing
    the print of the report's text again. ``neighbours`` are all pages of its column.
    """

    run_id: int
    portal: str
    report: Report
    url_key: str
    capture_id: str
    payload_sha256: str
    etag: str | None = None
    last_modified: str | None = None
    gone: frozenset[str] = frozenset()
    alive: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    row: Row | None = None
    redirected: tuple[tuple[str, str], ...] = ()
    text: TextPrint | None = None
    neighbours: Watched = UNWATCHED


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Keep what an address served and what was read in it → ``None``.

    Bytes are kept once, by ``sha256``; those that are known are read anew where
    ``reader_version`` is another one.
    """

    portal: str
    url: str
    file_key: str
    sha256: str
    size: int
    media_type: str
    text_state: str
    text: str | None
    macros: bool
    reader_version: str
    capture_id: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """A known page came unchanged: 304, or the bytes that were read before → ``Stored``.

    Without ``capture_id`` it was not asked for: a listing shows it, and its
    re-check window is not over.
    ``column`` is the listing it was found in, ``None`` where none led to it.
    ``payload_sha256`` is ``None`` for a 304. Without ``want_report`` the report
    comes back without its body and attachments: enough to name it, and cheap.
    The batch sets ``indexed``: whether the answer has a row in the archive's index.
    """

    run_id: int
    portal: str
    url_key: str
    url: str
    capture_id: str | None
    column: str | None
    payload_sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    want_report: bool = True
    neighbours: Watched = UNWATCHED
    row: Row | None = None
    files: tuple[Attachment, ...] | None = None
    indexed: bool = True


@dataclass(frozen=True, slots=True)
class SaveListing:
    """Keep one page of a column's listing and the URL keys of its rows → ``None``."""

    run_id: int
    portal: str
    column: str
    page: int
    url: str
    capture_id: str
    declared_rows: int | None
    declared_pages: int | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseColumn:
    """A run is through with a column; ``complete``: every row of it was seen → ``None``."""

    run_id: int
    portal: str
    column: str
    complete: bool
    declared: int | None
    seen: int
    pages: int
    passes: int = 1
    declared_first: int | None = None


class Verdict(StrEnum):
    """What became of a page that left its listing."""

    GONE = "gone"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class MarkPresence:
    """Keep what the probes of a page have shown → ``None``."""

    run_id: int
    portal: str
    url_key: str
    verdict: str


@dataclass(frozen=True, slots=True)
class NeedsProbe:
    """Whether the page is a known report depends on these (URL, URL key): are they gone?"""

    urls: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What reading a version's bytes again needs beside them.

    ``parts`` are the further captures, in the order they were handed in.
    """

    portal: str
    report_id: str
    version: int
    url: str
    column: str | None
    region_code: str | None
    row: Row | None
    fetched_at: datetime
    parts: tuple[Exchange, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SaveProblem:
    """Keep what a run's ledger names."""

    run_id: int
    portal: str
    problem: Problem


Job = (
    SaveCapture
    | SaveFile
    | SaveReport
    | Settle
    | SaveListing
    | CloseColumn
    | MarkPresence
    | SaveProblem
)
if TYPE_CHECKING:
    Result = Placement | Stored | NeedsProbe | None
