"""Files that are hard to get: behind pages, behind keys that expire, broken on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from govreports.replica.portals import PORTALS, portal
from govreports.replica.server import serve
from govreports.store import models
from govreports.store.engine import reading
from govreports.store.integrity import verify
from tests.crawling import Crawled, Crawler, assert_complete
from tests.families.test_families_by_crawl import MODULES

if TYPE_CHECKING:
    from govreports.replica.portal import ReplicaPortal
    from govreports.replica.ways import Way

ARTICLES = 15


def addresses(replica: ReplicaPortal) -> list[str]:
    """Addresses of attachments, pictures aside."""
    return [address for address, suffix, *_ in replica.addresses() if suffix != ".png"]


def states(crawled: Crawled) -> dict[str, str]:
    """State of each attachment, by the path and query of its address."""
    return {
        "/" + one["url"].split("/", 3)[3]: one["text_state"]
        for row in crawled.rows
        for one in row["attachments"]
    }


def hashes(crawled: Crawled) -> dict[str, tuple[Any, ...]]:
    return {
        one["url"]: (row["version"], one["sha256"], one["size"], one["media_type"])
        for row in crawled.rows
        for one in row["attachments"]
    }


@pytest.mark.long
def test_what_breaks_on_its_way_gets_its_state_and_keeps_its_last_known_hash(
    crawler: Crawler,
) -> None:
    replica = PORTALS["jinshui"](ARTICLES)
    faults = {
        "drip": "failed: timeout",
        "html": "failed: a web page in place of the file",
        "403": "failed: status_403",
        "reset": "failed: network",
        "500": "failed: status_500",
    }
    broken = dict(zip(addresses(replica), faults, strict=False))
    settings = {"GOVREPORTS_ATTACHMENT_TIMEOUT": "2", "RETRY_TIMES": "0"}
    with serve([replica]) as served:
        for address, fault in broken.items():
            replica.faults.spoil(address, fault)
        first = crawler.crawl("jinshui", served["jinshui"], settings=settings)
        assert first.exit_code == 0, first.said
        found = states(first)
        assert {at: found[at] for at in broken} == {at: faults[one] for at, one in broken.items()}
        assert f"warning/attachment_not_fetched {len(broken)}" in first.said

        replica.faults.mend()
        whole = crawler.crawl("jinshui", served["jinshui"], settings=settings)
        assert set(states(whole).values()) == {"text"}
        assert {version for version, *_ in hashes(whole).values()} == {1}

        for address, fault in broken.items():
            replica.faults.spoil(address, fault)
        again = crawler.crawl("jinshui", served["jinshui"], settings=settings)
        assert again.exit_code == 0, again.said
        assert hashes(again) == hashes(whole)
        assert {states(again)[at] for at in broken} == {faults[one] for one in broken.values()}


def test_one_that_is_too_large_is_left_and_said(crawler: Crawler) -> None:
    replica = PORTALS["jinshui"](ARTICLES)
    small = {"GOVREPORTS_ATTACHMENT_MAXSIZE": "2000"}
    with serve([replica]) as served:
        crawled = crawler.crawl("jinshui", served["jinshui"], settings=small)
    assert crawled.exit_code == 0, crawled.said
    large = {at for at in addresses(replica) if len(replica.file_bytes(at)) > 2000}
    assert {at for at, state in states(crawled).items() if state == "too large"} == large
    assert large
    assert "GOVREPORTS_ATTACHMENT_MAXSIZE" in crawled.said


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("tianshan", "link"),
        ("tianshan", "script"),
        ("zhanghe", "redirect"),
        ("jinshui", "refresh"),
        ("leping", "viewer"),
    ],
)
def test_a_file_behind_a_page_is_fetched_and_known_again(
    crawler: Crawler, name: str, way: Way
) -> None:
    replica = PORTALS[name](ARTICLES)
    replica.way = way
    with serve([replica]) as served:
        crawled = crawler.crawl(name, served[name])
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, replica, served[name])
        replica.hits.clear()
        again = crawler.crawl(name, served[name])
    assert hashes(again) == hashes(crawled)
    files = [hit.status for hit in replica.log() if hit.target.startswith("/files/")]
    assert files
    assert set(files) == {304}


@pytest.mark.long
def test_a_download_that_wants_a_code_is_named_and_left(crawler: Crawler) -> None:
    replica = PORTALS["tianshan"](ARTICLES)
    replica.way = "code"
    with serve([replica]) as served:
        crawled = crawler.crawl("tianshan", served["tianshan"])
    assert crawled.exit_code == 0, crawled.said
    assert set(states(crawled).values()) == {"failed: the portal wants a code (验证码) for it"}
    assert {hit.method for hit in replica.log()} == {"GET"}
    assert not [hit for hit in replica.log() if "yzm" in hit.target]


@pytest.mark.long
@pytest.mark.parametrize("name", ["mailing", "linxi"])
def test_an_address_that_has_expired_is_asked_of_its_page_anew(crawler: Crawler, name: str) -> None:
    """JEECMS's `attachment_url.jspx` and jpaas's download service."""
    replica = portal(name, 40)
    with serve([replica]) as served:
        expiring = [at for at in addresses(replica) if "attachment.jspx" in at or "download" in at]
        assert expiring
        for address in expiring:
            replica.faults.spoil(address, "403", 1)
        crawled = crawler.crawl(name, served[name], settings=MODULES)
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, replica, served[name])
        asked = [hit.status for hit in replica.log() if hit.target in expiring]
    assert asked.count(403) == asked.count(200) == len(expiring)
    assert "attachment_not_fetched" not in crawled.said


@pytest.mark.long
def test_images_that_stand_for_a_text_are_parts_of_its_version(crawler: Crawler) -> None:
    replica = PORTALS["jinshui"](ARTICLES)
    pictures = [address for address, suffix, *_ in replica.addresses() if suffix == ".png"]
    with serve([replica]) as served:
        crawled = crawler.crawl("jinshui", served["jinshui"])
        assert crawled.exit_code == 0, crawled.said
        again = crawler.crawl("jinshui", served["jinshui"], full="1")
    (row,) = (row for row in crawled.rows if row["body_state"] == "images")
    assert row["attachments"] == []
    assert len(pictures) == 3
    assert "pictures 3" in crawled.said
    assert hashes(again) == hashes(crawled)
    with crawler.store() as store:
        assert verify(store.engine, crawler.folder / "archive") == []
        versions, captures = models.versions.c, models.captures.c
        with reading(store.engine, "looking") as connection:
            query = select(versions.part_capture_ids).where(versions.body_state == "images")
            parts = connection.execute(query).scalar_one()
            held = connection.execute(select(captures.url).where(captures.id.in_(parts)))
            urls = held.scalars().all()
    assert sorted("/" + url.split("/", 3)[3] for url in urls) == sorted(pictures)
