"""Crawls of a replica whose listing falls, and one that is killed."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from tests.crawling import ROOT, Crawled, Crawler, env
from tests.monitors.webhook import Webhook, webhook

if TYPE_CHECKING:
    from govreports.records import Problem

pytestmark = pytest.mark.long

ARTICLES = 10


@dataclass
class Fallen:
    """A store after four crawls of a portal, and the webhook that the first three told."""

    crawler: Crawler
    hook: Webhook
    crawls: list[Crawled]


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Fallen:
    """Crawls of the whole list, of none of it, of four rows in part, and of these four."""
    folder = tmp_path_factory.mktemp("fallen") / "data"
    crawler = Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")
    portal = PORTALS["leping"](ARTICLES)
    with webhook() as hook, webhook(status=503) as deaf, serve([portal]) as addresses:

        def crawl(told: Webhook, **arguments: Any) -> Crawled:
            settings = {"GOVREPORTS_ALERT_WEBHOOK": told.url}
            return crawler.crawl("leping", addresses["leping"], settings=settings, **arguments)

        whole = crawl(hook)
        portal.break_listing("empty")
        emptied = crawl(hook)
        portal.break_listing("whole")
        for key in portal.listed[4:]:
            portal.unlist(key)
        return Fallen(crawler, hook, [whole, emptied, crawl(hook, title="报告"), crawl(deaf)])


def test_only_a_whole_run_on_a_fallen_listing_fails(fallen: Fallen) -> None:
    assert [crawled.exit_code for crawled in fallen.crawls] == [0, 1, 0, 1]
    said = ["listing_fell" in crawled.said for crawled in fallen.crawls]
    assert said == [False, True, False, True]
    with fallen.crawler.store() as store:
        assert sum(1 for _ in store.latest()) == ARTICLES


def test_the_alert_of_the_same_run_names_portal_finding_and_remedy(fallen: Fallen) -> None:
    (alert,) = fallen.hook.received
    (fell,) = (one for one in alert["problems"] if one["code"] == "listing_fell")
    assert (alert["portal"], alert["verdict"]) == ("leping", "failed")
    assert alert["errors"] == len(alert["problems"])
    assert fell["found"].endswith(": 0 rows")
    assert fell["expected"] == f"about {ARTICLES} rows, as in the last runs"
    assert fell["remedy"].startswith("open the column in a browser")
    with fallen.crawler.store() as store:
        emptied = store.runs("leping")[2]
        assert (emptied.run_id, emptied.verdict) == (alert["run_id"], "failed")


def test_a_halved_listing_and_an_alert_that_nobody_took_are_in_the_ledger(fallen: Fallen) -> None:
    with fallen.crawler.store() as store:
        (last,) = store.runs("leping", most=1)
        named = {problem.code: problem for problem in store.problems(last.run_id)}
    assert named["listing_fell"].found.endswith(": 4 rows")
    assert "status 503" in named["alert_not_sent"].found


def named(crawler: Crawler) -> list[Problem]:
    """Return the problems of the last run, once there is one."""
    with crawler.store() as store:
        return [one for run in store.runs(most=1) for one in store.problems(run.run_id)]


def test_a_killed_crawl_keeps_the_problems_that_it_had_named(crawler: Crawler) -> None:
    engine = open_database(crawler.database_url)
    upgrade(engine)
    engine.dispose()
    portal = PORTALS["leping"](60)
    portal.unreadable(portal.listed[0])
    with serve([portal], delay=0.05) as addresses:
        crawl = subprocess.Popen(
            crawler.command("leping", {"base_url": addresses["leping"]}),
            cwd=ROOT,
            env=env(),
            stderr=subprocess.DEVNULL,
        )
        while crawl.poll() is None:
            problems = named(crawler)
            if "page_unreadable" in {problem.code for problem in problems}:
                crawl.send_signal(signal.SIGKILL)
                crawl.wait()
            time.sleep(0.05)
    assert crawl.returncode == -signal.SIGKILL
    with crawler.store() as store:
        (killed,) = store.runs("leping", most=1)
        assert killed.verdict is None
        assert [one.code for one in store.problems(killed.run_id)] == ["page_unreadable"]
