"""One portal crawled again and again: versions, identity and presence, on both engines.

Three crawls serve all tests of a module: the first, one of an unchanged portal, one after many
changes at once (each to an article of its own), one after some of them were undone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database, writing
from tests.crawling import Crawled, Crawler
from tests.databases import empty_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.replica.portal import ReplicaPortal
    from govreports.store.answers import Address, Entry, Interval, Version

ARTICLES = 8
PER_PAGE = 5


@dataclass(frozen=True)
class Moment:
    """What the store and the replica's log say after a crawl."""

    crawled: Crawled
    stats: Counter[str]
    statuses: Counter[int]
    targets: list[tuple[str, int]]
    entries: dict[str, Entry]
    versions: dict[str, list[Version]]
    presence: dict[str, list[Interval]]
    urls: dict[str, list[Address]]


@dataclass
class Town:
    """A replica crawled time and again into one store; articles go by the role they play."""

    portal: ReplicaPortal
    address: str
    crawler: Crawler
    roles: dict[str, str] = field(default_factory=dict)
    moments: dict[str, Moment] = field(default_factory=dict)

    def crawl(self, moment: str, **arguments: Any) -> None:
        self.portal.hits.clear()
        crawled = self.crawler.crawl(self.portal.name, self.address, **arguments)
        assert crawled.exit_code == 0, crawled.said
        self.moments[moment] = self.look(crawled)

    def look(self, crawled: Crawled) -> Moment:
        paths = {self.portal.path(key) for key in self.portal.keys}
        targets = [(hit.target, hit.status) for hit in self.portal.log()]
        with self.crawler.store() as store:
            (run,) = store.runs(most=1)
            entries = {entry.report_id: entry for entry in store.latest()}
            return Moment(
                crawled=crawled,
                stats=Counter({k: v for k, v in (run.stats or {}).items() if isinstance(v, int)}),
                statuses=Counter(status for target, status in targets if target in paths),
                targets=targets,
                entries=entries,
                versions={key: store.versions(key) for key in entries},
                presence={key: store.presence(key) for key in entries},
                urls={key: store.urls(key) for key in entries},
            )

    def report_id(self, role: str, moment: str) -> str:
        """Return the report that holds the article's present address."""
        path = self.portal.path(self.roles[role])
        (found,) = (
            report_id
            for report_id, urls in self.moments[moment].urls.items()
            if any(url.url.endswith(path) for url in urls)
        )
        return found


def play(town: Town) -> Town:
    """Crawl, leave alone, change much, undo some."""
    names = ("edited", "reflowed", "moved", "shares", "shared", "dropped", "unlisted")
    town.roles = dict(zip(names, town.portal.listed, strict=False))
    roles, portal = town.roles, town.portal
    town.crawl("first")
    town.crawl("unchanged")
    portal.edit(roles["edited"])
    portal.reflow(roles["reflowed"])
    portal.move(roles["moved"])
    portal.share_index_number(roles["shares"], roles["shared"])
    portal.drop(roles["dropped"])
    portal.unlist(roles["unlisted"])
    town.crawl("changed", feed="changed")
    portal.edit_back(roles["edited"])
    portal.restore(roles["dropped"])
    town.crawl("undone", full="1")
    return town


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    portal = PORTALS["jinshui"](ARTICLES, per_page=PER_PAGE)
    with empty_database(request.param, folder) as url, serve([portal]) as addresses:
        yield play(Town(portal, addresses["jinshui"], Crawler(folder / "data", url)))


def test_an_unchanged_portal_is_settled_by_conditional_requests_alone(town: Town) -> None:
    moment = town.moments["unchanged"]
    assert moment.statuses == {304: ARTICLES}
    assert moment.stats["unchanged"] == ARTICLES
    assert moment.stats["new"] == moment.stats["changed"] == moment.stats["revised"] == 0


def test_the_feed_of_an_unchanged_portal_still_holds_every_report_whole(town: Town) -> None:
    first, unchanged = town.moments["first"].crawled, town.moments["unchanged"].crawled
    of_the_run = ("fetched_at",)

    def rows(crawled: Crawled) -> dict[str, dict[str, object]]:
        return {
            row["url"]: {name: row[name] for name in row if name not in of_the_run}
            for row in crawled.rows
        }

    assert rows(unchanged) == rows(first)
    assert len(unchanged.rows) == ARTICLES


def test_a_feed_of_changes_holds_only_what_changed(town: Town) -> None:
    rows = town.moments["changed"].crawled.rows
    titles = {town.portal.entries[town.roles[role]].article.title for role in ("edited", "shared")}
    assert {row["title"] for row in rows} <= titles
    assert [row["version"] for row in rows if row["version"] > 1] == [2]


