from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from govreports.families.base import UnreadableError
from govreports.items import PageItem
from govreports.ledger import Ledger
from govreports.records import (
    Attachment,
    BodyState,
    Capture,
    Level,
    Outcome,
    Problem,
    RawReport,
    Report,
    Row,
    Stored,
)
from govreports.store.errors import StoreError
from govreports.store.jobs import NeedsProbe, SaveReport, Settle
from pipelines.attachments import AttachmentsPipeline
from pipelines.feed import FeedPipeline
from pipelines.fingerprint import FingerprintPipeline
from pipelines.normalise import NormalisePipeline
from pipelines.store import StorePipeline
from pipelines.validate import ValidatePipeline, check
from spiders.jinshui import Jinshui

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

URL = "https://public.jinshui.gov.cn/D0104X/1.jhtml"
FETCHED = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = Capture(URL, b"<html></html>", fetched_at=FETCHED, requested_url=URL, id="c1")
RAW = RawReport(
    url=URL,
    title="金水区2023年度工作的报告",
    header=(("索引号", "005279426/2021-00015"), ("成文日期", "2024-03-01")),
    body="第一段。\n第二段。",
    body_state=BodyState.TEXT,
)
REPORT = Report("jinshui", URL, "报告", body="正文。", body_state=BodyState.TEXT)


class Recorder:
    """Answers a store's jobs from a list."""

    run = 7

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.jobs: list[Any] = []

    async def submit(self, job: Any) -> Any:
        self.jobs.append(job)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def crawler() -> Crawler:
    crawler = get_crawler(Jinshui)
    crawler.spider = Jinshui()
    ledger = Ledger(crawler)
    crawler.get_extension = lambda _: ledger  # type: ignore[method-assign, assignment, return-value]
    return crawler


@pytest.fixture
def ledger(crawler: Crawler) -> Ledger:
    return Ledger.of(crawler)


def item(**changes: Any) -> PageItem:
    whole = PageItem(PAGE, "public.jinshui.gov.cn/D0104X/1.jhtml", "法治政府建设", Row(URL), RAW)
    return replace(whole, **changes)


def codes(ledger: Ledger) -> list[str]:
    return [problem.code for problem in ledger.problems]


def test_normalising_fills_the_report_with_the_portals_facts(crawler: Crawler) -> None:
    report = NormalisePipeline(crawler).process_item(item()).report
    assert report is not None
    assert (report.portal, report.column, report.region_code) == (
        "jinshui",
        "法治政府建设",
        "410105",
    )
    assert report.issued_on == date(2024, 3, 1)
    assert report.fetched_at == PAGE.fetched_at


def test_normalising_names_what_is_odd(crawler: Crawler, ledger: Ledger) -> None:
    raw = replace(RAW, header=(("从未见过的标签", "值"),))
    NormalisePipeline(crawler).process_item(item(raw=raw))
    assert codes(ledger) == ["unknown_label"]


def test_a_page_without_a_title_is_dropped_with_an_error(crawler: Crawler, ledger: Ledger) -> None:
    with pytest.raises(DropItem):
        NormalisePipeline(crawler).process_item(item(raw=replace(RAW, title=None)))
    assert codes(ledger) == ["page_unreadable"]
    assert ledger.verdict == "failed"


@pytest.mark.parametrize("stage", [NormalisePipeline, ValidatePipeline, AttachmentsPipeline])
def test_a_settled_page_passes_every_stage_untouched(crawler: Crawler, stage: Any) -> None:
    settled = item(raw=None)
    assert stage(crawler).process_item(settled) is settled
    assert FingerprintPipeline().process_item(settled) is settled


def test_a_report_with_a_text_is_valid(crawler: Crawler) -> None:
    whole = item(report=REPORT)
    assert ValidatePipeline(crawler).process_item(whole) is whole


@pytest.mark.parametrize(
    "report",
    [
        replace(REPORT, body=None),
        replace(REPORT, body=None, body_state=BodyState.UNREAD),
        replace(REPORT, body="正\ufffd文"),
    ],
)
def test_a_report_without_a_text_that_can_be_read_is_dropped_with_an_error(
    crawler: Crawler, ledger: Ledger, report: Report
) -> None:
    with pytest.raises(UnreadableError):
        check(report)
    with pytest.raises(DropItem):
        ValidatePipeline(crawler).process_item(item(report=report))
    assert codes(ledger) == ["page_unreadable"]


@pytest.mark.parametrize("state", [BodyState.IMAGES, BodyState.ATTACHMENT, BodyState.ELSEWHERE])
def test_a_report_whose_text_lies_elsewhere_is_valid_and_counted(
    crawler: Crawler, ledger: Ledger, state: BodyState
) -> None:
    report = replace(REPORT, body=None, body_state=state)
    assert ValidatePipeline(crawler).process_item(item(report=report)).report is report
    assert ledger.counts[f"body_{state}"] == 1


