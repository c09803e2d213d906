from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Response

from govreports.fetching.pauses import asks_for_too_long, seconds_asked


def busy(wait: str, status: int = 503) -> Response:
    return Response("http://a.gov.cn/", status=status, headers={"Retry-After": wait})


@pytest.mark.parametrize(("text", "seconds"), [("7", 7.0), ("0", 0.0), ("soon", 0.0), ("", 0.0)])
def test_retry_after_in_seconds(text: str, seconds: float) -> None:
    assert seconds_asked(busy(text)) == seconds


def test_retry_after_as_a_date() -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    assert 3500 < seconds_asked(busy(format_datetime(later, usegmt=True))) <= 3600
    assert seconds_asked(busy(format_datetime(later - timedelta(days=1), usegmt=True))) == 0


def test_only_a_busy_server_is_left_alone_for_so_long() -> None:
    assert asks_for_too_long(busy("121"), 120)
    assert not asks_for_too_long(busy("120"), 120)
    assert not asks_for_too_long(busy("121", status=301), 120)
