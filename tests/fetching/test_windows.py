from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from govreports.clock import now
from govreports.fetching.windows import ALWAYS, RecheckWindows, was_asked
from govreports.records import Row
from govreports.store.answers import Known
from spiders.jinshui import Jinshui

URL = "http://a.gov.cn/1.htm"


@pytest.fixture
def windows() -> RecheckWindows:
    return RecheckWindows.from_crawler(get_crawler(settings_dict={"GOVREPORTS_WINDOWS": "1"}))


def request(days: float | None, **meta: Any) -> Request:
    """Return the request for a page whose window is open for so many days, or an unknown one."""
    known = None
    if days is not None:
        known = Known(
            "a.gov.cn/1.htm", "a-1", '"x"', None, "00", "r", now(), None, now() + timedelta(days)
        )
    return Request(URL, cb_kwargs={"known": known}, meta=meta)


def test_only_scheduled_runs_keep_windows() -> None:
    with pytest.raises(NotConfigured):
        RecheckWindows.from_crawler(get_crawler(settings_dict={"GOVREPORTS_WINDOWS": "0"}))


def resuming(first: int | None) -> RecheckWindows:
    """Return the middleware of a run that goes on with those from that one on."""
    recorder: Any = SimpleNamespace(resumes=first)
    return RecheckWindows(recorder, windows=False)


def met_in(run: int, *, gone: bool = False) -> Request:
    known = Known("a.gov.cn/1.htm", "a-1", '"x"', None, "00", "r", now(), now() if gone else None)
    return Request(URL, cb_kwargs={"known": replace(known, last_seen_run=run)})


def test_a_run_that_goes_on_with_another_needs_the_middleware() -> None:
    crawler = get_crawler()
    crawler.get_extension = lambda _: None  # type: ignore[method-assign, assignment]
    crawler.spider = Jinshui(resume="1")
    assert isinstance(RecheckWindows.from_crawler(crawler), RecheckWindows)
    crawler.spider = Jinshui()
    with pytest.raises(NotConfigured):
        RecheckWindows.from_crawler(crawler)


def test_a_page_that_the_broken_off_run_had_met_is_answered_without_the_portal() -> None:
    answer = resuming(7).process_request(met_in(7))
    assert answer is not None
    assert not was_asked(answer)


@pytest.mark.parametrize("request_", [met_in(6), met_in(7, gone=True), request(1), Request(URL)])
def test_what_it_had_not_met_is_asked_for(request_: Request) -> None:
    assert resuming(7).process_request(request_) is None


def test_a_run_that_has_nothing_to_go_on_with_asks_for_everything() -> None:
    assert resuming(None).process_request(met_in(7)) is None


def test_a_page_within_its_window_is_answered_without_the_portal(windows: RecheckWindows) -> None:
    asked = request(1)
    answer = windows.process_request(asked)
    assert answer is not None
    assert (answer.status, answer.url, answer.body) == (304, URL, b"")
    assert not was_asked(answer)


@pytest.mark.parametrize("days", [None, -1])
def test_new_pages_and_due_ones_are_asked_for(windows: RecheckWindows, days: float | None) -> None:
    assert windows.process_request(request(days)) is None


def test_a_crawl_of_every_page_asks_within_windows_too(windows: RecheckWindows) -> None:
    assert windows.process_request(request(1, **{ALWAYS: True})) is None


def test_a_page_that_the_list_shows_with_another_title_is_asked_for(
    windows: RecheckWindows,
) -> None:
    asked = request(1)
    asked.cb_kwargs["known"] = replace(asked.cb_kwargs["known"], listed_as="旧标题\n2015-03-01")
    for title, answered in {"旧标题": True, "新标题": False}.items():
        asked.cb_kwargs["row"] = Row(URL, title, "2015-03-01")
        assert (windows.process_request(asked) is not None) == answered


def test_lists_and_robots_are_always_asked_for(windows: RecheckWindows) -> None:
    assert windows.process_request(Request(URL)) is None


def test_the_portals_own_304_is_told_from_ours() -> None:
    assert was_asked(Response(URL, status=304))
