"""Versions are looked up by their keys, and nothing else is read for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from govreports.store import models
from govreports.store.engine import open_database, reading
from govreports.store.lookups import are_versions
from tests.store.portal import OTHER_BODY, page

if TYPE_CHECKING:
    from sqlalchemy import Table

    from tests.store.portal import Crawl


def test_versions_are_found_by_report_and_number(crawl: Crawl) -> None:
    for path in "abc":
        title = f"{path}区政府工作的年度报告"
        crawl.save(page(path, title=title, body=f"{path}{OTHER_BODY}"))
        crawl.save(page(path, title=title, body=f"{path}{OTHER_BODY}{OTHER_BODY}"))
    first, second, _ = crawl.store.report_ids()
    keys = [(first, 2), (second, 1), (second, 2)]
    table = models.versions
    with reading(crawl.store.engine, "looking versions up") as connection:
        found = connection.execute(select(table).where(are_versions(table, keys)))
        assert sorted((row.report_id, row.version) for row in found) == sorted(keys)


@pytest.mark.parametrize("table", [models.versions, models.attachments])
def test_sqlite_reads_no_other_rows(sqlite_url: str, table: Table) -> None:
    engine = open_database(sqlite_url)
    query = select(table).where(are_versions(table, [("a", 1), ("b", 2)]))
    plain = query.compile(engine, compile_kwargs={"literal_binds": True})
    with reading(engine, "explaining") as connection:
        steps = connection.execute(text(f"EXPLAIN QUERY PLAN {plain}")).all()
    engine.dispose()
    assert not [step.detail for step in steps if step.detail == f"SCAN {table.name}"]
    assert any(step.detail.startswith(f"SEARCH {table.name} USING INDEX") for step in steps)
