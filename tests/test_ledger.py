from __future__ import annotations

from dataclasses import replace

import pytest
from scrapy.utils.test import get_crawler

from govreports.commands.crawl import summary
from govreports.ledger import Ledger
from govreports.records import Level, Outcome, Problem

WARNING = Problem("unknown_label", Level.WARNING, "http://a/1", "标签", "a known label", "tell us")
ERROR = replace(WARNING, code="listing_short", level=Level.ERROR)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(get_crawler())


def test_an_empty_ledger_is_ok(ledger: Ledger) -> None:
    assert ledger.verdict == "ok"


def test_a_warning_makes_warnings_and_an_error_makes_failed(ledger: Ledger) -> None:
    ledger.report(WARNING)
    assert ledger.verdict == "warnings"
    ledger.report(ERROR)
    assert ledger.verdict == "failed"


def test_the_same_finding_on_the_same_page_counts_once(ledger: Ledger) -> None:
    ledger.report(WARNING)
    ledger.report(WARNING)
    ledger.report(replace(WARNING, url="http://a/2"))
    assert len(ledger.problems) == 2
    assert ledger.counts["warning/unknown_label"] == 2


def test_the_last_lines_name_portal_page_finding_and_remedy(ledger: Ledger) -> None:
    ledger.count("new", 3)
    ledger.report(ERROR)
    text = "\n".join(summary("jinshui", ledger))
    assert text.startswith("jinshui: failed (new 3, error/listing_short 1)")
    for said in ("error listing_short", "http://a/1", "标签", "a known label", "tell us"):
        assert said in text


def test_many_problems_of_one_kind_are_shown_in_part_and_counted(ledger: Ledger) -> None:
    for number in range(10):
        ledger.report(replace(WARNING, url=f"http://a/{number}"))
    text = "\n".join(summary("jinshui", ledger))
    assert text.count("warning unknown_label: http") == 3
    assert "and 7 more unknown_label" in text


def test_every_problem_is_handed_over_and_the_first_of_each_kind_are_kept(ledger: Ledger) -> None:
    handed: list[Problem] = []
    ledger.report(ERROR)
    ledger.hand_over(handed.append)
    warnings = [replace(WARNING, url=f"http://a/{number}") for number in range(1000)]
    for warning in warnings:
        ledger.report(warning)
    assert handed == [ERROR, *warnings]
    assert len(ledger.problems) < 50
    text = "\n".join(summary("jinshui", ledger))
    assert "and 997 more unknown_label" in text


def test_a_crawl_cut_short_is_an_error(ledger: Ledger) -> None:
    spider = ledger.crawler.spidercls(name="jinshui")
    ledger.on_spider_closed(spider, "shutdown")
    assert ledger.verdict == "failed"


def test_a_finished_crawl_is_not(ledger: Ledger) -> None:
    spider = ledger.crawler.spidercls(name="jinshui")
    ledger.on_spider_closed(spider, "finished")
    assert ledger.verdict == "ok"


def test_what_becomes_of_a_columns_rows_is_counted_by_its_key(ledger: Ledger) -> None:
    ledger.open_column("法治政府建设", "a.gov.cn/list")
    ledger.count_in("法治政府建设", "asked", 9)
    for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.REVISED, *[Outcome.UNCHANGED] * 2):
        ledger.count_in("法治政府建设", outcome)
    ledger.count_in("法治政府建设", Outcome.SKIPPED, 3)
    ledger.count_in("法治政府建设", "elsewhere", 2)
    ledger.count_in("法治政府建设", "missing", 4)
    (rows,) = ledger.columns.values()
    assert rows.key == "a.gov.cn/list"
    assert rows.summed() == {
        "known": 7,
        "new": 1,
        "changed": 1,
        "skipped": 3,
        "missing": 4,
        # One that was asked for and not stored, and two on other sites.
        "refused": 3,
    }


def test_a_page_that_no_listing_led_to_is_in_no_column(ledger: Ledger) -> None:
    ledger.count_in(None, Outcome.UNCHANGED)
    ledger.count_in("", Outcome.UNCHANGED)
    assert ledger.columns == {}
