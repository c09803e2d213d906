"""The records that travel through govreports, typed and frozen.

Bytes come in as an :class:`Exchange` (what the server sent) and are read as a
:class:`Capture` (the same with its content-encoding removed). A family turns
captures into a :class:`Listing` or a :class:`RawReport` (strings as the page
has them); normalising turns a raw report into a :class:`Report` (values).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


class BodyState(StrEnum):
    """正文状态: where a report's text is (`Report.body_state`)."""

    TEXT = "text"
    IMAGES = "images"
    ATTACHMENT = "attachment"
    ELSEWHERE = "elsewhere"
    UNREAD = "unread"


class ReportKind(StrEnum):
    """报告类别 (`Report.report_kind`)."""

    LAW_GOVERNMENT_ANNUAL = "law_government_annual"
    LAW_GOVERNMENT_PLAN = "law_government_plan"
    DISCLOSURE_ANNUAL = "disclosure_annual"
    OTHER = "other"


class Level(StrEnum):
    """How a :class:`Problem` counts: an error makes the run exit with 1."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not as expected: named, counted, never swallowed.

    ``code`` is a short stable name (``unknown_label``, ``listing_short`` …),
    ``url`` the page it is about, ``found`` and ``expected`` plain words, and
    ``remedy`` what a person can do about it.
    """

    code: str
    level: Level
    url: str
    found: str
    expected: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP answer as the server sent it, for the archive.

    ``id`` is a UUID in its 36-character form and becomes the WARC-Record-ID.
    ``body`` still carries its content-encoding. ``fetched_at`` is aware, UTC.
    ``rendered_from`` is empty, or the id of the answer that a browser made this
    page of: ``body`` is then its DOM, and the only header its content type.
    ``refers_to`` is set only for an answer read from the archive without its
    body, which lies in that record. ``request_body`` is what was sent with the
    request, ``request_headers`` its headers; both are kept where something was sent.
    """

    id: str
    url: str
    method: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    fetched_at: datetime
    rendered_from: str = ""
    refers_to: str = ""
    request_headers: tuple[tuple[bytes, bytes], ...] = ()
    request_body: bytes = b""


@dataclass(frozen=True, slots=True)
class Ask:
    """A further request that a listing or a report needs.

    ``form`` is sent as a form (application/x-www-form-urlencoded), ``body`` as
    it stands, in UTF-8; ``headers`` then names its type.
    """

    url: str
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as it is read: the entity's bytes, content-encoding removed.

    ``url`` is the URL that answered, after redirects; ``requested_url`` the
    one that was asked for. Header names are lower-case. ``id`` names the
    archived :class:`Exchange`, or is empty where nothing was archived.
    ``asked`` is the whole wish that a list page or a part answers: what a
    form asked for stands nowhere in the answer.
    """

    url: str
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    fetched_at: datetime | None = None
    requested_url: str = ""
    id: str = ""
    asked: Ask | None = None

    def header(self, name: str) -> str | None:
        """Return the first header of that (lower-case) name, or ``None``."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def payload_sha256(self) -> str:
        """SHA-256 of ``body``, in lower-case hex."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a listing: the article's absolute URL and what the list says.

    ``date`` is the string as the list has it; ``header`` holds label → value
    pairs that the list itself shows (some lists print the 索引号 header).
    """

    url: str
    title: str = ""
    date: str | None = None
    header: tuple[tuple[str, str], ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a column.

    ``declared_rows`` and ``declared_pages`` are totals as this page states
    them, ``None`` where it states none. ``next`` are the requests that lead on.
    """

    rows: tuple[Row, ...]
    page: int = 1
    declared_rows: int | None = None
    declared_pages: int | None = None
    next: tuple[Ask, ...] = ()

    @property
    def is_shell(self) -> bool:
        """Whether the page only says where its rows come from, as pages filled by a script do."""
        promises = self.declared_rows is not None or self.declared_pages is not None
        return bool(self.next) and not self.rows and not promises


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a page belongs to a family; ``weight`` 0…100, higher is surer."""

    family: str
    reason: str
    weight: int


@dataclass(frozen=True, slots=True)
class Needs:
    """The parts that a report lacks: an iframe, its further pages and the like."""

    parts: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class RawAttachment:
    """附件 as linked: the name shown to a reader and the absolute URL."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class RawReport:
    """What a page says, as strings.

    ``header`` are the label → value pairs shown to a reader, in page order,
    labels with all spaces and colons stripped; ``slots`` the bare values of a
    header without labels; ``metas`` the page's ``<meta>`` pairs and other
    values that a reader does not see. ``body`` follows the rules for body
    text: paragraphs joined by a line feed. ``pictures`` are the addresses of the
    images that stand for the text, where it is only there.
    """

    url: str
    title: str | None
    header: tuple[tuple[str, str], ...] = ()
    slots: tuple[str, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    body_state: BodyState = BodyState.UNREAD
    attachments: tuple[RawAttachment, ...] = ()
    pictures: tuple[str, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件 of a report; the last four are empty until it has been fetched."""

    name: str
    url: str
    media_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    text_state: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report page. Field order is the order of the CSV columns.

    A field that the page does not state is ``None`` (or empty for tuples and
    dicts), never a guess.
    """

    portal: str
    url: str
    title: str
    index_number: str | None = None
    document_number: str | None = None
    publisher: str | None = None
    issued_on: date | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    document_type: str | None = None
    topic: str | None = None
    keywords: tuple[str, ...] = ()
    disclosure: str | None = None
    validity: str | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    source: str | None = None
    column: str | None = None
    region_code: str | None = None
    report_year: int | None = None
    report_kind: str = ReportKind.OTHER
    signed_by: str | None = None
    signed_on: date | None = None
    body: str | None = None
    body_state: str = BodyState.UNREAD
    attachments: tuple[Attachment, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    content_hash: str | None = None
    version: int | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Normalised:
    """A report with the warnings that reading its values raised."""

    report: Report
    problems: tuple[Problem, ...] = ()


class Outcome(StrEnum):
    """What storing a page did (`Stored.outcome`)."""

    NEW = "new"
    CHANGED = "changed"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    """Listed, known, and not asked for: its re-check window is not over."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A report as the store holds it after this page, and what changed."""

    report: Report
    report_id: str
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
