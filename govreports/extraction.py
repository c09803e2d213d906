"""One page → one report, with nothing known about it beforehand and nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govreports.annual_tables import read_annual_tables
from govreports.families import FAMILIES, told
from govreports.families.base import UnreadableError
from govreports.fingerprint import with_hash
from govreports.normalise import Context, UntitledError, normalise
from govreports.reading.document import Document, split
from govreports.records import BodyState, Needs, Report, ReportKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from govreports.annual_tables import AnnualTables
    from govreports.records import Capture, RawReport

    Finder = Callable[[str], Capture | None]

_SUCCESS = 200
# So many of the pages that a report lacks are named.
_NAMED = 3
#: RFC 2606 keeps the name for what does not exist: the address of a page that has none.
NOWHERE = "https://page.invalid"


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page was read as: `error` says why `report` has no title and no text.

    `family` is the CMS family that read it, `None` where the page belongs to none;
    `tables` are the standard tables of a 政府信息公开年报 that has them.
    """

    report: Report
    family: str | None
    error: str | None = None
    tables: AnnualTables | None = None


def read_page(page: Capture, find: Finder) -> Extracted:
    """Read a page by the family that it shows itself to be of.

    `find` returns the page of an address that the report needs (an iframe, a
    further page), or `None`. A page that reads as no report is an error in
    the answer; nothing is raised.
    """
    if split(page.url) == split(""):
        return unread(page.url, f"expected a web address, found {page.url!r}")
    found = told(page)
    family = found.name if found else None
    try:
        raw, parts = _read(page, family or "generic", find)
        context = Context(portal=host_of(page.url), fetched_at=page.fetched_at)
        report = with_hash(normalise(raw, context).report)
    except (UnreadableError, UntitledError) as error:
        return unread(page.url, str(error), family)
    return Extracted(report, family, tables=_tables(report, (page, *parts)))


def unread(url: str, error: str, family: str | None = None) -> Extracted:
    """Return the answer for a page that cannot be read."""
    report = Report(portal=host_of(url), url=url, title="", body_state=BodyState.UNREAD)
    return Extracted(report, family, error)


def host_of(url: str) -> str:
    """Return an address's host, by which a page without a portal of its own is filed."""
    return split(url).hostname or ""


def _tables(report: Report, pages: tuple[Capture, ...]) -> AnnualTables | None:
    if report.report_kind != ReportKind.DISCLOSURE_ANNUAL:
        return None
    return read_annual_tables(Document(page).root for page in pages)


def _read(page: Capture, family: str, find: Finder) -> tuple[RawReport, tuple[Capture, ...]]:
    """Return what a page says, and the further pages that were needed for it."""
    if page.status != _SUCCESS:
        message = f"expected an article, found an answer with the status {page.status}"
        raise UnreadableError(message)
    raw = FAMILIES[family].report(page)
    return _with_parts(page, family, raw, find) if isinstance(raw, Needs) else (raw, ())


def _with_parts(
    page: Capture, family: str, needs: Needs, find: Finder
) -> tuple[RawReport, tuple[Capture, ...]]:
    found = {ask.url: find(ask.url) for ask in needs.parts}
    missing = [url for url, part in found.items() if part is None]
    parts = tuple(replace(part, requested_url=url) for url, part in found.items() if part)
    raw = needs if missing else FAMILIES[family].report(page, parts=parts)
    if isinstance(raw, Needs):
        wanted = missing or [ask.url for ask in raw.parts]
        more = f" and {len(wanted) - _NAMED} more" if len(wanted) > _NAMED else ""
        named = ", ".join(wanted[:_NAMED]) + more
        message = f"expected an article, found one whose text lies in other pages: {named}"
        raise UnreadableError(message)
    return raw, parts
