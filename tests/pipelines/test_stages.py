from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from govreports.failures import FetchError
from govreports.families.base import UnreadableError
from govreports.fingerprint import TextPrint
from govreports.items import PageItem
from govreports.ledger import Ledger
from govreports.normalise import Context, UntitledError
from govreports.page_reading import ReadReport, ReportPage
from govreports.reader_process.errors import PageTooHeavyError, ReaderFaultError
from govreports.records import (
    Ask,
    Attachment,
    BodyState,
    Capture,
    Level,
    Needs,
    Outcome,
    Problem,
    Report,
    Row,
    Stored,
)
from govreports.store.errors import StoreError
from govreports.store.jobs import NeedsProbe, SaveReport, Settle
from pipelines.attachments import AttachmentsPipeline
from pipelines.feed import FeedPipeline
from pipelines.read import ReadPipeline
from pipelines.store import StorePipeline
from pipelines.validate import ValidatePipeline, check
from spiders.jinshui import Jinshui

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

URL = "https://public.jinshui.gov.cn/D0104X/1.jhtml"
FETCHED = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = Capture(URL, b"<html></html>", fetched_at=FETCHED, requested_url=URL, id="c1")
REPORT = Report("jinshui", URL, "报告", body="正文。", body_state=BodyState.TEXT)
READ = ReadReport(REPORT, TextPrint("print", 3), PAGE.payload_sha256)


class Recorder:
    """Answers a store's jobs from a list."""

    run = 7

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.jobs: list[Any] = []
        self.failures: list[tuple[str, BaseException]] = []

    def failed(self, subject: str, error: BaseException) -> None:
        self.failures.append((subject, error))

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
    whole = PageItem(PAGE, "public.jinshui.gov.cn/D0104X/1.jhtml", "法治政府建设", Row(URL))
    return replace(whole, **changes)


def codes(ledger: Ledger) -> list[str]:
    return [problem.code for problem in ledger.problems]


class Reader:
    """Answers with what it was told to, page by page."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.pages: list[ReportPage] = []

    async def report(self, page: ReportPage) -> Any:
        self.pages.append(page)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def reading(crawler: Crawler, *answers: Any) -> tuple[ReadPipeline, Reader]:
    reader = Reader(*answers)
    return ReadPipeline(crawler, reader), reader  # type: ignore[arg-type]


def filing(crawler: Crawler) -> AttachmentsPipeline:
    return AttachmentsPipeline(crawler, Reader())  # type: ignore[arg-type]


def read(stage: ReadPipeline, page: PageItem) -> PageItem:
    return asyncio.run(stage.process_item(page))


def test_a_page_is_read_with_the_portals_facts(crawler: Crawler) -> None:
    stage, reader = reading(crawler, READ)
    whole = read(stage, item())
    (page,) = reader.pages
    assert (page.capture, page.family, page.parts) == (PAGE, "zhengzhou", ())
    assert page.context == Context("jinshui", "法治政府建设", "410105", Row(URL), (), FETCHED)
    assert (whole.report, whole.text, whole.parts) == (REPORT, READ.text, ())


def test_what_is_odd_in_a_page_reaches_the_ledger(crawler: Crawler, ledger: Ledger) -> None:
    odd = Problem("unknown_label", Level.WARNING, URL, "x", "y", "z")
    read(reading(crawler, replace(READ, problems=(odd,)))[0], item())
    assert codes(ledger) == ["unknown_label"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnreadableError("expected an article"), "page_unreadable"),
        (UntitledError("no title"), "page_unreadable"),
        (PageTooHeavyError("a page that takes more than 20 s"), "page_unreadable"),
        (ReaderFaultError("Traceback …"), "reader_failed"),
    ],
)
def test_a_page_that_cannot_be_read_is_dropped_with_an_error(
    crawler: Crawler, ledger: Ledger, error: Exception, code: str
) -> None:
    with pytest.raises(DropItem):
        read(reading(crawler, error)[0], item())
    assert codes(ledger) == [code]
    assert ledger.problems[0].found == str(error)
    assert ledger.verdict == "failed"


def fetch_by(crawler: Crawler, good_page: Any) -> None:
    """Give the spider the downloader that it takes up when a crawl opens."""
    assert crawler.spider is not None
    vars(crawler.spider)["fetcher"] = SimpleNamespace(good_page=good_page)


def test_the_parts_that_a_page_needs_are_fetched_and_kept(
    crawler: Crawler,
) -> None:
    part = Capture(URL + "?frame", b"", id="c2")

    async def good_page(ask: Any) -> Capture:
        assert ask.url == part.url
        return part

    fetch_by(crawler, good_page)
    stage, reader = reading(crawler, Needs((Ask(part.url),)), READ)
    assert read(stage, item()).parts == (part,)
    assert [page.parts for page in reader.pages] == [(), (part,)]


def test_a_part_that_does_not_come_loses_the_page(crawler: Crawler, ledger: Ledger) -> None:
    async def good_page(ask: Any) -> Capture:
        raise FetchError("status_404", ask.url, 404)

    fetch_by(crawler, good_page)
    with pytest.raises(DropItem):
        read(reading(crawler, Needs((Ask(URL),)))[0], item())
    assert codes(ledger) == ["page_not_fetched"]


def test_a_page_that_asks_for_ever_more_parts_is_given_up(crawler: Crawler, ledger: Ledger) -> None:
    async def good_page(ask: Any) -> Capture:
        return Capture(ask.url, b"")

    fetch_by(crawler, good_page)
    with pytest.raises(DropItem):
        read(reading(crawler, *[Needs((Ask(URL),))] * 10)[0], item())
    assert codes(ledger) == ["page_unreadable"]
    assert "ever more parts" in ledger.problems[0].found


def test_a_settled_page_is_not_read(crawler: Crawler) -> None:
    settled = item(settled=True)
    assert read(reading(crawler)[0], settled) is settled


def test_a_settled_page_passes_every_stage_untouched(crawler: Crawler) -> None:
    settled = item(settled=True)
    assert ValidatePipeline(crawler).process_item(settled) is settled
    assert asyncio.run(filing(crawler).process_item(settled)) is settled


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
    asyncio.run(filing(crawler).process_item(item(report=report)))
    assert ledger.counts["attachments"] == 2


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
    asyncio.run(stage.process_item(item(settled=True)))
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


def test_what_the_store_does_not_take_is_dropped_and_told_to_the_recorder(
    crawler: Crawler,
) -> None:
    error = StoreError("database is locked")
    stage, recorder = storing(crawler, error)
    page = item(report=REPORT)
    with pytest.raises(DropItem):
        asyncio.run(stage.process_item(page))
    assert recorder.failures == [(page.capture.url, error)]


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
