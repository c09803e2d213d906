from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.records import Level, Problem
from govreports.store.jobs import SaveProblem
from tests.store.portal import PORTAL, url

if TYPE_CHECKING:
    from tests.store.portal import Crawl

WARNING = Problem("unknown_label", Level.WARNING, url("a"), "标签", "已知的标签", "告诉我们")


def test_problems_are_kept_in_their_order_with_the_batch(crawl: Crawl) -> None:
    several = [replace(WARNING, url=url(str(number))) for number in range(3)]
    jobs = [SaveProblem(crawl.run_id, PORTAL, problem) for problem in several]
    assert crawl.store.write(jobs) == [None] * 3
    assert crawl.store.problems(crawl.run_id) == several


def test_a_problem_that_the_database_cannot_hold_keeps_no_other_out(crawl: Crawl) -> None:
    odd = replace(WARNING, found="\ud800")
    jobs = [SaveProblem(crawl.run_id, PORTAL, problem) for problem in (odd, WARNING)]
    refused, kept = crawl.store.write(jobs)
    assert isinstance(refused, Exception)
    assert kept is None
    assert crawl.store.problems(crawl.run_id) == [WARNING]