def test_an_edit_is_a_version_and_the_edit_undone_a_third(town: Town) -> None:
    report_id = town.report_id("edited", "undone")
    counts = [len(town.moments[m].versions[report_id]) for m in ("first", "unchanged", "changed")]
    assert counts == [1, 1, 2]
    hashes = [version.content_hash for version in town.moments["undone"].versions[report_id]]
    assert len(hashes) == 3
    assert hashes[0] == hashes[2] != hashes[1]


def test_a_reflowed_page_is_read_again_and_is_no_version(town: Town) -> None:
    path = town.portal.path(town.roles["reflowed"])
    assert (path, 200) in town.moments["changed"].targets
    assert len(town.moments["undone"].versions[town.report_id("reflowed", "undone")]) == 1


def test_only_the_edited_report_has_versions(town: Town) -> None:
    several = [key for key, held in town.moments["undone"].versions.items() if len(held) > 1]
    assert several == [town.report_id("edited", "undone")]


def test_a_moved_page_is_the_same_report_under_a_new_address(town: Town) -> None:
    report_id = town.report_id("moved", "changed")
    before, after = (town.moments[m].entries[report_id] for m in ("first", "changed"))
    assert before.report.url != after.report.url
    assert after.removed_at is None
    assert after.report.version == 1
    assert len(town.moments["changed"].urls[report_id]) == 2


def test_two_pages_with_one_index_number_are_two_reports_and_a_warning(town: Town) -> None:
    first, second = (town.report_id(role, "changed") for role in ("shares", "shared"))
    entries = town.moments["changed"].entries
    assert first != second
    assert entries[first].report.index_number == entries[second].report.index_number
    assert town.moments["changed"].stats["warning/index_conflict"] == 1
    assert "index_conflict" in town.moments["changed"].crawled.said


def test_a_dropped_page_is_asked_for_twice_and_removed(town: Town) -> None:
    path = town.portal.path(town.roles["dropped"])
    moment = town.moments["changed"]
    assert [status for target, status in moment.targets if target == path] == [404, 404]
    assert moment.entries[town.report_id("dropped", "changed")].removed_at is not None


def test_a_page_off_the_list_but_still_there_is_unlisted(town: Town) -> None:
    entry = town.moments["changed"].entries[town.report_id("unlisted", "changed")]
    assert entry.removed_at is None
    assert entry.unlisted_at is not None


def test_a_restored_page_has_a_second_interval_of_presence(town: Town) -> None:
    report_id = town.report_id("dropped", "undone")
    intervals = town.moments["undone"].presence[report_id]
    assert [interval.gone_at is None for interval in intervals] == [False, True]
    assert town.moments["undone"].entries[report_id].removed_at is None
    assert len(town.moments["undone"].versions[report_id]) == 1


def test_no_report_was_doubled_or_lost(town: Town) -> None:
    assert {name: len(moment.entries) for name, moment in town.moments.items()} == dict.fromkeys(
        town.moments, ARTICLES
    )


def test_a_full_crawl_asks_unconditionally(town: Town) -> None:
    assert 304 not in town.moments["undone"].statuses
    assert town.moments["undone"].statuses[200] >= ARTICLES - 1


def read_differently(crawler: Crawler) -> int:
    """Make the store look as if an earlier reader had lost each text's last line."""
    engine = open_database(crawler.database_url)
    with writing(engine, "pretending that another reader was at work") as connection:
        changed = connection.execute(
            text(
                "UPDATE versions SET reader_version = 'earlier', content_hash = 'n1:earlier', "
                "body = substr(body, 1, length(body) - 12) WHERE body IS NOT NULL"
            )
        )
        connection.execute(text("UPDATE report_urls SET reader_version = 'earlier'"))
    engine.dispose()
    return changed.rowcount


def test_what_an_earlier_reader_read_differently_is_revised_and_makes_no_version(
    any_crawler: Crawler,
) -> None:
    portal = PORTALS["jinshui"](ARTICLES, per_page=PER_PAGE)
    with serve([portal]) as addresses:
        first = any_crawler.crawl("jinshui", addresses["jinshui"])
        changed = read_differently(any_crawler)
        again = any_crawler.crawl("jinshui", addresses["jinshui"], full="1")
    assert again.exit_code == 0, again.said
    assert changed >= ARTICLES - 2
    with any_crawler.store() as store:
        (run,) = store.runs(most=1)
        assert run.stats is not None
        assert run.stats["revised"] == changed
        assert "changed" not in run.stats
        assert {entry.report.version for entry in store.latest()} == {1}
    bodies = {row["url"]: row["body"] for row in first.rows}
    assert {row["url"]: row["body"] for row in again.rows} == bodies
