"""Scheduled runs of one portal: which pages they ask for, as the portal's own log has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.crawling import Crawler

if TYPE_CHECKING:
    from govreports.replica.portal import ReplicaPortal
    from tests.crawling import Crawled

WINDOWS = {"GOVREPORTS_WINDOWS": "1"}
# The list is one page: a request for it is no request for an article.
ARTICLES = 8


@dataclass
class Look:
    """One crawl: what it brought and how the portal answered for its articles."""

    crawled: Crawled
    statuses: Counter[int]
    stats: dict[str, Any]


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Look]:
    """Crawls after an edit, within the windows and by force; then two months later."""
    folder = tmp_path_factory.mktemp("windows") / "data"
    crawler = Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")
    portal = PORTALS["jinshui"](ARTICLES)
    with serve([portal]) as addresses, pytest.MonkeyPatch.context() as patch:

        def look(settings: dict[str, str] | None = None, **arguments: Any) -> Look:
            portal.hits.clear()
            crawled = crawler.crawl("jinshui", addresses["jinshui"], settings=settings, **arguments)
            return Look(crawled, statuses(portal), stats(crawler))

        found = {"first": look(WINDOWS)}
        portal.edit(portal.listed[0])
        found["within"] = look(WINDOWS)
        found["changed only"] = look(WINDOWS, feed="changed")
        found["forced"] = look(WINDOWS, full="1")
        portal.edit(portal.listed[1])
        patch.setenv("GOVREPORTS_CLOCK_AHEAD", str(timedelta(days=61).total_seconds()))
        found["after"] = look(WINDOWS)
        found["by hand"] = look()
    return found


def statuses(portal: ReplicaPortal) -> Counter[int]:
    paths = {portal.path(key) for key in portal.keys}
    return Counter(hit.status for hit in portal.log() if hit.target in paths)


def stats(crawler: Crawler) -> dict[str, Any]:
    with crawler.store() as store:
        (run,) = store.runs(most=1)
        return dict(run.stats or {})


def test_every_crawl_ends_well(looks: dict[str, Look]) -> None:
    assert {name: look.crawled.exit_code for name, look in looks.items()} == dict.fromkeys(looks, 0)


def test_within_their_windows_pages_are_listed_and_not_asked_for(looks: dict[str, Look]) -> None:
    assert looks["first"].statuses == {200: ARTICLES}
    assert looks["within"].statuses == {}
    assert looks["within"].stats["skipped"] == ARTICLES
    assert "pages" not in {name for name, value in looks["within"].stats.items() if value}


def test_the_feed_holds_what_was_not_asked_for_as_it_is_stored(looks: dict[str, Look]) -> None:
    def rows(name: str) -> dict[str, dict[str, Any]]:
        found = looks[name].crawled.rows
        # The moment of the batch, in place of the answer's a little before.
        return {row["url"]: {**row, "fetched_at": row["fetched_at"][:10]} for row in found}

    assert rows("within") == rows("first")
    assert rows("changed only") == {}


def test_asked_for_without_conditions_every_page_comes(looks: dict[str, Look]) -> None:
    assert looks["forced"].statuses == {200: ARTICLES}
    assert (looks["forced"].stats["changed"], looks["forced"].stats.get("skipped")) == (1, None)


def test_after_their_windows_pages_are_asked_for_conditionally(looks: dict[str, Look]) -> None:
    assert looks["after"].statuses == {200: 1, 304: ARTICLES - 1}
    assert looks["after"].stats["changed"] == 1


def test_a_crawl_by_hand_asks_for_every_page_whatever_its_window(looks: dict[str, Look]) -> None:
    assert looks["by hand"].statuses == {304: ARTICLES}
