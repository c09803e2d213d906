"""Pages that only lead on by `<meta http-equiv="refresh">`, found at little cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

# w3lib looks at a page's first 4,096 characters, of up to four bytes each.
_HEAD = 4 * 4096
# In every encoding that extends ASCII; in UTF-16 a letter takes two bytes.
_MARKS = (b"refresh", b"r\x00e\x00f\x00r\x00e\x00s\x00h")


class MetaRefresh(MetaRefreshMiddleware):
    """Scrapy's middleware, spared the pages that do not hold the word.

    It decodes each page to look for the tag, and the readers, which decode it
    by rules of their own, take nothing from that.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Follow a refresh as Scrapy does; let all other pages pass."""
        del spider  # of Scrapy's signature, which it has deprecated
        head = response.body[:_HEAD].lower()
        if not any(mark in head for mark in _MARKS):
            return response
        return super().process_response(request, response)
