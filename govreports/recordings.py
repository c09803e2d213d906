"""A portal's recorded pages, and what was confirmed to stand on them.

A recording is a folder of two files: the answers of one visit as the portal
sent them (WARC: bytes and headers), and as JSON what a person confirmed that
they say: the list's rows and each report's fields.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request

from govreports.archive.reader import decode, exchanges
from govreports.families import FAMILIES
from govreports.families.base import UnreadableError
from govreports.feeds import json_row
from govreports.normalise import UntitledError, normalise
from govreports.records import Ask, BodyState, Needs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.normalise import Context
    from govreports.records import Capture, Listing, RawReport, Report, Row

Statement = dict[str, Any]
PAGES = "pages.warc.gz"
CONFIRMED = "confirmed.json"
# Set by the crawl or the store; the page says nothing of them.
OF_THE_RUN = ("content_hash", "version", "fetched_at")
_REDIRECTS = range(300, 400)
_MOST_REDIRECTS = 5
# A list page without rows that only leads on is followed so often.
_MOST_LISTS = 3
# An article in more rounds of parts than this is a loop of the portal's.
_MOST_ROUNDS = 5
# So many characters of two values that differ are shown, so many of them before the place.
_SHOWN, _BEFORE = 40, 10


@dataclass(frozen=True, slots=True)
class Reading:
    """What today's code reads on recorded pages; `unread` maps addresses to what was wrong."""

    page: Capture
    listing: Listing
    reports: tuple[Report, ...]
    unread: dict[str, str]


class Recording:
    """The answers of one visit, by address."""

    def __init__(self, file: Path) -> None:
        """Read a WARC file; raise `ArchiveError` where it is missing or damaged."""
        self._answers: dict[tuple[str, str], Capture] = {
            (one.method, one.url): decode(one) for one in exchanges(file.parent, file.name)
        }

    def find(self, url: str, method: str = "GET") -> Capture | None:
        """Return the page that answered for an address after redirects, `None` where none did."""
        page = self._answer(url, method)
        for _ in range(_MOST_REDIRECTS):
            if page is None or page.status not in _REDIRECTS:
                return page
            page = self._answer(urljoin(page.url, page.header("location") or ""), "GET")
        return None

    def _answer(self, url: str, method: str) -> Capture | None:
        # Scrapy escapes an address before it asks; the page has it as its author wrote it.
        return self._answers.get((method, Request(url).url))


def read_recording(recording: Recording, start: str, family: str, context: Context) -> Reading:
    """Read the list at `start` and those of its articles that were recorded.

    Raises `UnreadableError` where the recording holds no list there.
    """
    page = _asked(recording, Ask(start))
    first, listing = page, FAMILIES[family].listing(page)
    for _ in range(_MOST_LISTS):
        if listing.rows or not listing.next:
            break
        listing = FAMILIES[family].listing(_asked(recording, listing.next[0]))
    reports: dict[str, Report] = {}
    unread: dict[str, str] = {}
    for row in listing.rows:
        article = recording.find(row.url)
        if article is not None and article.url not in reports:
            try:
                report = _report(recording, article, family, replace(context, row=row))
                reports[article.url] = report
            except (UnreadableError, UntitledError) as error:
                unread[article.url] = str(error)
    return Reading(first, listing, tuple(reports.values()), unread)


def _asked(recording: Recording, ask: Ask) -> Capture:
    page = recording.find(ask.url, ask.method)
    if page is None:
        message = f"expected the recorded answer of {ask.url}, found none in {PAGES}"
        raise UnreadableError(message)
    return replace(page, requested_url=ask.url)


def _report(recording: Recording, page: Capture, family: str, context: Context) -> Report:
    if page.status != HTTPStatus.OK:
        message = f"expected a report, found an answer with the status {page.status}"
        raise UnreadableError(message)
    raw = _raw_report(recording, page, family, context.row)
    report = normalise(raw, replace(context, fetched_at=page.fetched_at)).report
    if report.body_state == BodyState.UNREAD:
        message = "expected a report, found a title but no text, no image and no attachment"
        raise UnreadableError(message)
    return report


