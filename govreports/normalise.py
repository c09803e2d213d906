"""RawReport → Report: labels become fields, strings become values.

What a reader of the page sees decides; hidden values (`<meta>`) only fill
blanks. A value of another kind goes to the field it certainly belongs to or
stays raw in `metadata`; whatever is odd is named in a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.records import Attachment, BodyState, Normalised, Report, ReportKind
from govreports.values.document_number import document_number_line
from govreports.values.header import Header, read_hidden, read_visible
from govreports.values.index_number import decode_index_number
from govreports.values.oddities import wrong_check_digit
from govreports.values.report_kind import report_kind, report_year
from govreports.values.signature import signature
from govreports.values.text import squeeze
from govreports.values.title import clean_title, is_cut, whole_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from govreports.records import Problem, RawReport, Row
    from govreports.values.dates import StatedDate

# A 文号 on a line of its own stands under the title, before the text begins.
_HEAD_LINES = 5


class UntitledError(ValueError):
    """A page that shows no title reads as no report."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a page before it is read.

    `column` is the column it was found in, `row` the list's line that led to
    it, `site_names` are names that its title may end with.
    """

    portal: str
    column: str | None = None
    region_code: str | None = None
    row: Row | None = None
    site_names: tuple[str, ...] = ()
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where a field's value may come from: the page as shown, its metas, the list's own header."""

    shown: Header
    hidden: Header
    listed: Header

    def day(self, name: str) -> date | None:
        found: StatedDate | None = self.shown.best(name)
        return found.on if found else None

    def word(self, name: str) -> str | None:
        """Return a word that versions are not told apart by: from the list where the page is mute.

        Only such fields, because the list may be gone when the page is read again.
        """
        found: str | None = self.shown.best(name) or self.listed.best(name)
        return found


def normalise(raw: RawReport, context: Context) -> Normalised:
    """Return the report that a page states, with the warnings that its values raised.

    Raises :class:`UntitledError` where neither the page nor an uncut row gives
    a title, and `ValueError` where body and body state contradict each other.
    """
    _check_body(raw)
    sources = _sources(raw, context)
    report = _report(raw, context, sources)
    return Normalised(report, tuple(_problems(sources, report)))


def _sources(raw: RawReport, context: Context) -> _Sources:
    # A list mostly repeats the header of its page, and what both say is read once.
    listed = context.row.header if context.row else ()
    shown = frozenset(raw.header if listed else ())
    return _Sources(
        shown=read_visible(raw.url, raw.header, raw.slots),
        hidden=read_hidden(raw.url, raw.metas),
        listed=read_visible(raw.url, [pair for pair in listed if pair not in shown]),
    )


def _report(raw: RawReport, context: Context, sources: _Sources) -> Report:
    title = _title(raw, context, sources)
    kind = report_kind(title)
    index_number = sources.word("index_number")
    published = _published(sources)
    signed_by, signed_on = signature(raw.body or "")
    return Report(
        portal=context.portal,
        url=raw.url,
        title=title,
        index_number=index_number,
        document_number=sources.shown.best("document_number") or _number_in_body(raw.body),
        publisher=sources.shown.best("publisher"),
        issued_on=sources.day("issued_on"),
        published_on=published.on if published else None,
        published_at=published.at if published else None,
        document_type=sources.word("document_type"),
        topic=sources.word("topic"),
        keywords=sources.shown.best("keywords") or sources.listed.best("keywords") or (),
        disclosure=sources.word("disclosure"),
        validity=sources.shown.best("validity"),
        effective_on=sources.day("effective_on"),
        expires_on=sources.day("expires_on"),
        source=sources.shown.best("source"),
        column=context.column or sources.hidden.best("column"),
        region_code=context.region_code or _region_code(index_number),
        report_year=_report_year(title, raw.body, kind),
        report_kind=kind,
        signed_by=signed_by,
        signed_on=signed_on,
        body=raw.body or None,
        body_state=raw.body_state,
        attachments=tuple(Attachment(squeeze(a.name), a.url) for a in raw.attachments),
        metadata=sources.shown.metadata,
        fetched_at=context.fetched_at,
    )


def _check_body(raw: RawReport) -> None:
    if bool(raw.body) != (raw.body_state == BodyState.TEXT):
        length = len(raw.body or "")
        message = f"{raw.url}: body state {raw.body_state} with a body of {length} characters"
        raise ValueError(message)


def _title(raw: RawReport, context: Context, sources: _Sources) -> str:
    on_page = [raw.title or "", *sources.shown.all("title"), *sources.hidden.all("title")]
    cleaned = [clean_title(title, context.site_names) for title in on_page]
    found = whole_title([title for title in cleaned if title])
    if found:
        return found
    listed = squeeze(context.row.title) if context.row else ""
    if listed and not is_cut(listed):
        return listed
    message = "no title on the page, in its meta tags or, uncut, in the list"
    raise UntitledError(message)


def _published(sources: _Sources) -> StatedDate | None:
    """Return the publication as shown; of two labels for one day the one with a time counts."""
    shown: list[StatedDate] = sources.shown.all("published_on")
    if not shown:
        hidden: StatedDate | None = sources.hidden.best("published_on")
        return hidden
    first = shown[0]
    return next((stated for stated in shown if stated.on == first.on and stated.at), first)


def _number_in_body(body: str | None) -> str | None:
    lines = (body or "").split("\n", _HEAD_LINES)[:_HEAD_LINES]
    return next(filter(None, map(document_number_line, lines)), None)


def _region_code(index_number: str | None) -> str | None:
    decoded = decode_index_number(index_number) if index_number else None
    return decoded.region_code if decoded and decoded.check else None


def _report_year(title: str, body: str | None, kind: ReportKind) -> int | None:
    """Ask the body only for texts that are reports: others open with any year."""
    return report_year(title, None if kind is ReportKind.OTHER else body)


def _problems(sources: _Sources, report: Report) -> Iterator[Problem]:
    # A list repeats the header of its page: what is odd in both is named once.
    yield from dict.fromkeys((*sources.shown.problems, *sources.listed.problems))
    number = report.index_number
    if number and decode_index_number(number).check is False:
        yield wrong_check_digit(report.url, number)
