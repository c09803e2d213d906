from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from govreports.clock import now
from govreports.fetching.windows import ALWAYS, RecheckWindows, was_asked
from govreports.store.answers import Known

if TYPE_CHECKING:
    from typing import Any

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


def test_lists_and_robots_are_always_asked_for(windows: RecheckWindows) -> None:
    assert windows.process_request(Request(URL)) is None


def test_the_portals_own_304_is_told_from_ours() -> None:
    assert was_asked(Response(URL, status=304))
