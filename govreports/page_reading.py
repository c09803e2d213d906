"""From a page's bytes to what it says: a report with its fingerprint, or a listing.

The one path of all who read pages of a known family: a crawl, in its reader
process, and whoever reads the archive again. Pure: no network, no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.families import family as family_of
from govreports.fingerprint import TextPrint, with_prints
from govreports.normalise import normalise
from govreports.reading.errors import NoReportError, UnreadableError
from govreports.reading.soft_errors import is_another_page
from govreports.records import Needs

if TYPE_CHECKING:
    from govreports.normalise import Context
    from govreports.records import Capture, Listing, Problem, RawReport, Report


@dataclass(frozen=True, slots=True)
class ReportPage:
    """An article page to be read by its family; `parts` are the further captures it needed."""

    capture: Capture
    family: str
    context: Context
    parts: tuple[Capture, ...] = ()

    def read(self) -> ReadReport | Needs:
        """Read the page, or name the further requests that it needs.

        Raises `UnreadableError` where it reads as no report, `UntitledError`
        where it shows no title, `KeyError` for a family that there is not.
        """
        return self._read(self.capture.payload_sha256)

    def read_again(self) -> ReadReport | Needs:
        """Read a page of the archive as `read` does, without the hash of its bytes.

        The store has that of every version, and to take it is a fiftieth of the reading.
        """
        return self._read("")

    def _read(self, sha256: str) -> ReadReport | Needs:
        raw = self._raw()
        if isinstance(raw, Needs):
            return raw
        read = normalise(raw, self.context)
        report, text = with_prints(read.report)
        return ReadReport(report, text, sha256, read.problems, raw.pictures)

    def _raw(self) -> RawReport | Needs:
        row = self.context.row
        try:
            return family_of(self.family).report(self.capture, row, self.parts)
        except NoReportError:
            raise
        except UnreadableError as error:
            if row is None or not is_another_page(self.capture, row.title):
                raise
            message = f"{error}; nor does the page name {row.title!r} (another_page)"
            raise NoReportError(message) from error


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a column to be read by its family."""

    capture: Capture
    family: str

    def read(self) -> Listing:
        """Read the page.

        Raises `UnreadableError` where no list can be found, `KeyError` for a
        family that there is not.
        """
        return family_of(self.family).listing(self.capture)


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A page's report with its `content_hash`, the print of its text, and what was odd in it.

    `payload_sha256` is that of the page's bytes, taken beside the crawl like all the rest; it is
    empty where the page was read again.
    `pictures` are the addresses of images that stand for its text.
    """

    report: Report
    text: TextPrint
    payload_sha256: str
    problems: tuple[Problem, ...] = ()
    pictures: tuple[str, ...] = ()