def _raw_report(recording: Recording, page: Capture, family: str, row: Row | None) -> RawReport:
    parts: tuple[Capture, ...] = ()
    for _ in range(_MOST_ROUNDS):
        raw = FAMILIES[family].report(page, row, parts)
        if not isinstance(raw, Needs):
            return raw
        parts = (*parts, *(_asked(recording, ask) for ask in raw.parts))
    message = f"expected a report, found a page that asks for ever more parts (after {len(parts)})"
    raise UnreadableError(message)


# -- What was confirmed ------------------------------------------------------------------------


def statement(start: str, column: str, reading: Reading) -> Statement:
    """Return what a reading says, as it is confirmed: plain JSON, the run's own fields aside."""
    listing = reading.listing
    return {
        "start": start,
        "column": column,
        "declared_rows": listing.declared_rows,
        "declared_pages": listing.declared_pages,
        "rows": [[row.url, row.title, row.date] for row in listing.rows],
        "reports": [stated(report) for report in reading.reports],
    }


def stated(report: Report) -> Statement:
    """Return the fields of a report that its page states."""
    return {name: value for name, value in json_row(report).items() if name not in OF_THE_RUN}


def write_statement(folder: Path, said: Statement) -> None:
    """Write what was confirmed beside the recorded pages."""
    text = json.dumps(said, ensure_ascii=False, indent=1)
    (folder / CONFIRMED).write_text(text + "\n", "utf-8")


def read_again(folder: Path, family: str, context: Context) -> tuple[Statement, Statement]:
    """Return what was confirmed of a portal's recorded pages, and what today's code reads there.

    Raises `OSError`, `ArchiveError`, `UnreadableError` or `ValueError` where a
    file is missing, damaged, or holds no list any more.
    """
    confirmed = json.loads((folder / CONFIRMED).read_text("utf-8"))
    if not isinstance(confirmed, dict) or not {"start", "column"} <= set(confirmed):
        message = f"expected an object with start and column, found {str(confirmed)[:_SHOWN]}"
        raise ValueError(message)
    start, column = str(confirmed["start"]), str(confirmed["column"])
    context = replace(context, column=column)
    reading = read_recording(Recording(folder / PAGES), start, family, context)
    return confirmed, statement(start, column, reading)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where today's reading is not what was confirmed; `url` is empty for what the list says."""

    url: str
    field: str
    said: str


def differences(confirmed: Statement, now: Statement) -> Iterator[Difference]:
    """Yield where today's reading differs from the confirmed one."""
    for name in ("declared_rows", "declared_pages", "rows"):
        yield from _difference("", name, confirmed.get(name), now[name])
    before = {report["url"]: report for report in confirmed.get("reports", ())}
    today = {report["url"]: report for report in now["reports"]}
    for url in dict.fromkeys((*before, *today)):
        if url not in today:
            yield Difference(url, "url", "no report any more")
        elif url not in before:
            yield Difference("", "reports", f"a report that was not confirmed, {url}")
        else:
            for name, value in today[url].items():
                yield from _difference(url, name, before[url].get(name), value)


def line_of(text: str, difference: Difference) -> int:
    """Return the line of a confirmed statement's text on which a difference stands."""
    lines = [line.strip() for line in text.splitlines()]
    address = f'"url": {json.dumps(difference.url, ensure_ascii=False)},'
    start = lines.index(address) - 1 if address in lines else 0
    field = f'"{difference.field}": '
    places = (number for number, line in enumerate(lines[start:], start) if line.startswith(field))
    return next(places, start) + 1


def _difference(url: str, name: str, confirmed: object, now: object) -> Iterator[Difference]:
    if confirmed == now:
        return
    old, new = _written(confirmed), _written(now)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    at = sum(1 for _ in alike)
    yield Difference(url, name, f"{_around(new, at)}, confirmed was {_around(old, at)}")


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _around(text: str, at: int) -> str:
    """Return so much of a text that the place where two differ is seen."""
    start = max(0, at - _BEFORE)
    cut = text[start : start + _SHOWN]
    return f"{'…' if start else ''}{cut!r}{'…' if start + _SHOWN < len(text) else ''}"
