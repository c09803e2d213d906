"""A store of many versions, written in bulk: what an export is measured on."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert

from govreports.records import Attachment, BodyState, Report, ReportKind
from govreports.replica.bench import paragraphs
from govreports.store import models
from govreports.store.engine import open_database, writing
from govreports.store.identity import report_id
from govreports.store.migrations import upgrade
from govreports.store.rows import attachment_rows, stated_row

if TYPE_CHECKING:
    from collections.abc import Iterator

PORTAL = "jinshui"
SITE = "https://public.jinshui.gov.cn"
START = datetime(2026, 1, 1, tzinfo=UTC)
READER = "bench"
# Every third report was edited once; one in two thousand is longer than a spreadsheet's cell.
EDITED_EVERY, LONG_EVERY = 3, 2000
LONG = 70_000
# Reports written at a time.
PORTION = 1000


@dataclass
class Bulk:
    """Rows of every table, until they are written."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def add_report(self, number: int, bodies: list[str]) -> None:
        """Add a report whose versions have these bodies."""
        path = f"/D0104X/{number}.jhtml"
        name = report_id(PORTAL, f"public.jinshui.gov.cn{path}")
        seen = START + timedelta(seconds=number)
        latest = report(number, f"{SITE}{path}", bodies[-1])
        head = {
            "report_id": name,
            "portal": PORTAL,
            "first_seen_at": seen,
            "last_seen_at": seen,
            "version": len(bodies),
            "index_number": latest.index_number,
            "text_hash": latest.content_hash,
            "text_length": len(bodies[-1]),
        }
        self.rows["reports"].append(head)
        self.rows["presence"].append({"report_id": name, "appeared_at": seen})
        for version, body in enumerate(bodies, start=1):
            self.add_version(head, version, report(number, latest.url, body), seen)

    def add_version(
        self, head: dict[str, Any], version: int, report: Report, seen: datetime
    ) -> None:
        """Add a version with its capture and its attachments."""
        digest = hashlib.sha256(f"{head['report_id']} {version}".encode())
        capture = {
            "id": str(UUID(bytes=digest.digest()[:16])),
            "run_id": 1,
            "portal": PORTAL,
            "url": report.url,
            "url_key": report.url.removeprefix("https://"),
            "method": "GET",
            "status": 200,
            "fetched_at": seen,
            "payload_sha256": digest.hexdigest(),
            "length": 44_000,
            "warc_file": "govreports-20260101000000-bench.warc.gz",
            "warc_offset": len(self.rows["captures"]) * 9_000,
            "warc_length": 9_000,
        }
        row = {
            **stated_row(report),
            "report_id": head["report_id"],
            "version": version,
            "fetched_at": seen,
            "text_hash": report.content_hash,
            "text_length": len(report.body or ""),
            "url_key": capture["url_key"],
            "capture_id": capture["id"],
            "part_capture_ids": [],
            "list_row": None,
            "payload_sha256": capture["payload_sha256"],
            "reader_version": READER,
            "created_at": seen,
        }
        self.rows["captures"].append(capture)
        self.rows["versions"].append(row)
        self.rows["attachments"] += attachment_rows(head["report_id"], version, report)


def fill(url: str, versions: int, characters: int) -> None:
    """Write so many versions with bodies of about so many characters."""
    engine = open_database(url)
    upgrade(engine)
    with writing(engine, "filling the store", [PORTAL]) as connection:
        connection.execute(insert(models.runs), [RUN])
    for bulk in bulks(versions, characters):
        with writing(engine, "filling the store", [PORTAL]) as connection:
            for table in models.metadata.sorted_tables:
                if bulk.rows[table.name]:
                    connection.execute(insert(table), bulk.rows[table.name])
    engine.dispose()


RUN = {
    "run_id": 1,
    "portal": PORTAL,
    "kind": "crawl",
    "arguments": {},
    "reader_version": READER,
    "started_at": START,
}


def bulks(versions: int, characters: int) -> Iterator[Bulk]:
    """Yield portions of reports until there are so many versions."""
    random = Random("export")
    pool = [paragraph.text for paragraph in paragraphs(PORTAL, random)]
    bulk, written, number = Bulk(), 0, 0
    while written < versions:
        length = LONG if number % LONG_EVERY == 1 else characters
        bodies = [body(pool, length, random)]
        if number % EDITED_EVERY == 0 and written + 1 < versions:
            bodies.append(bodies[0] + "\n" + random.choice(pool))
        bulk.add_report(number, bodies)
        written += len(bodies)
        number += 1
        if number % PORTION == 0 or written >= versions:
            yield bulk
            bulk = Bulk()


def body(pool: list[str], characters: int, random: Random) -> str:
    """Deal out paragraphs to between half and one and a half times that length."""
    wanted = random.randint(characters // 2, characters * 3 // 2)
    parts: list[str] = []
    while wanted > 0:
        parts.append(random.choice(pool))
        wanted -= len(parts[-1]) + 1
    return "\n".join(parts)


def report(number: int, url: str, body: str) -> Report:
    """Return the record of one version; every tenth has attachments."""
    day = (START + timedelta(days=number % 365)).date()
    year = 2012 + number % 12
    files = (Attachment(f"附表{number}.docx", f"{url}.docx", size=number),)
    return Report(
        portal=PORTAL,
        url=url,
        title=f"{year}年度法治政府建设情况报告（第{number}期）",
        index_number=f"005279426/{year}-{number:05d}",
        document_number=f"金政文〔{year}〕{number}号",
        publisher="金水区人民政府办公室",
        issued_on=day,
        published_on=day,
        published_at=START + timedelta(hours=number % 9000),
        document_type="报告",
        topic="综合政务",
        keywords=("法治政府", "工作报告"),
        disclosure="主动公开",
        validity="有效",
        source="金水区人民政府办公室",
        column="法治政府建设",
        region_code="410105",
        report_year=year,
        report_kind=ReportKind.LAW_GOVERNMENT_ANNUAL,
        body=body,
        body_state=BodyState.TEXT,
        attachments=files if number % 10 == 0 else (),
        metadata={"索引号": f"005279426/{year}-{number:05d}", "发布机构": "金水区人民政府办公室"},
        content_hash=f"n1:{hashlib.sha256(body.encode()).hexdigest()}",
    )
