"""Spoil pages and read them: `python -m tests.fuzz.run [--pages 20000] [--run 1] [--only N]`.

Every page is put to its own family, the generic one and others in turn, on all cores. Prints how
many pages were read, listed and refused, the slowest of them and the memory; exits with 1 where
anything was raised but `UnreadableError` or a page took longer than two seconds. Such a page is
named with its number, from which `--only` makes it again, and kept in a file.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.judging import ALLOWED, Answer, judge, page_seconds, peak_memory, readers_of
from tests.fuzz.seed_pages import seed_pages
from tests.fuzz.spoiling import spoilt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# MB for one reading process; the tree of the largest permitted page takes about half.
MEMORY = 1024
SLOWEST = 5


@dataclass(frozen=True)
class Verdict:
    """What became of a page: its number, what was done to it, all answers, the process's memory."""

    number: int
    mutations: tuple[str, ...]
    answers: list[Answer]
    memory: int

    @property
    def seconds(self) -> float:
        """How long detection and the slowest reading took."""
        return page_seconds(self.answers)

    @property
    def faults(self) -> list[Answer]:
        """The answers that must not be."""
        return [answer for answer in self.answers if answer.is_wrong]

    @property
    def is_wrong(self) -> bool:
        """Whether the page ends the run in failure."""
        return bool(self.faults) or self.seconds > ALLOWED


def verdict(run: int, number: int) -> Verdict:
    made = spoilt(run, number)
    return Verdict(
        number, made.mutations, judge(made.page, readers_of(made.page, number)), peak_memory()
    )


def verdicts(run: int, numbers: Iterable[int]) -> Iterator[Verdict]:
    """The verdicts of pages, on all cores, in the order in which they come."""
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        yield from pool.imap_unordered(partial(verdict, run), numbers, chunksize=8)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--run", type=int, default=1, help="another run spoils other pages")
    parser.add_argument("--only", type=int, help="the number of one page")
    options = parser.parse_args(arguments)
    numbers = range(options.pages) if options.only is None else [options.only]
    return report(options.run, verdicts(options.run, numbers))


def report(run: int, found: Iterable[Verdict]) -> int:
    """Print what came out as it comes; return the exit code."""
    outcomes: Counter[str] = Counter()
    pages, wrong, memory, slowest = 0, 0, 0, []  # type: ignore[var-annotated]
    for one in found:
        pages += 1
        outcomes.update(answer.outcome for answer in one.answers[1:])
        memory = max(memory, one.memory)
        slowest = sorted([*slowest, (one.seconds, one.number)], reverse=True)[:SLOWEST]
        if one.is_wrong:
            wrong += 1
            print_fault(run, one)
    print(f"{pages} pages of {len(seed_pages())} seeds, run {run}: {wrong} faults")
    print("readings: " + ", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    print("slowest: " + ", ".join(f"{seconds:.2f} s (page {n})" for seconds, n in slowest))
    print(f"memory: {memory} MB at most in one process (allowed: {MEMORY} MB)")
    return int(wrong > 0 or memory > MEMORY)


def print_fault(run: int, one: Verdict) -> None:
    path = Path(tempfile.gettempdir()) / f"govreports-fuzz-{run}-{one.number}.html"
    made = spoilt(run, one.number)
    path.write_bytes(made.page.body)
    print(f"FAULT page {one.number} ({', '.join(one.mutations)}) of {made.seed_url}: {path}")
    print(f"  make it again: python -m tests.fuzz.run --run {run} --only {one.number}")
    for answer in one.faults or one.answers[:1]:
        print(f"  {answer.question}: {answer.outcome}, {answer.seconds:.2f} s")
        print("    " + "\n    ".join(answer.fault.splitlines()[-8:]))
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
