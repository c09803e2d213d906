"""A page put to every family: what is raised but for `UnreadableError`, and how long each took."""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from govreports.families import FAMILIES, detect, told
from govreports.feeds import json_row
from govreports.fingerprint import with_hash
from govreports.normalise import Context, UntitledError, normalise
from govreports.reading.errors import UnreadableError
from govreports.records import Needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govreports.families.base import Family
    from govreports.records import Capture, Listing, Row

# Seconds of CPU time for one reading of a page; the wall's clock would count its neighbours'.
ALLOWED = 2.0
# A reading that has gone on for so long is stopped, so that the run ends.
STOPPED = 20.0
REFUSED = "UnreadableError"
# Beside its own family and the generic one, a page is put to so many that take turns.
OTHERS = 3


@dataclass(frozen=True)
class Answer:
    """What one question to one family gave: `fault` is a traceback, empty where all is well."""

    question: str
    seconds: float
    outcome: str
    fault: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether something was raised that must not be, or the answer came too late."""
        return bool(self.fault) or self.seconds > ALLOWED


def judge(page: Capture, names: Iterable[str] | None = None) -> list[Answer]:
    """Put every question to a page, to these families or to all."""
    answers = [_asked("detect", lambda: detect(page))]
    for name in FAMILIES if names is None else names:
        family = FAMILIES[name]
        answers += [
            _asked(f"{name}.report", partial(_report, family, page)),
            _asked(f"{name}.listing", partial(_listing, family, page)),
        ]
    return answers


def readers_of(page: Capture, number: int) -> list[str]:
    """Return the families that read the page of that number in a run.

    The one that the page is told for, the generic one, and some that take
    turns: over a run every family reads pages of every other.
    """
    names = list(FAMILIES)
    turns = (names[(number * OTHERS + step) % len(names)] for step in range(OTHERS))
    return list(dict.fromkeys([*_told(page), "generic", *turns]))


def _told(page: Capture) -> list[str]:
    # A fault in it is one of `detect`, too, which is asked for by itself.
    names: list[str] = []
    _asked("told", lambda: names.extend(one.name for one in [told(page)] if one is not None))
    return names


def page_seconds(answers: list[Answer]) -> float:
    """How long a page takes where its family is not known: detection and the slowest reading."""
    return answers[0].seconds + max(answer.seconds for answer in answers[1:])


def peak_memory() -> int:
    """The most memory that this process ever had, in MB."""
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale // 2**20


def _asked(question: str, ask: Callable[[], object]) -> Answer:
    started, fault = time.thread_time(), ""
    try:
        with _stopped():
            outcome = type(ask()).__name__
    except (UnreadableError, UntitledError):
        outcome = REFUSED
    except Exception as error:  # noqa: BLE001 -- whatever else is raised is what is looked for
        outcome, fault = type(error).__name__, traceback.format_exc(limit=-6)
    return Answer(question, time.thread_time() - started, outcome, fault)


@contextmanager
def _stopped() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, STOPPED)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _report(family: Family, page: Capture) -> object:
    raw = family.report(page)
    if isinstance(raw, Needs):
        return [ask.url.encode() for ask in raw.parts]
    report = with_hash(normalise(raw, Context(portal="fuzz")).report)
    return json.dumps(json_row(report), ensure_ascii=False).encode()


def _listing(family: Family, page: Capture) -> Listing:
    listing = family.listing(page)
    for row in listing.rows:
        _encodable(row)
    for ask in listing.next:
        ask.url.encode()
    return listing


def _encodable(row: Row) -> None:
    for text in (
        row.url,
        row.title,
        row.date or "",
        *(part for pair in row.header for part in pair),
    ):
        text.encode()
