from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from govreports.store.standings import Standings
from tests.store.portal import OTHER_BODY, PORTAL, page

if TYPE_CHECKING:
    from tests.store.portal import Crawl


def test_portals_are_those_that_were_crawled(crawl: Crawl) -> None:
    crawl.run()
    crawl.store.begin_run("leping", kind="crawl", arguments={})
    assert Standings(crawl.store.engine).portals() == [PORTAL, "leping"]


def test_days_of_publication_are_those_of_the_latest_versions(crawl: Crawl) -> None:
    crawl.save(page("a", published_on="2021-01-20"))
    crawl.save(page("a", published_on="2021-01-21", body=OTHER_BODY))
    crawl.save(page("b", published_on="2022-01-20"))
    crawl.save(page("c", published_on="2022-01-20"))
    crawl.save(page("d"))
    standings = Standings(crawl.store.engine)
    assert standings.published(PORTAL) == [date(2022, 1, 20), date(2021, 1, 21)]
    assert standings.published("leping") == []


def test_the_last_capture_of_a_run(crawl: Crawl) -> None:
    standings = Standings(crawl.store.engine)
    assert standings.last_capture(crawl.run_id) is None
    crawl.save(page("a"))
    crawl.save(page("b"))
    found = standings.last_capture(crawl.run_id)
    assert found is not None
    assert found[0].endswith(".warc.gz")
    assert found[1].utcoffset() is not None
