"""Longer pauses for a host that asks for them: Retry-After, 429, challenges."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from govreports.failures import RefusedError

logger = logging.getLogger(__name__)
_BUSY = (429, 503)
# Between requests to a host that has asked us to go slower, even where no delay is set.
_LEAST_PAUSE = 0.05


class Pauses:
    """Extension that lets no request go to a busy host before it wants one.

    It acts when the answer has come and before the next request leaves: retries
    by themselves would follow at once. Nobody waits longer than
    ``GOVREPORTS_LONGEST_WAIT`` seconds: a page that wants more is given up for
    this run (:class:`govreports.fetching.challenges.Challenges`).
    """

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler whose download slots are held."""
        self.crawler = crawler
        self.longest = crawler.settings.getfloat("GOVREPORTS_LONGEST_WAIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and listen for answers."""
        extension = cls(crawler)
        crawler.signals.connect(extension.on_response, signals.response_downloaded)
        return extension

    def on_response(self, response: Response, request: Request) -> None:
        """Hold the host where the answer says that it is busy."""
        if response.status not in _BUSY:
            return
        slot = slow_down(self.crawler, request)
        asked = seconds_asked(response)
        if slot is None or not asked:
            return
        wait = min(asked, self.longest)
        # Scrapy counts the pause from here.
        slot.lastseen = monotonic() + wait
        logger.info("%s is busy: next request in %.0f s (Retry-After)", response.url, wait)


def slow_down(crawler: Crawler, request: Request) -> Slot | None:
    """Double the pause between requests to the request's host, up to the longest one set."""
    slot: Slot | None = crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
    if slot is not None:
        longest = crawler.settings.getfloat("AUTOTHROTTLE_MAX_DELAY")
        slot.delay = max(slot.delay, min(max(2 * slot.delay, _LEAST_PAUSE), longest))
    return slot


def give_up_queued(crawler: Crawler, request: Request, reason: RefusedError) -> None:
    """Send none of the requests that wait for their turn at the request's host."""
    slot: Slot | None = crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
    while slot is not None and slot.queue:
        _, waiting = slot.queue.popleft()
        waiting.errback(reason)


def asks_for_too_long(response: Response, longest: float) -> bool:
    """Whether a busy server wants to be left alone for longer than a crawl waits."""
    return response.status in _BUSY and seconds_asked(response) > longest


def seconds_asked(response: Response) -> float:
    """Return what Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3); 0 for none."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
