"""Every family against its replicas: all list pages, and every article as the replica knows it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.families import detect
from govreports.normalise import Context, normalise
from govreports.records import Ask, Needs, RawReport
from govreports.values.dates import parse_date
from tests.families.replicas import BASE, REPLICAS, family_of, fetch, pages, served

if TYPE_CHECKING:
    from govreports.families.base import Family
    from govreports.records import Report, Row
    from govreports.replica.portal import ReplicaPortal
    from tests.families.replicas import Replica

# Compared by themselves, or no part of a page.
OTHERS = {"body", "attachments", "content_hash", "version", "fetched_at"}
every_replica = pytest.mark.parametrize("replica", REPLICAS, ids=str)


def read(family: Family, portal: ReplicaPortal, row: Row, truth: Report) -> Report:
    page = fetch(portal, Ask(row.url))
    raw = family.report(page, row)
    if isinstance(raw, Needs):
        raw = family.report(page, row, tuple(fetch(portal, ask) for ask in raw.parts))
    assert isinstance(raw, RawReport)
    assert raw.family == family.name
    context = Context(
        portal=truth.portal, column=truth.column, region_code=truth.region_code, row=row
    )
    return normalise(raw, context).report


def stated(report: Report) -> dict[str, object]:
    names = {field.name for field in fields(report)} - OTHERS
    return {name: getattr(report, name) for name in names}


def tight(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


@every_replica
def test_every_article_of_every_list_page_is_read_exactly(replica: Replica) -> None:
    portal = served(replica)
    truths = portal.truths(BASE)
    rows = [row for _, _, listing in pages(portal) for row in listing.rows]
    assert sorted(row.url for row in rows) == sorted(truths)
    for row in rows:
        truth = truths[row.url]
        report = read(family_of(portal), portal, row, truth)
        assert stated(report) == stated(truth)
        assert tight(report.body) == tight(truth.body)
        assert [(one.name, one.url) for one in report.attachments] == [
            (one.name, one.url) for one in truth.attachments
        ]


@every_replica
def test_rows_have_the_whole_title_and_the_day_of_their_article(replica: Replica) -> None:
    portal = served(replica)
    truths = portal.truths(BASE)
    for _, _, listing in pages(portal):
        for row in listing.rows:
            assert row.title == truths[row.url].title
            # Of pages that print no date, the list has the only one.
            if truths[row.url].published_on is not None:
                assert parse_date(row.date or "") == truths[row.url].published_on


@every_replica
def test_what_a_list_declares_is_what_it_shows(replica: Replica) -> None:
    portal = served(replica)
    walked = [listing for _, _, listing in pages(portal)]
    with_rows = [listing for listing in walked if listing.rows]
    assert {listing.declared_rows for listing in walked} <= {None, len(portal.listed)}
    assert {listing.declared_pages for listing in walked} <= {None, len(with_rows)}
    stated = any(listing.declared_rows or listing.declared_pages for listing in walked)
    assert stated == replica.declares
    # A page without rows is a shell: it only says where the rows are.
    assert all(listing.rows or listing.next for listing in walked)


@every_replica
def test_home_list_and_article_tell_their_family(replica: Replica) -> None:
    portal = served(replica)
    home = fetch(portal, Ask(urljoin(BASE, portal.template.home)))
    listed = [page for _, page, _ in pages(portal)]
    articles = [fetch(portal, Ask(url)) for url in list(portal.truths(BASE))[:3]]
    for page in (home, listed[0], *articles):
        assert detect(page)[0].family == family_of(portal).name, page.url
