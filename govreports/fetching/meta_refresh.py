"""Pages that only lead on, by `<meta http-equiv="refresh">` or `location.href`, found cheaply."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from w3lib.url import safe_url_string

from govreports.failures import RefusedError
from govreports.fetching.redirects import WithoutReferer
from govreports.reading.stubs import leads_to

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

# w3lib looks at a page's first 4,096 characters, of up to four bytes each.
_HEAD = 4 * 4096
# In every encoding that extends ASCII; in UTF-16 a letter takes two bytes.
_MARKS = (b"refresh", b"r\x00e\x00f\x00r\x00e\x00s\x00h")


class MetaRefresh(WithoutReferer, MetaRefreshMiddleware):
    """Scrapy's middleware, spared the pages that do not hold the word.

    It decodes each page to look for the tag, and the readers, which decode it
    by rules of their own, take nothing from that.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Follow a refresh as Scrapy does; let all other pages pass.

        Raises :class:`RefusedError` (``redirect_loop``) for a page that leads back.
        """
        del spider  # of Scrapy's signature, which it has deprecated
        if request.meta.get("dont_redirect"):
            return response
        target = leads_to(response.body)
        if target is not None:
            return self._followed(request, response, target)
        head = response.body[:_HEAD].lower()
        if not any(mark in head for mark in _MARKS):
            return response
        return super().process_response(request, response)

    def _followed(self, request: Request, response: Response, target: str) -> Request | Response:
        url = urljoin(response.url, safe_url_string(target))
        if urlsplit(url).scheme not in ("http", "https"):
            return response
        if url in (request.url, *request.meta.get("redirect_urls", ())):
            kind, found = "redirect_loop", f"the page leads on to {url}, where it came from"
            raise RefusedError(kind, found)
        further = self._redirect_request_using_get(request, response, url)
        followed = self._redirect(further, request, "location")
        # Else one that was asked for already would be dropped without a word.
        followed.dont_filter = True
        return followed
