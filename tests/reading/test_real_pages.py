"""Reading measured on real portal pages, where a collection of them lies beside the project."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from govreports.families import FAMILIES
from govreports.normalise import Context, normalise
from govreports.reading.article import read_report
from govreports.reading.document import Document
from govreports.records import Capture, Needs, RawReport, Report

PAGES = Path(__file__).parents[3] / "shared" / "pages"
pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="no collection of real pages here")

NAMES = {
    "title": "title",
    "index_no": "index_number",
    "publisher": "publisher",
    "doc_no": "document_number",
    "written_date": "issued_on",
    "published_date": "published_on",
    "genre": "document_type",
    "validity": "validity",
}
FOLDED = {"是": "有效", "已失效": "失效"}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PAGES / name).read_text("utf-8").splitlines()]


def tight(value: object) -> str:
    return "".join(str(value or "").split())


def report_of(entry: dict[str, Any], frame: str | None) -> Report:
    url = entry.get("url") or "https://www.example.gov.cn/zwgk/a.html"
    page = Capture(url=url, body=(PAGES / entry["file"]).read_bytes())
    family = FAMILIES.get(entry["family"] or "")

    def read(parts: tuple[Capture, ...] = ()) -> RawReport | Needs:
        if family is not None:
            return family.report(page, parts=parts)
        return read_report(page, Document(page), parts=parts)

    raw = read()
    if isinstance(raw, Needs):
        assert frame is not None
        body = (PAGES / frame).read_bytes()
        raw = read(tuple(Capture(url=ask.url, body=body) for ask in raw.parts))
    assert isinstance(raw, RawReport)
    return normalise(raw, Context(portal="x", column=None, region_code=None, row=None)).report


def agrees(name: str, wanted: object, report: Report, gold: dict[str, Any]) -> bool:
    got = tight(getattr(report, NAMES[name]))
    if wanted is None and name in {"published_date", "doc_no"}:
        # A meta tag fills the date that a page does not show; a 文号 may head the body.
        return name == "published_date" or got in tight(gold["body_first"])
    return got == tight(FOLDED.get(str(wanted), wanted))


@pytest.fixture(scope="module")
def scores() -> Counter[str]:
    """Counts of right answers, and of questions under `of …`."""
    manifest = {entry["file"]: entry for entry in lines("manifest.jsonl")}
    counts: Counter[str] = Counter()
    for gold in lines("gold.jsonl"):
        report = report_of(manifest[gold["file"]], gold.get("body_file"))
        for name in NAMES:
            counts["of fields"] += 1
            counts["fields"] += agrees(name, gold[name], report, gold)
        count_body(counts, gold, tight(report.body))
        counts["of files"] += 1
        counts["files"] += [tight(one.name) for one in report.attachments] == [
            tight(name) for name in gold["attachment_names"]
        ]
    return counts


def count_body(counts: Counter[str], gold: dict[str, Any], body: str) -> None:
    starts = [
        tight(gold[name]) for name in ("body_first", "body_first_after_title") if gold.get(name)
    ]
    ends = [tight(gold[name]) for name in ("body_last", "body_last_alt") if gold.get(name)]
    counts["of bodies"] += 1
    counts["starts"] += body.startswith(tuple(starts)) if starts else not body
    counts["ends"] += body.endswith(tuple(ends)) if ends else not body


def test_header_fields(scores: Counter[str]) -> None:
    assert scores["fields"] / scores["of fields"] >= 0.98


def test_where_bodies_start(scores: Counter[str]) -> None:
    assert scores["starts"] / scores["of bodies"] >= 0.97


def test_where_bodies_end(scores: Counter[str]) -> None:
    assert scores["ends"] / scores["of bodies"] >= 0.97


def test_attachments(scores: Counter[str]) -> None:
    assert scores["files"] / scores["of files"] >= 0.95
