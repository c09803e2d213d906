"""Reading an archived answer again gives what the crawl read."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from govreports.fingerprint import content_hash
from govreports.records import Exchange
from govreports.replica.portals import PORTALS
from govreports.rereading import Rereader
from govreports.store.jobs import VersionFacts
from spiders.jinshui import Jinshui
from spiders.leping import Leping
from spiders.tianshan import Tianshan
from spiders.xinmi import Xinmi
from spiders.zhanghe import Zhanghe

if TYPE_CHECKING:
    from govreports.replica.portal import ReplicaPortal
    from govreports.spider import PortalSpider

SPIDERS: list[type[PortalSpider]] = [Jinshui, Leping, Tianshan, Xinmi, Zhanghe]
FETCHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def exchange(portal: ReplicaPortal, path: str, *, packed: bool = False) -> Exchange:
    answer = portal.respond("GET", path)
    headers = [(name.encode(), value.encode()) for name, value in answer.headers]
    body = answer.body
    if packed:
        headers.append((b"Content-Encoding", b"gzip"))
        body = gzip.compress(body)
    url = portal.place.home.rstrip("/") + path
    return Exchange(str(uuid4()), url, "GET", answer.status, tuple(headers), body, FETCHED)


def facts(url: str, parts: tuple[Exchange, ...] = ()) -> VersionFacts:
    return VersionFacts(
        portal="x",
        report_id="x-1",
        version=1,
        url=url,
        column="法治政府建设",
        region_code=None,
        row=None,
        fetched_at=FETCHED,
        parts=parts,
    )


@pytest.mark.parametrize("spider", SPIDERS)
@pytest.mark.parametrize("packed", [False, True])
def test_every_page_reads_again_as_its_truth(spider: type[PortalSpider], *, packed: bool) -> None:
    portal = PORTALS[spider.name](12)
    reread = Rereader.of(spider)
    for key in portal.listed:
        answer = exchange(portal, portal.path(key), packed=packed)
        report = reread(answer, facts(answer.url))
        assert report is not None
        truth = portal.truth(key)
        assert (report.title, report.body) == (truth.title, truth.body)
        assert report.region_code == spider.region_code
        assert report.fetched_at == FETCHED
        assert report.content_hash == content_hash(report)


def test_a_page_that_reads_as_no_report_is_none() -> None:
    portal = PORTALS["jinshui"](3)
    portal.unreadable(portal.listed[0])
    answer = exchange(portal, portal.path(portal.listed[0]))
    assert Rereader.of(Jinshui)(answer, facts(answer.url)) is None


def test_an_error_page_is_none() -> None:
    portal = PORTALS["jinshui"](3)
    answer = replace(exchange(portal, "/nowhere"), body=b"")
    assert Rereader.of(Jinshui)(answer, facts(answer.url)) is None


def test_a_page_in_two_parts_reads_with_its_parts_only() -> None:
    portal = PORTALS["leping"](3)
    key = portal.listed[0]
    portal.edit(key, parts=2)
    path = portal.path(key)
    first = exchange(portal, path)
    second = exchange(portal, path.replace(".shtml", "_1.shtml"))
    reread = Rereader.of(Leping)
    assert reread(first, facts(first.url)) is None
    whole = reread(first, facts(first.url, (second,)))
    assert whole is not None
    assert whole.body == portal.truth(key).body
