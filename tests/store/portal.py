"""A portal in miniature: pages whose bytes are JSON, crawled into a real store."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from govreports.archive.decoding import decode
from govreports.fingerprint import with_hash
from govreports.records import Attachment, BodyState, Exchange, Outcome, Report, Stored
from govreports.store.jobs import (
    CloseColumn,
    MarkPresence,
    NeedsProbe,
    SaveCapture,
    SaveListing,
    SaveReport,
    Settle,
)
from govreports.store.store import Store
from govreports.store.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from govreports.store.answers import Entry
    from govreports.store.jobs import Job, VersionFacts

PORTAL = "jinshui"
SITE = "http://public.jinshui.gov.cn"
COLUMN = "法治政府建设"
# 240 characters: long enough to identify a report by its text.
BODY = "\n".join(f"第{number}项任务已经办结，台账齐全，可供查验。" for number in range(100, 112))
OTHER_BODY = BODY.replace("办结", "延期")


@dataclass
class Clock:
    """A clock that moves on by a second whenever it is read."""

    now: datetime = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def skip(self, **span: int) -> None:
        self.now += timedelta(**span)


def url(path: str) -> str:
    return f"{SITE}/{path}"


def page(path: str, **fields: Any) -> dict[str, Any]:
    """Return what a page says, as its bytes will hold it."""
    return {"url": url(path), "title": f"{path}年度报告", "body": BODY, **fields}


def read(content: dict[str, Any]) -> Report:
    """Return the report that a page's content is."""
    values = dict(content)
    for name in ("issued_on", "published_on"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    files = tuple(Attachment(**one) for one in values.pop("attachments", ()))
    text = BodyState.TEXT if values.get("body") else BodyState.IMAGES
    report = Report(portal=PORTAL, column=COLUMN, body_state=text, attachments=files, **values)
    return with_hash(report)


@dataclass
class Reader:
    """The reader of these pages, which a test may make better."""

    version: str = "reader-1"
    improve: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda content: content
    facts: list[VersionFacts] = field(default_factory=list)

    def __call__(self, exchange: Exchange, facts: VersionFacts) -> Report | None:
        self.facts.append(facts)
        content = self.improve(json.loads(decode(exchange).body))
        return None if content is None else replace(read(content), fetched_at=facts.fetched_at)


class Crawl:
    """Crawls of the little portal, one run after the other."""

    def __init__(self, database_url: str, archive: Path) -> None:
        self.database_url = database_url
        self.archive = archive
        self.clock = Clock()
        self.reader = Reader()
        self.run_id = 0
        self.store = self.open()

    def open(self) -> Store:
        return Store.open(
            self.database_url,
            archive=self.archive,
            reread=self.reader,
            reader_version=self.reader.version,
            clock=self.time,
        )

    def time(self) -> datetime:
        """Tell the time by the clock of the moment: a test may hand over another one."""
        return self.clock()

    def reopen(self) -> None:
        """Close the store and open it anew, perhaps with another reader."""
        self.store.close()
        self.store = self.open()

    def run(self) -> int:
        """Begin the next run, a day later."""
        self.clock.skip(days=1)
        self.run_id = self.store.begin_run(PORTAL, kind="crawl", arguments={})
        return self.run_id

    def exchange(self, address: str, body: bytes = b"", status: int = 200) -> Exchange:
        headers = ((b"Content-Type", b"text/html; charset=utf-8"), (b"ETag", b'"1"'))
        return Exchange(str(uuid4()), address, "GET", status, headers, body, self.clock())

    def jobs(self, content: dict[str, Any], **options: Any) -> tuple[SaveCapture, SaveReport]:
        """Return the two jobs that a page leads to."""
        body = json.dumps(content, ensure_ascii=False).encode()
        answer = self.exchange(content["url"], body)
        improved = self.reader.improve(content) or content
        report = replace(read(improved), fetched_at=answer.fetched_at)
        save = SaveReport(
            run_id=self.run_id,
            portal=PORTAL,
            report=report,
            url_key=url_key(content["url"]),
            capture_id=answer.id,
            payload_sha256=decode(answer).payload_sha256,
            etag='"1"',
            last_modified="Mon, 01 Mar 2021 00:00:00 GMT",
        )
        return SaveCapture(answer, self.run_id, PORTAL), replace(save, **options)

    def do(self, *jobs: Job) -> list[Any]:
        """Write jobs; the first one that failed raises its error."""
        results = self.store.write(jobs)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return list(results)

    def save(self, content: dict[str, Any], **options: Any) -> Stored:
        """Store a page for which nothing needs to be probed."""
        answer = self.try_save(content, **options)
        assert isinstance(answer, Stored), f"needs a probe: {answer}"
        return answer

    def try_save(self, content: dict[str, Any], **options: Any) -> Stored | NeedsProbe:
        answer: Stored | NeedsProbe = self.do(*self.jobs(content, **options))[1]
        return answer

    def settle_job(self, path: str, **options: Any) -> tuple[SaveCapture, Settle]:
        answer = self.exchange(url(path), status=304)
        settle = Settle(
            run_id=self.run_id,
            portal=PORTAL,
            url_key=url_key(url(path)),
            url=url(path),
            capture_id=answer.id,
            column=COLUMN,
        )
        return SaveCapture(answer, self.run_id, PORTAL), replace(settle, **options)

    def settle(self, path: str, **options: Any) -> Stored:
        """Let a page answer that it has not changed."""
        stored: Stored = self.do(*self.settle_job(path, **options))[1]
        assert stored.outcome is Outcome.UNCHANGED
        return stored

    def mark(self, path: str, verdict: str) -> None:
        self.do(MarkPresence(self.run_id, PORTAL, url_key(url(path)), verdict))

    def lists(self, paths: Sequence[str], column: str = COLUMN, *, complete: bool = True) -> None:
        """Read a column's listing of one page."""
        answer = self.exchange(url("list.html"), b"<ul></ul>")
        keys = tuple(url_key(url(path)) for path in paths)
        self.do(
            SaveCapture(answer, self.run_id, PORTAL),
            SaveListing(self.run_id, PORTAL, column, 1, answer.url, answer.id, len(keys), 1, keys),
            CloseColumn(
                self.run_id,
                PORTAL,
                column,
                complete=complete,
                declared=len(keys),
                seen=len(keys),
                pages=1,
            ),
        )

    def missing(self, column: str = COLUMN) -> list[str]:
        """Return the paths that have left the column."""
        found = self.store.missing(self.run_id, PORTAL, column)
        return sorted(one.url.removeprefix(f"{SITE}/") for one in found)

    def entry(self, stored: Stored) -> Entry:
        found = self.store.report(stored.report_id)
        assert found is not None
        return found
