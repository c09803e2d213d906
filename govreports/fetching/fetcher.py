"""Single pages fetched from within a step of the crawl: lists, parts, probes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import FormRequest, Request
from scrapy.http.request import NO_CALLBACK

from govreports.failures import FAILURES, check_status, fetch_error
from govreports.fetching.capture import capture_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler

    from govreports.records import Ask, Capture


class Fetcher:
    """Fetches one page at a time through the crawl's own downloader.

    robots.txt, delays, retries, redirects and the archive apply as to any
    other request; the scheduler and its duplicate filter do not.
    """

    def __init__(self, crawler: Crawler, meta: Mapping[str, Any] | None = None) -> None:
        """Keep the crawler whose engine fetches, and what each request is to carry."""
        self._crawler = crawler
        self._meta = meta

    async def page(self, ask: Ask) -> Capture:
        """Return the page of any status.

        Raises :class:`FetchError` where no answer came.
        """
        try:
            request = request_of(ask, self._meta)
            response = await self._crawler.engine.download_async(request)
        except FAILURES as error:
            raise fetch_error(error) from error
        return replace(capture_of(response), asked=ask)

    async def good_page(self, ask: Ask) -> Capture:
        """Return the page.

        Raises :class:`FetchError` where no answer came, or one of status 400 and above.
        """
        return check_status(await self.page(ask))


def request_of(ask: Ask, meta: Mapping[str, Any] | None = None) -> Request:
    """Return the Scrapy request for a family's wish."""
    headers = dict(ask.headers)
    carried = dict(meta or {})
    if ask.form:
        return FormRequest(
            ask.url,
            method=ask.method,
            formdata=list(ask.form),
            headers=headers,
            callback=NO_CALLBACK,
            meta=carried,
        )
    return Request(
        ask.url,
        method=ask.method,
        headers=headers,
        body=ask.body,
        callback=NO_CALLBACK,
        meta=carried,
    )
