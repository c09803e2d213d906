"""A gold collection of real pages: what stands there, what is read, and where the two differ.

A collection is a folder with `manifest.jsonl` (one page a line), `gold.jsonl` (what a person read
on an article page) and the pages themselves. `$GOVREPORTS_GOLD` names it.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreports.families import FAMILIES, told
from govreports.normalise import Context, normalise
from govreports.reading.errors import UnreadableError
from govreports.records import Capture, Needs, RawReport, Report
from govreports.values.document_number import document_number_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.records import Listing

    Entry = Mapping[str, Any]

DEFAULT = Path(__file__).parents[3] / "shared" / "pages"
#: The gold's names → the record's.
FIELDS = {
    "title": "title",
    "index_no": "index_number",
    "publisher": "publisher",
    "doc_no": "document_number",
    "written_date": "issued_on",
    "published_date": "published_on",
    "genre": "document_type",
    "validity": "validity",
    "topic": "topic",
    "source": "source",
}
FOLDED = {"是": "有效", "已失效": "失效"}
NO_ADDRESS = "https://www.example.gov.cn/zwgk/a.html"


def folder() -> Path:
    """The collection's folder."""
    return Path(os.environ.get("GOVREPORTS_GOLD") or DEFAULT)


def lines(pages: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (pages / name).read_text("utf-8").splitlines()]


def capture(pages: Path, entry: Entry) -> Capture:
    url = entry.get("url") or NO_ADDRESS
    return Capture(url=url, body=(pages / entry["file"]).read_bytes(), requested_url=url)


def family_of(page: Capture) -> str:
    """The surest family, as `extract` takes it."""
    found = told(page)
    return found.name if found else "generic"


def tight(value: object) -> str:
    return "".join(str(value or "").split())


def encoding_of(entry: Entry) -> str:
    """Return the codec of a page's bytes: what is labelled GB2312 or GBK is GB18030."""
    label = entry["encoding"].split()[0]
    return "gb18030" if label.startswith("gb") else "utf-8"


@dataclass(frozen=True)
class Read:
    """An article as read, and the CPU time that parsing, reading and normalising took."""

    report: Report
    raw: RawReport
    seconds: float


def read(pages: Path, entry: Entry, frame: str | None) -> Read:
    """Read an article; `frame` is the file that its iframe showed. Raises `UnreadableError`."""
    page = capture(pages, entry)
    family = FAMILIES[family_of(page)]
    frame_body = (pages / frame).read_bytes() if frame else b""
    started = time.process_time()
    raw = family.report(page)
    if isinstance(raw, Needs):
        parts = tuple(Capture(url=ask.url, body=frame_body) for ask in raw.parts)
        raw = family.report(page, parts=parts)
    if isinstance(raw, Needs):
        message = f"expected an article, found one that needs {len(raw.parts)} further pages"
        raise UnreadableError(message)
    report = normalise(raw, Context(portal="x")).report
    return Read(report, raw, time.process_time() - started)


@dataclass
class Score:
    """Counts under `<field>/stated|exact|missed|wrong|false`, and what went wrong, a line each."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def share(self, name: str) -> float:
        return self.counts[f"{name}/exact"] / self.counts[f"{name}/stated"]

    def count(self, file: str, name: str, *, wanted: object, got: object) -> None:
        """Count one question; `wanted` and `got` are compared without white space."""
        kind = verdict(tight(wanted), tight(got))
        if kind == "absent":
            return
        self.counts[f"{name}/stated"] += kind != "false"
        self.counts[f"{name}/{kind}"] += 1
        if kind != "exact":
            self.faults.append(f"{file} {name} {kind}: expected {wanted!r}, found {got!r}")


def verdict(wanted: str, got: str) -> str:
    """Name a value: exact, missed, wrong, false (none is stated) or absent (and none is read)."""
    if not wanted:
        return "false" if got else "absent"
    if not got:
        return "missed"
    return "exact" if wanted == got else "wrong"


def score_articles(pages: Path) -> Score:
    score = Score()
    manifest = {entry["file"]: entry for entry in lines(pages, "manifest.jsonl")}
    for gold in lines(pages, "gold.jsonl"):
        try:
            found = read(pages, manifest[gold["file"]], gold.get("body_file"))
        except UnreadableError as error:
            score.faults.append(f"{gold['file']} unread: {error}")
            found = None
        if found is not None:
            score.milliseconds.append(found.seconds * 1000)
        score_fields(score, gold, found)
        score_text(score, gold, found.report.body if found else None)
        score_files(score, gold, found.report if found else None)
    return score


def score_fields(score: Score, gold: Entry, found: Read | None) -> None:
    for name, column in FIELDS.items():
        wanted = FOLDED.get(gold[name], gold[name])
        got = getattr(found.report, column) if found else None
        if wanted is None and found is not None and is_allowed(column, found):
            continue
        score.count(gold["file"], column, wanted=wanted, got=got)


def is_allowed(column: str, found: Read) -> bool:
    """Whether a value that the page's header does not show may stand in the record all the same."""
    if column == "published_on":
        # A meta tag fills the date where the page shows none.
        return found.report.published_on is not None and not _shown(found)
    if column == "document_number":
        head = (found.report.body or "").split("\n")[:5]
        return found.report.document_number in {document_number_line(line) for line in head}
    return False


