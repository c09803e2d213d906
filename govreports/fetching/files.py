"""Attachments fetched: from the portal's own hosts, through pages that stand before them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from govreports.failures import FetchError, check_status
from govreports.fetching.capture import KNOWN
from govreports.fetching.conditional import validators
from govreports.fetching.fetcher import Fetcher
from govreports.reading.interstitials import file_behind, is_page, wants_code
from govreports.records import Ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from govreports.records import Capture
    from govreports.store.files import KnownAddress

_MOST_STEPS = 5
_REDIRECTS = range(301, 400)
NOT_MODIFIED = 304


class FileFetcher:
    """Fetches one file at a time, politely and archived like any page of the crawl.

    Redirects are followed here and not by Scrapy, so that no step leaves the
    portal's hosts.
    """

    def __init__(self, crawler: Crawler, own: Callable[[str], bool]) -> None:
        """Take the crawler; ``own`` says whether an address lies on the portal."""
        settings = crawler.settings
        self._own = own
        self._crawler = crawler
        self._meta = {
            "dont_redirect": True,
            "download_maxsize": settings.getint("GOVREPORTS_ATTACHMENT_MAXSIZE"),
            "download_warnsize": 0,
            "download_timeout": settings.getfloat("GOVREPORTS_ATTACHMENT_TIMEOUT"),
            # A file that is slow or broken is asked for again with its report's next crawl.
            "max_retry_times": 1,
        }

    async def file(self, url: str, known: KnownAddress | None = None) -> Capture:
        """Return the answer that holds the file, or says that a known one has not changed (304).

        Raises :class:`FetchError`; of the kinds ``elsewhere``, ``code`` and
        ``page`` beside those of any download.
        """
        asked = tuple(validators(known).items())
        settled = {KNOWN: known.capture_id} if known and asked else {}
        fetcher = Fetcher(self._crawler, {**self._meta, **settled})
        for _ in range(_MOST_STEPS):
            if not self._own(url):
                kind, found = "elsewhere", f"on another site ({url})"
                raise FetchError(kind, found)
            page = await fetcher.good_page(Ask(url, headers=asked))
            further = _further(page)
            if further is None:
                return _file(page)
            url = further
        kind, found = "redirect_loop", "one address led to another, without end"
        raise FetchError(kind, found)


def _further(page: Capture) -> str | None:
    location = page.header("location")
    if page.status in _REDIRECTS and page.status != NOT_MODIFIED and location:
        return urljoin(page.url, location)
    return file_behind(page)


def _file(page: Capture) -> Capture:
    if page.status != NOT_MODIFIED:
        check_status(page)
        if not page.body:
            kind, found = "empty", "an empty answer"
            raise FetchError(kind, found)
    if is_page(page.body) and wants_code(page):
        kind, found = "code", "the portal wants a code (验证码) for it; nothing here enters one"
        raise FetchError(kind, found)
    return page
