"""Lists that change while they are read: every row is found, and the ledger says how."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.replica.portal import ReplicaPortal
    from govreports.store.answers import ColumnSeen
    from tests.crawling import Crawled, Crawler

ARTICLES = 34


def crawl_while(
    crawler: Crawler, portal: ReplicaPortal, change: Callable[[], None]
) -> tuple[Crawled, ColumnSeen]:
    """Crawl a portal that changes once, right after its first list page was served."""
    answer, waiting = portal.respond, [change]

    def respond(method: str, target: str, *rest: object) -> object:
        answered = answer(method, target, *rest)  # type: ignore[arg-type]
        if target == portal.column_path and waiting:
            waiting.pop()()
        return answered

    portal.respond = respond  # type: ignore[method-assign, assignment]
    with serve([portal]) as addresses:
        crawled = crawler.crawl(portal.name, addresses[portal.name])
    with crawler.store() as store:
        (run,) = store.runs(most=1)
        (column,) = store.listings(run.run_id)
    return crawled, column


@pytest.fixture
def portal() -> ReplicaPortal:
    return PORTALS["tianshan"](ARTICLES)


def test_an_article_that_comes_in_mid_crawl_hides_none(
    crawler: Crawler, portal: ReplicaPortal
) -> None:
    newest = portal.entries[portal.listed[0]].article

    def publish() -> None:
        portal.add(replace(newest, key="late", title="最新发布的一份年度报告"))

    crawled, column = crawl_while(crawler, portal, publish)
    assert crawled.exit_code == 0, crawled.said
    assert sorted(row["url"].rpartition("/")[2] for row in crawled.rows) == sorted(
        portal.path(key).rpartition("/")[2] for key in portal.listed
    )
    assert (column.declared_first, column.declared, column.seen) == (34, 35, 35)
    assert (column.passes, column.complete, column.new, column.refused) == (2, True, 35, 0)


@pytest.mark.long
def test_an_article_that_goes_in_mid_crawl_hides_none(
    crawler: Crawler, portal: ReplicaPortal
) -> None:
    first, hidden = portal.listed[0], portal.listed[portal.per_page]
    crawled, column = crawl_while(crawler, portal, lambda: portal.drop(first))
    # The page that went may be asked for before or after; the one it hid is there.
    assert any(row["url"].endswith(portal.path(hidden)) for row in crawled.rows)
    assert (column.declared_first, column.declared, column.seen) == (34, 33, 33)
    assert (column.passes, column.complete) == (2, True)


@pytest.mark.long
def test_the_ledger_of_a_column_says_what_became_of_every_row(
    crawler: Crawler, portal: ReplicaPortal
) -> None:
    portal.unreadable(portal.listed[3])
    _, column = crawl_while(crawler, portal, lambda: None)
    assert (column.seen, column.known, column.new, column.refused) == (34, 0, 33, 1)
    assert (column.passes, column.missing) == (1, 0)
    portal.edit(portal.listed[0])
    portal.drop(portal.listed[1])
    portal.unlist(portal.listed[1])
    _, column = crawl_while(crawler, portal, lambda: None)
    assert (column.seen, column.known, column.new, column.changed) == (32, 31, 0, 1)
    assert (column.missing, column.refused, column.skipped) == (2, 1, 0)
