"""Which share of a portal's reports states a field, on each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.portal_rules import COVERABLE
from govreports.store.coverage import coverage
from tests.store.portal import PORTAL, page, url

if TYPE_CHECKING:
    from tests.store.portal import Crawl


def shares(crawl: Crawl, *names: str) -> dict[str, float]:
    return coverage(crawl.store.engine, PORTAL, names)


def test_none_and_empty_are_not_stated(crawl: Crawl) -> None:
    crawl.save(page("a", publisher="办公室", issued_on="2021-01-02", keywords=["甲"]))
    crawl.save(page("b", publisher=""))
    crawl.save(page("c"))
    crawl.save(page("d", publisher="司法局", attachments=[{"name": "附件", "url": url("d.doc")}]))
    found = shares(crawl, "publisher", "issued_on", "keywords", "attachments", "title")
    assert found == {
        "publisher": 0.5,
        "issued_on": 0.25,
        "keywords": 0.25,
        "attachments": 0.25,
        "title": 1.0,
    }


def test_only_the_latest_versions_of_what_is_there_count(crawl: Crawl) -> None:
    crawl.lists(["a", "b"])
    crawl.save(page("a", publisher="办公室"))
    crawl.save(page("b", publisher="司法局"))
    crawl.save(page("a", publisher=None, body="今年没有写明。" * 40))
    assert shares(crawl, "publisher") == {"publisher": 0.5}
    crawl.mark("b", "gone")
    assert shares(crawl, "publisher") == {"publisher": 0.0}


def test_a_portal_without_reports_shows_nothing(crawl: Crawl) -> None:
    assert shares(crawl, "publisher") == {}
    assert coverage(crawl.store.engine, "elsewhere", ["publisher"]) == {}


@pytest.mark.parametrize("field", COVERABLE)
def test_every_field_that_a_rule_may_name_can_be_counted(crawl: Crawl, field: str) -> None:
    crawl.save(page("a"))
    (share,) = shares(crawl, field).values()
    assert 0 <= share <= 1
