"""Crawls of a replica whose listing falls, and whose pages lose a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.monitors.webhook import webhook

if TYPE_CHECKING:
    from tests.crawling import Crawler

ARTICLES = 10
SETTING = "GOVREPORTS_ALERT_WEBHOOK"


def test_a_fallen_listing_is_an_error_and_an_alert_of_the_same_run(any_crawler: Crawler) -> None:
    portal = PORTALS["leping"](ARTICLES)
    with webhook() as hook, serve([portal]) as addresses:
        told = {SETTING: hook.url}
        first = any_crawler.crawl("leping", addresses["leping"], settings=told)
        assert first.exit_code == 0, first.said
        assert hook.received == []
        portal.break_listing("empty")
        emptied = any_crawler.crawl("leping", addresses["leping"], settings=told)
        portal.break_listing("whole")
        for key in portal.listed[4:]:
            portal.unlist(key)
        halved = any_crawler.crawl("leping", addresses["leping"], settings=told)
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
    with any_crawler.store() as store:
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
