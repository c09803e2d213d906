from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from govreports.cli.crawl import summary_row
from govreports.cli.running import CrawlOrder, CrawlResult, run_crawls
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.crawling import LIFTED

if TYPE_CHECKING:
    from pathlib import Path


def order(portal: str, address: str, folder: Path) -> CrawlOrder:
    places = {
        "GOVREPORTS_DATA_DIR": str(folder),
        "GOVREPORTS_DATABASE_URL": f"sqlite:///{folder / 'govreports.db'}",
    }
    return CrawlOrder(
        portal,
        arguments={"base_url": address},
        settings={**LIFTED, **places},
        feed=folder / f"{portal}.csv",
        log=folder / f"{portal}.log",
    )


def test_an_order_becomes_the_command_that_a_user_would_type(tmp_path: Path) -> None:
    line = order("jinshui", "http://127.0.0.1:1/", tmp_path).command(9)
    assert line[:5] == [sys.executable, "-m", "scrapy", "crawl", "jinshui"]
    assert line[5:7] == ["-a", "base_url=http://127.0.0.1:1/"]
    assert "GOVREPORTS_PROGRESS_FD=9" in line
    assert line[line.index("-O") + 1] == str(tmp_path / "jinshui.csv")
    assert line[line.index("--logfile") + 1] == str(tmp_path / "jinshui.log")


def test_two_portals_crawled_at_once_into_one_store_tell_their_counts(tmp_path: Path) -> None:
    portals = [PORTALS["jinshui"](8), PORTALS["tianshan"](6)]
    with serve(portals) as addresses:
        orders = [order(portal.name, addresses[portal.name], tmp_path) for portal in portals]
        results = run_crawls(orders, at_once=2)
    assert [result.portal for result in results] == ["jinshui", "tianshan"]
    assert [result.exit_code for result in results] == [0, 0]
    assert [result.counts["new"] for result in results] == [8, 6]
    assert [result.counts["declared"] for result in results] == [8, 6]
    assert (tmp_path / "tianshan.csv").read_bytes().startswith(b"\xef\xbb\xbfportal,")


def test_a_failed_crawl_keeps_its_last_words(tmp_path: Path) -> None:
    portal = PORTALS["jinshui"](8)
    portal.break_listing("empty")
    with serve([portal]) as addresses:
        (result,) = run_crawls([order("jinshui", addresses["jinshui"], tmp_path)])
    assert result.exit_code == 1
    assert "error listing_empty" in result.said
    assert "What to do" in result.said


@pytest.mark.parametrize(("wrong", "shown"), [(0, "0"), (3, "[red]3[/]")])
def test_a_row_of_the_summary_counts_errors_of_every_kind(wrong: int, shown: str) -> None:
    counts = Counter(
        {"declared": 9, "rows": 8, "new": 1, "unchanged": 4, "revised": 2, "warning/x": 5}
    )
    counts["error/listing_short"] = wrong
    result = CrawlResult("jinshui", 0, 1.25, counts, "")
    assert summary_row(result) == ["jinshui", "9", "8", "1", "0", "6", shown, "1.2"]
