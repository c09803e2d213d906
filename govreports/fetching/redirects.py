"""Redirects, by status or by the page itself, followed without a Referer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware, RedirectMiddleware

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class WithoutReferer(BaseRedirectMiddleware):
    """What follows redirects in a crawl that names no referring page.

    Scrapy's own looks for its Referer middleware when the crawl starts, and
    warns of every crawl that does without.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware, which needs nothing once the crawl has started."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def handle_referer(self, request: Request, response: Response) -> None:
        """Take away the header that the request before may have had: it named another page."""
        del response
        request.headers.pop("Referer", None)


class Redirects(WithoutReferer, RedirectMiddleware):
    """Scrapy's middleware for redirects by status, without a Referer."""
