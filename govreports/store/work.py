"""What a batch of jobs may touch: read at once, changed in memory, written at once."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from govreports.fingerprint import TextPrint, text_print
from govreports.store import lookups, models
from govreports.store.changes import Changes
from govreports.store.files import FileRows
from govreports.store.jobs import MarkPresence, SaveListing, SaveReport, Settle
from govreports.store.rows import attachment_rows, report_age, url_age

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from govreports.records import Attachment, Report
    from govreports.store.jobs import Job
    from govreports.store.rows import MemberRow, PresenceRow, ReportRow, UrlRow, VersionRow


class WorkingSet:
    """The rows that a batch of jobs may touch.

    Read inside the batch's own write transaction, so nobody else changes them
    before the batch is committed. Jobs change the rows in place, through the
    methods here or with :attr:`changes` told of it; :meth:`write` ends it.
    """

    def __init__(self, connection: Connection, jobs: Sequence[Job]) -> None:
        """Read what the jobs may touch, in a handful of queries."""
        self.changes = Changes()
        self.urls: dict[tuple[str, str], UrlRow] = {}
        """By portal and URL key."""
        self.urls_of: defaultdict[str, list[UrlRow]] = defaultdict(list)
        """By report id, the eldest first."""
        self.reports: dict[str, ReportRow] = {}
        self.open: dict[str, PresenceRow] = {}
        """The open interval of presence, by report id."""
        self.members: dict[tuple[str, str, str], MemberRow] = {}
        self._by_index: defaultdict[tuple[str, str], list[ReportRow]] = defaultdict(list)
        self._by_text: defaultdict[tuple[str, str], list[ReportRow]] = defaultdict(list)
        self._latest: dict[str, VersionRow] = {}
        self._whole: set[str] = set()
        self._attachments: defaultdict[str, list[Attachment]] = defaultdict(list)
        self._new_attachments: dict[tuple[str, int], list[dict[str, Any]]] = {}
        """By report id and version: a version may be given others more than once."""
        self._prints: dict[int, tuple[Report, TextPrint]] = {}
        self._connection = connection
        for job in jobs:
            if isinstance(job, SaveReport) and job.text is not None:
                self._prints[id(job.report)] = job.report, job.text
        self.files = FileRows(connection, jobs, self.changes)
        self._read(jobs)

    def write(self) -> None:
        """Write every row that was added or changed."""
        for rows in self._new_attachments.values():
            self.changes.add(models.attachments, *rows)
        self.changes.write(self._connection)

    # -- Looking up

    def text_print(self, report: Report) -> TextPrint:
        """Return what the report's text is known by, computed where its job does not say."""
        if id(report) not in self._prints:
            # The report is kept beside, so that no other one gets its id.
            self._prints[id(report)] = report, text_print(report)
        return self._prints[id(report)][1]

    def with_index(self, portal: str, number: str | None) -> list[ReportRow]:
        """Return the portal's reports whose latest version has that 索引号, the eldest first."""
        if not number:
            return []
        return [row for row in self._by_index[portal, number] if row["index_number"] == number]

    def with_text(self, portal: str, text: TextPrint) -> list[ReportRow]:
        """Return the portal's reports whose latest version has that text, the eldest first."""
        return [row for row in self._by_text[portal, text.hash] if row["text_hash"] == text.hash]

    def address(self, portal: str, url_key: str) -> UrlRow:
        """Return the row of a known address, perhaps of no job of this batch."""
        if (portal, url_key) not in self.urls:
            for row in lookups.urls_by_key(self._connection, portal, [url_key]):
                self._keep_url(row)
        return self.urls[portal, url_key]

    def latest(self, report_id: str) -> VersionRow:
        """Return the report's latest version, whole."""
        if report_id not in self._whole:
            self._read_latest({report_id}, whole=True)
        return self._latest[report_id]

    def latest_named(self, report_id: str) -> VersionRow:
        """Return the report's latest version, perhaps without its body: never write it back."""
        return self._latest[report_id]

    def attachments(self, report_id: str) -> tuple[Attachment, ...]:
        """Return the attachments of the report's latest version, where that was read whole."""
        return tuple(self._attachments[report_id])

    # -- Changing

    def add_report(self, row: ReportRow) -> None:
        """Add a report that was not there before."""
        self.changes.add(models.reports, row)
        self._keep_report(row)

    def move_head(self, row: ReportRow, index_number: str | None, text: TextPrint) -> None:
        """Let the report be found by this 索引号 and text from now on."""
        row["index_number"] = index_number
        row["text_hash"], row["text_length"] = text
        self.changes.touch(models.reports, row)
        self._index(row)

    def add_url(self, row: UrlRow) -> None:
        """Add an address of a report."""
        self.changes.add(models.report_urls, row)
        self._keep_url(row)

    def add_version(self, row: VersionRow, report: Report) -> None:
        """Add a version, which is its report's latest from now on."""
        self.changes.add(models.versions, row)
        self._latest[row["report_id"]] = row
        self._whole.add(row["report_id"])
        self._add_attachments(row, report)

    def replace_attachments(self, row: VersionRow, report: Report) -> None:
        """Give the latest version the report's attachments in place of those it has."""
        key = {"report_id": row["report_id"], "version": row["version"]}
        self.changes.clear(models.attachments, key)
        self._add_attachments(row, report)

    def add_interval(self, row: PresenceRow) -> None:
        """Add an open interval of presence."""
        self.changes.add(models.presence, row)
        self.open[row["report_id"]] = row

    def add_member(self, row: MemberRow) -> None:
        """Add a page to a column's listing."""
        self.changes.add(models.memberships, row)
        self.members[row["portal"], row["column"], row["url_key"]] = row

    def _add_attachments(self, row: VersionRow, report: Report) -> None:
        self._attachments[row["report_id"]] = list(report.attachments)
        key = row["report_id"], row["version"]
        self._new_attachments[key] = attachment_rows(*key, report)

    # -- Reading

    def _read(self, jobs: Sequence[Job]) -> None:
        self._read_urls(jobs)
        known = {row["report_id"] for row in self.urls.values()}
        for report in lookups.reports_by_id(self._connection, known):
            self._keep_report(report)
        self._read_alike(jobs)
        if not all(isinstance(job, Settle) for job in jobs):
            self._read_urls_of_reports()
        for interval in lookups.open_intervals(self._connection, self.reports):
            self.open[interval["report_id"]] = interval
        whole = {report_id for job in jobs for report_id in self._read_whole_for(job)}
        self._read_latest(whole, whole=True)
        self._read_latest(known - whole, whole=False)
        self._read_members(jobs)

    def _read_urls(self, jobs: Sequence[Job]) -> None:
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for job in jobs:
            if isinstance(job, SaveReport | Settle | MarkPresence):
                keys[job.portal].add(job.url_key)
            if isinstance(job, SaveReport):
                keys[job.portal].update(key for _, key in job.redirected)
        for portal, some in keys.items():
            for row in lookups.urls_by_key(self._connection, portal, some):
                self.urls[portal, row["url_key"]] = row

    def _read_urls_of_reports(self) -> None:
        for url in lookups.urls_of(self._connection, self.reports):
            # A row that is here already must stay the same object: jobs change it.
            self._keep_url(self.urls.get((url["portal"], url["url_key"]), url))

    def _read_alike(self, jobs: Sequence[Job]) -> None:
        numbers: defaultdict[str, set[str]] = defaultdict(set)
        texts: defaultdict[str, set[str]] = defaultdict(set)
        for job in jobs:
            if isinstance(job, SaveReport):
                texts[job.portal].add(self.text_print(job.report).hash)
                numbers[job.portal].update(filter(None, [job.report.index_number]))
        for portal in texts:
            found = lookups.reports_alike(self._connection, portal, numbers[portal], texts[portal])
            for row in found:
                self._keep_report(row)

    def _read_whole_for(self, job: Job) -> Iterable[str]:
        wanted = isinstance(job, SaveReport) or (
            isinstance(job, Settle) and (job.want_report or job.files is not None)
        )
        row = self.urls.get((job.portal, getattr(job, "url_key", ""))) if wanted else None
        return [row["report_id"]] if row else []

    def _read_latest(self, ids: set[str], *, whole: bool) -> None:
        for row in lookups.latest_versions(self._connection, ids, whole=whole):
            self._latest[row["report_id"]] = row
        if whole:
            self._whole |= ids
            for report_id, attachment in lookups.latest_attachments(self._connection, ids):
                self._attachments[report_id].append(attachment)

    def _read_members(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            if isinstance(job, SaveListing):
                for row in lookups.members(self._connection, job):
                    self.members.setdefault((job.portal, job.column, row["url_key"]), row)

    def _keep_report(self, row: ReportRow) -> None:
        if self.reports.setdefault(row["report_id"], row) is row:
            self._index(row)

    def _keep_url(self, row: UrlRow) -> None:
        self.urls[row["portal"], row["url_key"]] = row
        insort(self.urls_of[row["report_id"]], row, key=url_age)

    def _index(self, row: ReportRow) -> None:
        alike = [self._by_text[row["portal"], row["text_hash"]]]
        if row["index_number"]:
            alike.append(self._by_index[row["portal"], row["index_number"]])
        for rows in alike:
            if row not in rows:
                # Neither the database's order nor that of the batch may show in an answer.
                insort(rows, row, key=report_age)