def test_attachments_are_counted(crawler: Crawler, ledger: Ledger) -> None:
    report = replace(REPORT, attachments=(Attachment("甲.doc", URL), Attachment("乙.doc", URL)))
    AttachmentsPipeline(crawler).process_item(item(report=report))
    assert ledger.counts["attachments"] == 2


def test_the_fingerprint_is_filled() -> None:
    report = FingerprintPipeline().process_item(item(report=REPORT)).report
    assert report is not None
    assert (report.content_hash or "").startswith("n1:")


def storing(crawler: Crawler, *answers: Any) -> tuple[StorePipeline, Recorder]:
    recorder = Recorder(*answers)
    return StorePipeline(crawler, recorder), recorder  # type: ignore[arg-type]


def test_a_read_page_is_saved_and_its_warnings_reach_the_ledger(
    crawler: Crawler, ledger: Ledger
) -> None:
    warning = Problem("index_conflict", Level.WARNING, URL, "x", "y", "z")
    stored = Stored(REPORT, "jinshui-1", Outcome.NEW, (warning,))
    stage, recorder = storing(crawler, stored)
    assert asyncio.run(stage.process_item(item(report=REPORT))) is stored
    (job,) = recorder.jobs
    assert isinstance(job, SaveReport)
    assert (job.run_id, job.portal, job.capture_id) == (7, "jinshui", "c1")
    assert ledger.counts["new"] == 1
    assert codes(ledger) == ["index_conflict"]


def test_a_settled_page_is_settled(crawler: Crawler, ledger: Ledger) -> None:
    stage, recorder = storing(crawler, Stored(REPORT, "jinshui-1", Outcome.UNCHANGED))
    asyncio.run(stage.process_item(item(raw=None)))
    assert isinstance(recorder.jobs[0], Settle)
    assert ledger.counts["unchanged"] == 1


def test_an_identity_in_doubt_is_probed_twice_and_submitted_again(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def page(_: object, ask: Any) -> Capture:
        asked.append(ask.url)
        return Capture(ask.url, b"", 404)

    monkeypatch.setattr("pipelines.store.Fetcher.page", page)
    needs = NeedsProbe(((URL, "old"),))
    stage, recorder = storing(crawler, needs, Stored(REPORT, "jinshui-1", Outcome.UNCHANGED))
    asyncio.run(stage.process_item(item(report=REPORT)))
    assert asked == [URL, URL]
    assert [job.gone for job in recorder.jobs] == [frozenset(), frozenset({"old"})]


def test_an_old_address_that_still_answers_is_alive(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def page(_: object, ask: Any) -> Capture:
        return Capture(ask.url, b"", 304)

    monkeypatch.setattr("pipelines.store.Fetcher.page", page)
    stage, recorder = storing(
        crawler, NeedsProbe(((URL, "old"),)), Stored(REPORT, "jinshui-2", Outcome.NEW)
    )
    asyncio.run(stage.process_item(item(report=REPORT)))
    assert recorder.jobs[1].alive == frozenset({"old"})
    assert recorder.jobs[1].gone == frozenset()


def test_what_the_store_refuses_is_an_error_of_that_page(crawler: Crawler, ledger: Ledger) -> None:
    stage, _ = storing(crawler, StoreError("database is locked"))
    with pytest.raises(DropItem):
        asyncio.run(stage.process_item(item(report=REPORT)))
    assert codes(ledger) == ["store_failed"]
    assert "locked" in ledger.problems[0].found


def test_the_feed_gets_the_stored_report(crawler: Crawler) -> None:
    stored = Stored(REPORT, "jinshui-1", Outcome.UNCHANGED)
    assert FeedPipeline(crawler).process_item(stored) is REPORT


def test_a_feed_of_changes_leaves_unchanged_reports_out(crawler: Crawler, ledger: Ledger) -> None:
    crawler.spider = Jinshui(feed="changed")
    with pytest.raises(DropItem):
        FeedPipeline(crawler).process_item(Stored(REPORT, "jinshui-1", Outcome.UNCHANGED))
    assert (
        FeedPipeline(crawler).process_item(Stored(REPORT, "jinshui-1", Outcome.CHANGED)) is REPORT
    )
    assert ledger.counts["left_out_of_feed"] == 1


def test_a_full_title_that_does_not_match_is_left_out(crawler: Crawler) -> None:
    crawler.spider = Jinshui(title="年报")
    with pytest.raises(DropItem):
        FeedPipeline(crawler).process_item(Stored(REPORT, "jinshui-1", Outcome.NEW))


def test_without_a_store_the_feed_gets_what_was_read(crawler: Crawler) -> None:
    assert FeedPipeline(crawler).process_item(item(report=REPORT)) is REPORT


def test_a_stage_serves_portals_only(crawler: Crawler) -> None:
    crawler.spider = SimpleNamespace(name="x")  # type: ignore[assignment]
    with pytest.raises(TypeError, match="PortalSpider"):
        _ = FeedPipeline(crawler).portal
