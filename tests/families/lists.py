"""What tests of list pages need: an answer to a request, a few rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.reading.pages import capture

if TYPE_CHECKING:
    from govreports.records import Ask, Capture

SITE = "http://www.example.gov.cn"


def answer(source: str, ask: Ask) -> Capture:
    """The answer to a request, as the crawl hands it on."""
    return replace(capture(source, ask.url), asked=ask, requested_url=ask.url)


def items(count: int = 3, first: int = 1) -> str:
    """Rows of a list in `li`."""
    return "".join(
        f'<li><a href="/a/{number}.html" title="测试区第{number}号工作情况的报告">报告</a>'
        f"<span>2024-01-{number:02}</span></li>"
        for number in range(first, first + count)
    )
