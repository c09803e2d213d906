"""Every fault of articles, and challenges everywhere, on one family's replica.

`make test-faults` puts every fault to every family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.families.replicas import Replica
from tests.faults.judging import OK, on_articles, on_robots, storm
from tests.faults.scenarios import OnRobots

if TYPE_CHECKING:
    from tests.crawling import Crawler

LEPING = Replica("leping")


def test_every_fault_of_an_article_ends_in_its_record_or_its_failure_class(
    crawler: Crawler,
) -> None:
    found = list(on_articles(crawler, LEPING))
    assert [one for one in found if one.found != OK] == []


@pytest.mark.long
def test_challenges_in_a_row_end_the_crawl(crawler: Crawler) -> None:
    assert storm(crawler, LEPING).found == OK


@pytest.mark.long
def test_without_a_robots_txt_nothing_is_asked_for(crawler: Crawler) -> None:
    assert on_robots(crawler, LEPING, OnRobots("500", "robots_unreachable")).found == OK
