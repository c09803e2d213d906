"""Versions that another reader has read: each once, portion by portion, in the archive's order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govreports.store import pending as module
from govreports.store.pending import Pending, count, pending
from tests.store.portal import BODY, OTHER_BODY, PORTAL, page

if TYPE_CHECKING:
    import pytest

    from tests.store.portal import Crawl

PATHS = ("a", "b", "c", "d", "e")
TODAY = "reader-2"


def filled(crawl: Crawl) -> list[str]:
    """Store some pages, one of them edited; return the captures' ids in the archive's order."""
    pages = [page(path, body=BODY + path) for path in PATHS]
    pages.append(page("b", body=OTHER_BODY))
    return [saved(crawl, content) for content in pages]


def saved(crawl: Crawl, content: dict[str, Any]) -> str:
    jobs = crawl.jobs(content)
    crawl.do(*jobs)
    return jobs[0].exchange.id


def portions(crawl: Crawl, reader_version: str = TODAY) -> list[list[Pending]]:
    return list(pending(crawl.store.engine, PORTAL, reader_version))


def test_a_portion_is_in_the_order_of_the_archive(crawl: Crawl) -> None:
    captures = filled(crawl)
    (found,) = portions(crawl)
    assert [one.capture_id for one in found] == captures
    offsets = [one.places[0][2] for one in found]
    assert offsets == sorted(set(offsets))


def test_each_version_comes_once_however_small_the_portions(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures = filled(crawl)
    monkeypatch.setattr(module, "PORTION", 2)
    found = portions(crawl)
    assert [len(some) for some in found] == [2, 2, 2]
    assert sorted(one.capture_id for some in found for one in some) == sorted(captures)
    assert count(crawl.store.engine, PORTAL, TODAY) == len(captures)


def test_nothing_is_left_for_the_reader_that_has_read_them(crawl: Crawl) -> None:
    filled(crawl)
    assert portions(crawl, crawl.reader.version) == []
    assert count(crawl.store.engine, PORTAL, crawl.reader.version) == 0


def test_parts_follow_their_page_and_unknown_records_are_named(crawl: Crawl) -> None:
    first, second = (crawl.exchange(f"http://x.cn/{n}") for n in (1, 2))
    capture, save = crawl.jobs(page("a"), parts=(first.id, "never-stored", second.id))
    parts = [type(capture)(part, crawl.run_id, PORTAL) for part in (second, first)]
    crawl.do(*parts, capture, save)
    ((one,),) = portions(crawl)
    assert [place[0] for place in one.places] == [capture.exchange.id, first.id, second.id]
    assert one.missing == ("never-stored",)


def test_other_portals_are_left_alone(crawl: Crawl) -> None:
    filled(crawl)
    assert list(pending(crawl.store.engine, "elsewhere", TODAY)) == []
