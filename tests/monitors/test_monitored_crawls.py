"""Crawls of a replica whose listing falls, and whose pages lose a field."""

from __future__ import annotations

import signal
import subprocess
import time
from typing import TYPE_CHECKING

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from tests.crawling import ROOT, env
from tests.monitors.webhook import webhook

if TYPE_CHECKING:
    from govreports.records import Problem
    from tests.crawling import Crawler

ARTICLES = 10
SETTING = "GOVREPORTS_ALERT_WEBHOOK"


def test_a_fallen_listing_is_an_error_and_an_alert_of_the_same_run(crawler: Crawler) -> None:
    portal = PORTALS["leping"](ARTICLES)
    with webhook() as hook, serve([portal]) as addresses:
        told = {SETTING: hook.url}
        first = crawler.crawl("leping", addresses["leping"], settings=told)
        assert first.exit_code == 0, first.said
        assert hook.received == []
        portal.break_listing("empty")
        emptied = crawler.crawl("leping", addresses["leping"], settings=told)
        portal.break_listing("whole")
        for key in portal.listed[4:]:
            portal.unlist(key)
        halved = crawler.crawl("leping", addresses["leping"], settings=told)
    assert (emptied.exit_code, halved.exit_code) == (1, 1)
    assert "listing_fell" in emptied.said
    assert "listing_fell" in halved.said
    rows = []
    for alert in hook.received:
        (fell,) = (one for one in alert["problems"] if one["code"] == "listing_fell")
        assert (alert["portal"], alert["verdict"]) == ("leping", "failed")
        assert fell["expected"] == f"about {ARTICLES} rows, as in the last runs"
        rows.append(fell["found"].split(": ")[1])
    assert rows == ["0 rows", "4 rows"]
    with crawler.store() as store:
        runs = store.runs("leping")
        assert [run.verdict for run in runs] == ["failed", "failed", "ok"]
        assert [run.run_id for run in runs[1::-1]] == [one["run_id"] for one in hook.received]
        assert "listing_fell" in {problem.code for problem in store.problems(runs[0].run_id)}


def test_a_partial_run_proves_nothing_and_an_alert_that_fails_costs_nothing(
    crawler: Crawler,
) -> None:
    portal = PORTALS["leping"](ARTICLES)
    with webhook(status=503) as hook, serve([portal]) as addresses:
        crawler.crawl("leping", addresses["leping"])
        for key in portal.listed[2:]:
            portal.unlist(key)
        partial = crawler.crawl("leping", addresses["leping"], title="报告")
        assert partial.exit_code == 0, partial.said
        failed = crawler.crawl("leping", addresses["leping"], settings={SETTING: hook.url})
    assert failed.exit_code == 1
    assert "warning alert_not_sent: leping: the alert was not taken" in failed.said
    with crawler.store() as store:
        (last, *_) = store.runs("leping")
        assert "alert_not_sent" in {problem.code for problem in store.problems(last.run_id)}
        assert sum(1 for _ in store.latest()) == ARTICLES


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
