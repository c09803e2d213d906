from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.gaps import Stated
from govreports.store.queries import Queries
from tests.store.portal import PORTAL, page

if TYPE_CHECKING:
    from tests.store.portal import Crawl


def test_each_report_gives_the_number_of_its_latest_version(crawl: Crawl) -> None:
    first = crawl.save(page("a", document_number="金政〔2021〕1号"))
    crawl.save(page("b"))
    crawl.run()
    crawl.save(page("a", document_number="金政〔2021〕2号"))
    queries = Queries(crawl.store.engine)
    expected = [Stated(PORTAL, first.report_id, "金政〔2021〕2号")]
    assert queries.document_numbers() == expected
    assert queries.document_numbers(PORTAL) == expected
    assert queries.document_numbers("another") == []
