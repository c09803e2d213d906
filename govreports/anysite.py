"""The spider `portal`: one column of a site that has no file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin, urlsplit

from govreports import problems
from govreports.families import detect
from govreports.families.base import UnreadableError
from govreports.families.generic import Generic
from govreports.finding import FoundColumn
from govreports.options import ArgumentError
from govreports.reading.site import column_name
from govreports.spider import PortalSpider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.options import CrawlOptions
    from govreports.records import Evidence

_USAGE = "-a start_url=http://www.example.gov.cn/fzzf/"


class AnyPortal(PortalSpider):
    """A site known by one column's address alone.

    The CMS family is told by the start page, and the column's name with it;
    records carry the site's host as their portal.
    """

    name = "portal"
    place = ""
    family = Generic.name
    columns: ClassVar[Mapping[str, str | None]] = {}

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Take the arguments of the command line; raises ``ArgumentError`` without a start_url."""
        self.home = urljoin(self.read_arguments(arguments).start_url or "", "/")
        super().__init__(name, **arguments)

    @classmethod
    def read_arguments(cls, arguments: Mapping[str, str]) -> CrawlOptions:
        """Read the arguments; `start_url` is needed, `base_url` has nothing to stand in for.

        Raises ``ArgumentError`` for one that is missing or cannot be meant.
        """
        options = super().read_arguments(arguments)
        if options.start_url is None:
            message = f"the spider {cls.name!r} needs the address of a column: {_USAGE}"
            raise ArgumentError(message)
        if options.base_url is not None:
            message = f"base_url stands in for a portal's home; {cls.name!r} has none: {_USAGE}"
            raise ArgumentError(message)
        return options

    @property
    def portal(self) -> str:
        """The site's host, by which its records are filed."""
        return urlsplit(self.home).hostname or ""

    async def _start_column(self, url: str) -> FoundColumn | None:
        column = await super()._start_column(url)
        if column is None:
            return None
        try:
            self._settle(surest(column))
            return FoundColumn(column_name(column.page) or column.name, column.page)
        except UnreadableError as error:
            self.ledger.report(problems.listing_unreadable(column.page.url, column.name, error))
            return None

    def _settle(self, evidence: Evidence) -> None:
        """Read the site by this family from now on, and say so."""
        self.family = evidence.family
        if self.recorder is not None:
            self.recorder.rereader.family = evidence.family
        self.ledger.note("family", evidence.family)
        self.logger.info("%s: family %s (%s)", self.portal, evidence.family, evidence.reason)


def surest(column: FoundColumn) -> Evidence:
    """Return the evidence for the surest family of a column's page.

    Raises ``UnreadableError`` for what is no page at all.
    """
    found = detect(column.page)
    if not found:
        message = "expected a page of a list, found nothing that can be parsed"
        raise UnreadableError(message)
    return found[0]
