"""Reading an answer of the archive again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.archive.reader import decode
from govreports.families.base import UnreadableError
from govreports.normalise import Context, UntitledError
from govreports.page_reading import ReportPage
from govreports.records import Needs

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider

    from govreports.page_reading import ReadReport
    from govreports.portal import Portal
    from govreports.records import Exchange, Report
    from govreports.store.jobs import VersionFacts


class Rereader:
    """Reads an archived answer of one portal with today's code."""

    def __init__(self, family: str, region_code: str | None) -> None:
        """Take what a portal's file states about reading its pages."""
        self.family = family
        self._region_code = region_code

    @classmethod
    def of(cls, portal: type[Portal | Spider]) -> Self:
        """Build the rereader of a portal."""
        return cls(getattr(portal, "family", ""), getattr(portal, "region_code", None))

    def __call__(self, exchange: Exchange, facts: VersionFacts) -> Report | None:
        """Return the report, or ``None`` where :meth:`read` does."""
        read = self.read(exchange, facts)
        return None if read is None else read.report

    def read(self, exchange: Exchange, facts: VersionFacts) -> ReadReport | None:
        """Return the report with its prints, or ``None`` where today's reader cannot read it.

        That is a page that reads as no report, or one for which today's reader
        wants parts that were not fetched then.
        """
        page = decode(exchange)
        try:
            parts = tuple(decode(part) for part in facts.parts)
            read = ReportPage(page, self.family, self._context(facts), parts).read_again()
        except (UnreadableError, UntitledError):
            return None
        return None if isinstance(read, Needs) else read

    def _context(self, facts: VersionFacts) -> Context:
        return Context(
            portal=facts.portal,
            column=facts.column,
            region_code=self._region_code or facts.region_code,
            row=facts.row,
            fetched_at=facts.fetched_at,
        )