def _shown(found: Read) -> bool:
    without = RawReport(**{**_values(found.raw), "metas": ()})
    return normalise(without, Context(portal="x")).report.published_on is not None


def _values(raw: RawReport) -> dict[str, Any]:
    return {name: getattr(raw, name) for name in raw.__dataclass_fields__}


def score_text(score: Score, gold: Entry, text: str | None) -> None:
    """Score where the text starts and ends, and its length; a page without any must show none."""
    body = tight(text)
    file = gold["file"]
    starts = [tight(gold[name]) for name in _STARTS if gold.get(name)]
    ends = [tight(gold[name]) for name in _ENDS if gold.get(name)]
    if not starts:
        score.count(file, "no text", wanted="none", got="some" if body else "none")
        return
    score.count(file, "start", wanted=starts[0], got=_fitting(body[:25], starts, body.startswith))
    score.count(file, "end", wanted=ends[0], got=_fitting(body[-25:], ends, body.endswith))
    length = gold.get("body_chars")
    if length:
        near = abs(len(body) - length) <= max(_NEAR * length, _SLACK)
        score.count(file, "length", wanted=length, got=length if near else len(body))


_STARTS = ("body_first", "body_first_after_title")
_ENDS = ("body_last", "body_last_alt")
# A repeated title or a list of files at the end, which may be text or not.
_NEAR, _SLACK = 0.02, 60


def _fitting(shown: str, wanted: list[str], fits: Any) -> str:
    """Return the first wanted string where one of them fits, else what is there."""
    return wanted[0] if any(map(fits, wanted)) else shown


def score_files(score: Score, gold: Entry, report: Report | None) -> None:
    got = [tight(one.name) for one in report.attachments] if report else []
    wanted = [tight(name) for name in gold["attachment_names"]]
    score.count(gold["file"], "attachments", wanted=wanted or "none", got=got or "none")


@dataclass
class Classified:
    """What became of the collection's pages that are no articles, a line each."""

    lines: list[str] = field(default_factory=list)
    right: int = 0
    of: int = 0

    def add(self, line: str, *, right: bool) -> None:
        self.of += 1
        self.right += right
        self.lines.append(f"{'ok  ' if right else 'MISS'} {line}")


def classify_others(pages: Path) -> Classified:
    """Read the `other` pages: refused with a reason, or an iframe's text that a page asks for."""
    frames = {gold["body_file"] for gold in lines(pages, "gold.jsonl") if gold.get("body_file")}
    result = Classified()
    for entry in lines(pages, "manifest.jsonl"):
        if entry["kind"] != "other":
            continue
        page = capture(pages, entry)
        said = _outcome(page)
        if entry["file"] in frames:
            result.add(f"{entry['file']} the text of a frame: {said}", right=True)
        else:
            result.add(f"{entry['file']} {said}", right=not said.startswith("a report"))
    return result


def _outcome(page: Capture) -> str:
    try:
        found = FAMILIES[family_of(page)].report(page)
    except UnreadableError as error:
        return str(error)
    if isinstance(found, Needs):
        return f"needs {len(found.parts)} parts"
    return f"a report of state {found.body_state}: {found.title!r}"


def check_lists(pages: Path) -> Classified:
    """Read the list pages and answers; rows and totals must be the manifest's where stated."""
    result = Classified()
    for entry in lines(pages, "manifest.jsonl"):
        if entry["kind"] not in {"list", "list_api"}:
            continue
        page = capture(pages, entry)
        family = family_of(page)
        try:
            listing = FAMILIES[family].listing(page)
        except UnreadableError as error:
            result.add(f"{entry['file']} {family}: {error}", right=False)
            continue
        faults = list_faults(entry, listing)
        said = (
            f"{len(listing.rows)} rows, declared {listing.declared_rows}/{listing.declared_pages}"
        )
        result.add(f"{entry['file']} {family}: {said} {'; '.join(faults)}", right=not faults)
    return result


def list_faults(entry: Entry, listing: Listing) -> list[str]:
    """Name what differs between a listing and what the manifest states of it."""
    faults = []
    for name, got in (("rows", len(listing.rows)), ("total", listing.declared_rows)):
        if entry.get(name) is not None and entry[name] != got:
            faults.append(f"{name}: expected {entry[name]}, found {got}")
    for name, place in (("first_row", 0), ("last_row", -1)):
        wanted = (entry.get(name) or {}).get("title")
        got_title = listing.rows[place].title if listing.rows else None
        # An answer's title may hold tags, which no reader of a list sees.
        if wanted is not None and tight(re.sub("<[a-z/]+>", "", wanted)) != tight(got_title):
            faults.append(f"{name}: expected {wanted!r}, found {got_title!r}")
    return faults


def check_families(pages: Path) -> Classified:
    """Compare the family that is detected with the manifest's, where it names one."""
    result = Classified()
    for entry in lines(pages, "manifest.jsonl"):
        if entry["family"]:
            found = family_of(capture(pages, entry))
            right = found == entry["family"]
            result.add(f"{entry['file']} is {entry['family']}, detected {found}", right=right)
    return result


def states(score: Score) -> dict[str, int]:
    """Return how many pages have each verdict, over all header fields (the title aside)."""
    kinds = ("stated", "exact", "missed", "wrong", "false")
    columns = [column for column in FIELDS.values() if column != "title"]
    return {kind: sum(score.counts[f"{column}/{kind}"] for column in columns) for kind in kinds}
