from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from govreports.archive.placement import OPEN_SUFFIX
from govreports.archive.reader import read_exchange
from govreports.records import Level, Outcome, Problem, Stored
from govreports.store.batch import Batch
from govreports.store.errors import DatabaseUnavailableError, RefusedError, StoreError
from govreports.store.jobs import SaveCapture
from govreports.store.urls import url_key
from tests.store.portal import PORTAL, page, url

if TYPE_CHECKING:
    from tests.store.portal import Crawl


def titles(crawl: Crawl) -> list[str]:
    return sorted(entry.report.title for entry in crawl.store.latest())


# -- Runs


def test_run_is_open_until_it_ends(crawl: Crawl) -> None:
    (run,) = crawl.store.runs()
    assert (run.portal, run.kind, run.reader_version) == (PORTAL, "crawl", "reader-1")
    assert (run.ended_at, run.verdict, run.stats) == (None, None, None)
    crawl.store.end_run(run.run_id, verdict="warnings", stats={"pages": 3, "reason": "完成"})
    (run,) = crawl.store.runs()
    assert (run.verdict, run.stats) == ("warnings", {"pages": 3, "reason": "完成"})
    assert run.ended_at is not None
    assert run.ended_at > run.started_at


def test_runs_count_up_and_come_newest_first(crawl: Crawl) -> None:
    second = crawl.run()
    assert second > crawl.store.runs(PORTAL)[1].run_id
    assert [run.run_id for run in crawl.store.runs(PORTAL, most=1)] == [second]
    assert crawl.store.runs("xinmi") == []


def test_run_keeps_its_arguments(crawl: Crawl) -> None:
    crawl.store.begin_run("xinmi", kind="crawl", arguments={"title": "法治.*报告"})
    assert crawl.store.runs("xinmi")[0].arguments == {"title": "法治.*报告"}


def test_ledger_keeps_problems_in_their_order(crawl: Crawl) -> None:
    problems = [
        Problem(code, level, url("a"), "二十行", "二十五行", "再抓一次")
        for code, level in (("listing_short", Level.ERROR), ("unknown_label", Level.WARNING))
    ]
    crawl.store.add_problems(crawl.run_id, problems)
    crawl.store.add_problems(crawl.run_id, [])
    assert crawl.store.problems(crawl.run_id) == problems
    assert crawl.store.problems(crawl.run_id + 1) == []


# -- Captures


def test_capture_is_on_disk_where_the_table_says(crawl: Crawl) -> None:
    answer = crawl.exchange(url("a"), b"bytes")
    (place,) = crawl.do(SaveCapture(answer, crawl.run_id, PORTAL))
    assert read_exchange(crawl.archive, place.file, place.offset) == answer
    assert place.payload_sha256 == hashlib.sha256(b"bytes").hexdigest()


def test_capture_outside_of_a_run_is_kept(crawl: Crawl) -> None:
    answer = crawl.exchange(url("a"), b"bytes")
    (place,) = crawl.do(SaveCapture(answer, None, PORTAL))
    assert place.length > 0


def test_next_run_closes_what_a_dead_process_left_open(crawl: Crawl) -> None:
    left = crawl.archive / f"govreports-20260301000000-host-1-0000{OPEN_SUFFIX}"
    crawl.archive.mkdir(exist_ok=True)
    left.write_bytes(b"torn")
    crawl.run()
    assert not left.exists()


# -- Batches


def test_one_bad_page_does_not_spoil_its_batch(crawl: Crawl) -> None:
    good, bad, also = (crawl.jobs(page(path)) for path in ("a", "b", "c"))
    lost = replace(bad[1], capture_id=str(uuid4()))
    results = crawl.store.write([*good, bad[0], lost, *also])
    assert isinstance(results[3], RefusedError)
    assert url("b") in str(results[3])
    assert [type(one) for one in results if isinstance(one, Stored)] == [Stored, Stored]
    assert titles(crawl) == ["a年度报告", "c年度报告"]


@pytest.mark.parametrize(
    "broken",
    [{"title": None}, {"published_at": "gestern"}, {"metadata": {"a": object()}}],
    ids=["missing title", "value of another type", "what JSON cannot hold"],
)
def test_page_with_a_value_of_the_wrong_kind_is_refused_alone(
    crawl: Crawl, broken: dict[str, object]
) -> None:
    (capture, save), other = crawl.jobs(page("a")), crawl.jobs(page("b"))
    bad = replace(save, report=replace(save.report, **broken))  # type: ignore[arg-type]
    results = crawl.store.write([capture, bad, *other])
    assert isinstance(results[1], RefusedError)
    assert isinstance(results[3], Stored)
    assert titles(crawl) == ["b年度报告"]


