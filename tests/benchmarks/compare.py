"""How exactly real pages are read beside other extractors: every field that a peer has, and time.

The peers live in an environment of their own (`.venv-peers`), so that what they depend on is no
part of the project's. Each gets what helps it: the page's address, and its text rightly decoded
where it takes text. Pages whose text lies in a frame are left out: no peer asks for it.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html

from govreports.values.dates import parse_date
from tests.benchmarks.gold import (
    NO_ADDRESS,
    Score,
    capture,
    encoding_of,
    family_of,
    lines,
    read,
    score_text,
    tight,
)
from tests.benchmarks.reference import best_f1, plain, references

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ENVIRONMENT = Path(__file__).parents[2] / ".venv-peers"
OURS = "govreports"
# As often as the peers read each page; the last time is taken.
ROUNDS = 2


@dataclass
class Contestant:
    """One extractor's answers on all pages: counts of its fields, F1 of its texts, times.

    `detecting` is what finding a page's family takes beside reading it: a crawl knows the family.
    """

    name: str
    score: Score = field(default_factory=Score)
    f1: dict[str, float] = field(default_factory=dict)
    detecting: list[float] = field(default_factory=list)

    def count(self, source: str, gold: dict[str, Any], answer: dict[str, Any]) -> None:
        """Score what it says of a page; a field that it has no notion of is not in the answer."""
        self.score.milliseconds.append(answer["ms"])
        self.detecting.append(answer.get("detecting_ms", 0.0))
        self._count(gold, "title", gold["title"], answer["title"])
        if "date" in answer:
            self._count(gold, "date", *_dates(source, gold, answer["date"]))
        if "publisher" in answer:
            self._count(gold, "publisher", *_publishers(gold, answer["publisher"]))
        text = plain(answer["text"])
        score_text(self.score, gold, text)
        wanted = references(source, gold) if gold.get("body_chars") else ()
        if wanted:
            self.f1[gold["file"]] = best_f1(wanted, text)

    def _count(self, gold: dict[str, Any], name: str, wanted: str | None, got: str | None) -> None:
        self.score.count(gold["file"], name, wanted=wanted, got=got)

    @property
    def milliseconds(self) -> float:
        return statistics.median(self.score.milliseconds)

    @property
    def detecting_milliseconds(self) -> float:
        return statistics.median(self.detecting)

    @property
    def mean_f1(self) -> float:
        return statistics.fmean(self.f1.values())


def _dates(source: str, gold: dict[str, Any], got: str | None) -> tuple[str | None, str | None]:
    """Return the date of publication and what was read; one that only a meta states may stand."""
    day = parse_date(got or "")
    read_as = day.isoformat() if day else got
    if gold["published_date"] is None and day and day in _meta_dates(source):
        read_as = None
    return gold["published_date"], read_as


def _meta_dates(source: str) -> Iterator[date | None]:
    for element in html.document_fromstring(source).iter("meta"):
        yield parse_date(element.get("content") or "")


def _publishers(gold: dict[str, Any], got: str | None) -> tuple[str | None, str | None]:
    """Return publisher and what was read: peers know one author, the publisher or the source."""
    stated = [gold[name] for name in ("publisher", "source") if gold[name]]
    fitting = [one for one in stated if tight(one) == tight(got)]
    return next(iter(fitting or stated), None), got


def compare(pages: Path, *, with_peers: bool = True) -> list[Contestant]:
    """Let every contestant read the collection; only ours where there are no peers here."""
    manifest = {entry["file"]: entry for entry in lines(pages, "manifest.jsonl")}
    golds = {gold["file"]: gold for gold in lines(pages, "gold.jsonl") if not gold.get("body_file")}
    entries = [manifest[file] for file in golds]
    contestants: dict[str, Contestant] = {}
    for answer in (*_ours(pages, entries), *(_peers(pages, entries) if with_peers else ())):
        entry = manifest[answer["file"]]
        source = (pages / entry["file"]).read_bytes().decode(encoding_of(entry), "replace")
        found = contestants.setdefault(answer["peer"], Contestant(answer["peer"]))
        found.count(source, golds[entry["file"]], answer)
    return list(contestants.values())


def _ours(pages: Path, entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for _ in range(ROUNDS):
            page = capture(pages, entry)
            started = time.process_time()
            family_of(page)
            detected = time.process_time() - started
            found = read(pages, entry, None)
        report = found.report
        yield {
            "peer": OURS,
            "file": entry["file"],
            "ms": found.seconds * 1000,
            "detecting_ms": detected * 1000,
            "title": report.title,
            "date": str(report.published_on or ""),
            "publisher": report.publisher or report.source,
            "text": report.body,
        }


def _peers(pages: Path, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not (ENVIRONMENT / ".complete").exists():
        return []
    asked = "".join(json.dumps(_asked(pages, entry)) + "\n" for entry in entries)
    worker = Path(__file__).with_name("peer_worker.py")
    command = [ENVIRONMENT / "bin" / "python", worker]
    done = subprocess.run(
        command, input=asked, stdout=subprocess.PIPE, text=True, check=True, timeout=600
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [{**answer, "file": Path(answer["file"]).name} for answer in answers]


def _asked(pages: Path, entry: dict[str, Any]) -> dict[str, str]:
    return {
        "file": str(pages / entry["file"]),
        "url": entry.get("url") or NO_ADDRESS,
        "encoding": encoding_of(entry),
    }
