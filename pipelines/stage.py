"""What every stage has: the crawl it belongs to, its portal and its ledger."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from govreports.ledger import Ledger
from govreports.spider import PortalSpider, portal_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class Stage:
    """A stage of the item pipeline, built from its crawler as Scrapy does."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage."""
        return cls(crawler)

    @cached_property
    def ledger(self) -> Ledger:
        """The run's ledger."""
        return Ledger.of(self.crawler)

    @cached_property
    def portal(self) -> PortalSpider:
        """The portal's spider."""
        return portal_of(self.crawler)
