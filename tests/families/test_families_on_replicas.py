"""Every family against its replica: all list pages, and every article as the replica knows it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest

from govreports.families import FAMILIES
from govreports.normalise import Context, normalise
from govreports.records import Capture, Needs, RawReport
from govreports.replica.portals import portal

if TYPE_CHECKING:
    from govreports.families.base import Family
    from govreports.records import Report, Row
    from govreports.replica.portal import ReplicaPortal

BASE = "http://127.0.0.1:9"
ARTICLES = 20
# Compared by themselves, or no part of a page.
OTHERS = {"body", "attachments", "content_hash", "version", "fetched_at"}


def fetch(replica: ReplicaPortal, url: str) -> Capture:
    parts = urlsplit(url)
    answer = replica.respond(
        "GET", f"{parts.path}?{parts.query}" if parts.query else parts.path, {}, b""
    )
    headers = tuple((name.lower(), value) for name, value in answer.headers)
    return Capture(
        url=url, body=answer.body, status=answer.status, headers=headers, requested_url=url
    )


def walk(family: Family, replica: ReplicaPortal) -> tuple[list[Row], list[int | None]]:
    """Follow a column to its end; return its rows and what each page declared."""
    rows: list[Row] = []
    declared: list[int | None] = []
    url: str | None = urljoin(BASE, replica.column_path)
    while url is not None:
        listing = family.listing(fetch(replica, url))
        rows += listing.rows
        declared.append(listing.declared_rows)
        url = listing.next[0].url if listing.next else None
        assert len(declared) < 20
    return rows, declared


def read(family: Family, replica: ReplicaPortal, row: Row, truth: Report) -> Report:
    page = fetch(replica, row.url)
    raw = family.report(page)
    if isinstance(raw, Needs):
        raw = family.report(page, parts=tuple(fetch(replica, ask.url) for ask in raw.parts))
    assert isinstance(raw, RawReport)
    context = Context(
        portal=truth.portal, column=truth.column, region_code=truth.region_code, row=row
    )
    return normalise(raw, context).report


def stated(report: Report) -> dict[str, object]:
    names = {field.name for field in fields(report)} - OTHERS
    return {name: getattr(report, name) for name in names}


def tight(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


PORTALS = [
    ("jinshui", "utf-8", ""),
    ("jinshui", "gbk", ""),
    ("xinmi", "utf-8", ""),
    ("leping", "utf-8", ""),
    ("leping", "gbk", ""),
    ("tianshan", "utf-8", "table"),
    ("tianshan", "gbk", "lines"),
    ("zhanghe", "utf-8", "window"),
    ("zhanghe", "gbk", "page"),
]


@pytest.mark.parametrize(("name", "encoding", "dialect"), PORTALS)
def test_every_article_of_every_list_page_is_read_exactly(
    name: str, encoding: str, dialect: str
) -> None:
    replica = portal(name, ARTICLES, encoding=encoding, dialect=dialect)  # type: ignore[arg-type]
    family = FAMILIES[replica.template.family]
    truths = replica.truths(BASE)
    rows, declared = walk(family, replica)
    assert [row.url for row in rows] == list(dict.fromkeys(row.url for row in rows))
    assert {row.url for row in rows} == set(truths)
    assert set(declared) <= {None, len(truths)}
    for row in rows:
        truth = truths[row.url]
        report = read(family, replica, row, truth)
        assert stated(report) == stated(truth)
        assert tight(report.body) == tight(truth.body)
        assert [(one.name, one.url) for one in report.attachments] == [
            (one.name, one.url) for one in truth.attachments
        ]
        assert row.title == truth.title