def test_refused_page_can_be_stored_later(crawl: Crawl) -> None:
    capture, save = crawl.jobs(page("a"))
    crawl.store.write([replace(save, capture_id=str(uuid4()))])
    assert crawl.do(capture, save)[1].outcome is Outcome.NEW


def test_job_needs_its_capture_first(crawl: Crawl) -> None:
    capture, save = crawl.jobs(page("a"))
    results = crawl.store.write([save, capture])
    assert isinstance(results[0], Stored)
    assert crawl.store.report(results[0].report_id) is not None


def test_whole_batch_fails_where_the_database_does(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_batch: Batch, _jobs: object) -> None:
        raise OperationalError(None, None, Exception("database or disk is full"))

    monkeypatch.setattr(Batch, "_together", full)
    with pytest.raises(DatabaseUnavailableError, match=r"while storing pages.*disk is full"):
        crawl.store.write(crawl.jobs(page("a")))
    monkeypatch.undo()
    assert titles(crawl) == []


def test_nothing_is_written_for_no_jobs(crawl: Crawl) -> None:
    assert crawl.store.write([]) == []


def test_report_is_stored_field_by_field_as_it_was_read(crawl: Crawl) -> None:
    content = page(
        "a",
        index_number="005279426/2021-00015",
        document_number="金政文〔2021〕7号",
        publisher="区政府",
        issued_on="2021-03-01",
        published_on="2021-03-02",
        keywords=("法治", "报告"),
        disclosure="主动公开",
        validity="有效",
        report_year=2020,
        report_kind="law_government_annual",
        signed_by="区政府",
        attachments=[{"name": "附件", "url": url("a.doc")}],
        metadata={"索引号": "005279426/2021-00015"},
    )
    stored = crawl.save(content)
    assert crawl.entry(stored).report == stored.report


def test_archive_that_cannot_be_written_fails_the_batch(crawl: Crawl) -> None:
    crawl.archive.write_text("a file in the way")
    with pytest.raises(StoreError, match=r"archive.*cannot be written"):
        crawl.store.write(crawl.jobs(page("a")))
    assert titles(crawl) == []


# -- What is known


def test_known_pages_only_are_known(crawl: Crawl) -> None:
    stored = crawl.save(page("a"))
    found = crawl.store.known(PORTAL, [url_key(url("a")), url_key(url("b"))])
    (known,) = found.values()
    assert (known.report_id, known.etag) == (stored.report_id, '"1"')
    assert (known.reader_version, known.fetched_at) == ("reader-1", stored.report.fetched_at)
    assert crawl.store.known("xinmi", [url_key(url("a"))]) == {}


def test_more_keys_than_a_statement_takes_are_looked_up(crawl: Crawl) -> None:
    crawl.save(page("a"))
    keys = [f"public.jinshui.gov.cn/{number}" for number in range(40_000)]
    assert len(crawl.store.known(PORTAL, [*keys, url_key(url("a"))])) == 1


# -- Queries


def test_latest_and_all_versions_come_by_id_with_their_attachments(crawl: Crawl) -> None:
    for path in ("a", "b"):
        crawl.save(page(path, attachments=[{"name": path, "url": url(f"{path}.doc")}]))
    crawl.save(page("a", title="改", attachments=[{"name": "改", "url": url("改.doc")}]))
    latest = list(crawl.store.latest())
    assert [entry.report_id for entry in latest] == sorted(entry.report_id for entry in latest)
    assert {entry.report.attachments[0].name for entry in latest} == {"改", "b"}
    every = list(crawl.store.all_versions(PORTAL))
    assert sorted(entry.report.attachments[0].name for entry in every) == ["a", "b", "改"]
    assert list(crawl.store.latest("xinmi")) == []


def test_many_reports_are_streamed_whole(crawl: Crawl) -> None:
    jobs = [job for number in range(450) for job in crawl.jobs(page(f"{number}", body=f"{number}"))]
    crawl.do(*jobs)
    assert len({entry.report_id for entry in crawl.store.latest()}) == 450


def test_report_that_is_not_there_is_none(crawl: Crawl) -> None:
    assert crawl.store.report("jinshui-aaaaaaaaaa") is None


def test_counts_of_a_portal(crawl: Crawl) -> None:
    for path in ("a", "b", "c"):
        crawl.save(page(path))
    crawl.save(page("a", title="改"))
    crawl.mark("b", "gone")
    crawl.mark("c", "unlisted")
    (counts,) = crawl.store.counts().values()
    assert (counts.reports, counts.versions) == (3, 4)
    assert (counts.removed, counts.unlisted) == (1, 1)
    crawl.settle("b")
    assert crawl.store.counts()[PORTAL].removed == 0


def test_store_without_rows_counts_nothing(crawl: Crawl) -> None:
    assert crawl.store.counts() == {}
    assert list(crawl.store.latest()) == []
