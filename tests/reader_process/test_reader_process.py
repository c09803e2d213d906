from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from govreports.normalise import Context
from govreports.page_reading import ListPage, ReadReport, ReportPage
from govreports.reader_process.errors import PageTooHeavyError, ReaderFaultError
from govreports.reader_process.limits import Limits
from govreports.reader_process.process import ReaderProcess
from govreports.reading.errors import UnreadableError
from govreports.records import Capture, Listing
from govreports.replica.portals import PORTALS
from tests.crawling import ROOT, env
from tests.reader_process.heavy_pages import Deadly, Endless, Faulty, Greedy, Plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LIMITS = Limits(seconds=1, megabytes=256)
# A reader starts in a fifth of a second; machines that run other tests take longer.
PATIENCE_S = 30
STRANGERS = {"scrapy", "twisted", "sqlalchemy", "parsel", "dateparser", "tldextract", "asyncio"}


def in_a_loop(use: Callable[[ReaderProcess], Awaitable[Any]], limits: Limits = LIMITS) -> Any:
    async def run() -> Any:
        reader = ReaderProcess(limits)
        try:
            return await use(reader)
        finally:
            reader.close()

    return asyncio.run(run())


def read(*pages: Any) -> list[Any]:
    """Read pages at once; an exception is the answer of the page that raised it."""

    async def use(reader: ReaderProcess) -> list[Any]:
        return await asyncio.gather(*map(reader.read, pages), return_exceptions=True)

    answers: list[Any] = in_a_loop(use)
    return answers


def test_an_article_is_read_to_its_report_with_fingerprint() -> None:
    portal = PORTALS["jinshui"](3)
    path = portal.path(portal.listed[0])
    page = Capture(portal.place.home.rstrip("/") + path, portal.respond("GET", path).body)
    (answer,) = read(ReportPage(page, "zhengzhou", Context("jinshui")))
    assert isinstance(answer, ReadReport)
    assert answer.report.title == portal.entries[portal.listed[0]].article.title
    assert (answer.report.content_hash or "").startswith("n1:")
    assert answer == ReportPage(page, "zhengzhou", Context("jinshui")).read()


def test_a_list_page_is_read_to_its_listing() -> None:
    portal = PORTALS["jinshui"](3)
    url = portal.place.home.rstrip("/") + portal.column_path
    page = Capture(url, portal.respond("GET", portal.column_path).body)
    (answer,) = read(ListPage(page, "zhengzhou"))
    assert isinstance(answer, Listing)
    assert len(answer.rows) == 3


def test_a_page_that_is_no_article_raises_what_the_family_says() -> None:
    page = Capture("https://a.gov.cn/1.html", b"%PDF-1.7")
    (answer,) = read(ReportPage(page, "zhengzhou", Context("jinshui")))
    assert isinstance(answer, UnreadableError)
    assert "a PDF file" in str(answer)


def test_many_pages_of_any_size_come_back_each_to_its_asker() -> None:
    names = [f"{number}" * 2 ** (number % 20) for number in range(60)]
    assert [answer[0] for answer in read(*map(Plain, names))] == names


def test_a_page_that_others_wait_for_is_read_before_them() -> None:
    done: list[str] = []

    async def ask(reader: ReaderProcess, name: str, *, first: bool) -> None:
        await reader.read(Plain(name), first=first)  # type: ignore[arg-type]
        done.append(name)

    async def use(reader: ReaderProcess) -> None:
        names = [f"{number}" for number in range(20)]
        articles = [ask(reader, name, first=False) for name in names]
        await asyncio.gather(*articles, ask(reader, "list", first=True))

    in_a_loop(use)
    assert done[0] == "list"


def test_the_process_loads_nothing_of_the_crawl() -> None:
    ((_, modules),) = read(Plain("x"))
    assert STRANGERS.isdisjoint(modules)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (Endless(), "more than 1 s of CPU time"),
        (Greedy(), "more than 256 MB of memory"),
        (Deadly(), f"exit code -{int(signal.SIGSEGV)}"),
    ],
)
def test_a_page_that_breaks_its_reader_costs_that_page_alone(page: Any, says: str) -> None:
    first, broken, *others = read(Plain("first"), page, *(Plain(f"{n}") for n in range(8)))
    assert isinstance(broken, PageTooHeavyError)
    assert says in str(broken)
    assert [answer[0] for answer in (first, *others)] == ["first", *(f"{n}" for n in range(8))]


def test_a_fault_of_the_reader_comes_with_its_place_and_ends_nothing() -> None:
    fault, after = read(Faulty(), Plain("after"))
    assert isinstance(fault, ReaderFaultError)
    assert "a fault of ours" in str(fault)
    assert "heavy_pages.py" in str(fault)
    assert after[0] == "after"


def test_a_reader_that_cannot_start_says_so_for_each_page_that_waits(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("govreports.reader_process.process._CHILD", "govreports.no_such_module")
    answers = read(Plain("a"), Plain("b"))
    assert [type(answer) for answer in answers] == [ReaderFaultError, ReaderFaultError]
    assert "does not start" in str(answers[0])
    assert "no_such_module" in capfd.readouterr().err


def test_after_a_page_has_broken_it_the_reader_starts_again_only_when_asked() -> None:
    async def use(reader: ReaderProcess) -> Any:
        with pytest.raises(PageTooHeavyError):
            await reader.read(Deadly())  # type: ignore[arg-type]
        return await reader.read(Plain("again"))  # type: ignore[arg-type]

    assert in_a_loop(use)[0] == "again"


def test_one_who_no_longer_waits_disturbs_nobody() -> None:
    async def use(reader: ReaderProcess) -> Any:
        asked = [asyncio.ensure_future(reader.read(Plain(f"{n}"))) for n in range(6)]  # type: ignore[arg-type]
        await asyncio.sleep(0)
        for gone in (asked[0], asked[5]):
            gone.cancel()
        return [(await one)[0] for one in asked[1:5]]

    assert in_a_loop(use) == ["1", "2", "3", "4"]


CRAWL = """
import asyncio
from govreports.reader_process.limits import Limits
from govreports.reader_process.process import ReaderProcess
from tests.reader_process.heavy_pages import Endless, Plain

async def main():
    reader = ReaderProcess(Limits(seconds=1, megabytes=256))
    await reader.read(Plain("ready"))
    print(reader._child.pid, flush=True)
    await reader.read({page})

asyncio.run(main())
"""


@pytest.mark.parametrize("page", ["Endless()", "asyncio.sleep(60)"])
def test_no_reader_outlives_a_crawl_that_is_killed(page: str) -> None:
    script = CRAWL.format(page=page).replace("reader.read(asyncio.sleep(60))", "asyncio.sleep(60)")
    crawl = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=env(), stdout=subprocess.PIPE, text=True
    )
    with crawl:
        assert crawl.stdout is not None
        child = int(crawl.stdout.readline())
        crawl.kill()
    for _ in range(PATIENCE_S * 20):
        if has_ended(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the reader is still there")


def has_ended(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return True
    return "State:\tZ" in status
