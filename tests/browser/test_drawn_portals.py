"""Portals whose pages only exist once a script has run, crawled with real Chromium."""

from __future__ import annotations

import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from govreports.replica.server import serve
from govreports.store.engine import open_database
from govreports.store.integrity import verify
from tests.browser.faults import FaultyPortal
from tests.browser.processes import family, name
from tests.browser.scripted import ScriptedPortal
from tests.crawling import ROOT, assert_complete, env

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawling import Crawled, Crawler

pytestmark = pytest.mark.usefixtures("chromium")
DEFINITIONS = {"SPIDER_MODULES": "tests.browser.definitions"}
SECONDS_TO_DIE = 20


def records(crawler: Crawler) -> Iterator[tuple[str, str, str, str]]:
    """Type, id, referred id and address of every record in the archive."""
    for path in sorted((crawler.folder / "archive").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                stated = record.rec_headers.get_header
                refers = stated("WARC-Refers-To") or ""
                yield record.rec_type, stated("WARC-Record-ID"), refers, stated("WARC-Target-URI")


def assert_store_whole(crawler: Crawler) -> None:
    engine = open_database(crawler.database_url)
    assert verify(engine, crawler.folder / "archive") == []
    engine.dispose()


def test_lists_that_a_script_draws_give_every_article_exactly(crawler: Crawler) -> None:
    portal = ScriptedPortal(9)
    with serve([portal]) as addresses:
        crawled = crawler.crawl("leping", addresses["leping"], settings=DEFINITIONS)
        assert crawled.exit_code == 0, crawled.said
        assert_complete(crawled, portal, addresses["leping"])
    targets = [hit.target for hit in portal.log()]
    # Each page, its rows, and scripts once a crawl; no picture, no frame, nothing forbidden.
    # Articles and the files that they link to lie in a folder of their own.
    assert [target for target in targets if not target.startswith("/zfxxgk/")] == [
        "/robots.txt",
        "/xxgk/fzzf/",
        "/style/site.css",
        "/moved/list.js",
        "/script/list.js",
        "/service/rows?n=1",
        "/xxgk/fzzf/?page=2",
        "/service/rows?n=2",
        "/xxgk/fzzf/?page=3",
        "/service/rows?n=3",
    ]
    assert len({hit.user_agent for hit in portal.log()}) == 1
    assert portal.log()[0].user_agent.startswith("govreports/")
    assert "part_not_fetched" in crawled.said
    assert "browser_refused" in crawled.said
    kept = list(records(crawler))
    drawn = [(refers, url) for kind, _, refers, url in kept if kind == "conversion"]
    sent = {(key, url) for kind, key, _, url in kept if kind == "response"}
    assert len(drawn) == 3
    assert set(drawn) <= sent
    assert len(sent) == len(targets)
    assert_store_whole(crawler)


def crawl_drawn(crawler: Crawler, portal: ScriptedPortal, base: str) -> Crawled:
    crawled = crawler.crawl("leping-drawn", base, settings=DEFINITIONS)
    assert crawled.exit_code == 0, crawled.said
    assert_complete(crawled, portal, base)
    return crawled


@pytest.mark.long
def test_articles_that_a_script_draws_are_read_and_their_edits_seen(crawler: Crawler) -> None:
    portal = ScriptedPortal(5, pager="hash", scripted_articles=True)
    with serve([portal]) as addresses:
        base = addresses["leping"]
        crawl_drawn(crawler, portal, base)
        # Their shells, with the validators that a conditional request would name, stay the same.
        portal.edit(portal.listed[3])
        crawled = crawl_drawn(crawler, portal, base)
    versions = sorted(row["version"] for row in crawled.rows)
    assert versions == [1] * 4 + [2]
    assert {hit.status for hit in portal.log() if "html" in hit.target} == {200}
    assert_store_whole(crawler)


@pytest.mark.long
def test_what_cannot_or_must_not_be_drawn_is_named_and_the_crawl_goes_on(crawler: Crawler) -> None:
    portal = FaultyPortal(3)
    settings = {**DEFINITIONS, "GOVREPORTS_BROWSER_TIMEOUT": "4", "RETRY_TIMES": "0"}
    with serve([portal]) as addresses:
        crawled = crawler.crawl("faulty", addresses["leping"], settings=settings)
    assert crawled.exit_code == 1
    said = crawled.said
    assert "/endless/: column 死循环: timeout: after 4 s in the browser its scripts" in said
    assert "warning challenge: " in said
    assert "/challenge/: column 验证: blocked: a challenge page" in said
    assert "/away/: its script leads on to" in said
    assert "error/column_missing 2" in said
    targets = [hit.target for hit in portal.log()]
    assert targets.count("/challenge/") == 1
    assert targets.count("/absent/rows.js") == 1


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_browser_outlives_its_crawl(crawler: Crawler, how: signal.Signals) -> None:
    portal = ScriptedPortal(30)
    with serve([portal], delay=0.2) as addresses:
        command = crawler.command("leping", {"base_url": addresses["leping"]}, DEFINITIONS)
        quiet = subprocess.DEVNULL
        crawl = subprocess.Popen(command, cwd=ROOT, env=env(), stdout=quiet, stderr=quiet)
        while not any("rows" in hit.target for hit in portal.log()) and crawl.poll() is None:
            time.sleep(0.05)
        processes = family(crawl.pid)
        assert any(name(one).startswith("chrom") for one in processes)
        crawl.send_signal(how)
        crawl.wait(SECONDS_TO_DIE)
        deadline = time.monotonic() + SECONDS_TO_DIE
        while any(map(name, processes)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [name(one) for one in processes if name(one)] == []
