"""A simulated year on one command: `python -m tests.year.run [--seed N] [--weeks N] [--portals N]`.

Replicas of the portals are edited, thinned out, redesigned and emptied by a
seed, and crawled by `govreports crawl --due` once a week, on a clock that runs
ahead. Prints a table and exits with 1 where anything is not as wanted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from govreports.replica.portals import PORTALS
from tests.year.judging import judge
from tests.year.rehearsal import Form, rehearsed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from tests.year.judging import Verdict


VERSIONS = ("true", "false", "missed")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--portals", type=int, default=len(PORTALS))
    parser.add_argument("--articles", type=int, default=40)
    chosen = parser.parse_args(arguments)
    form = Form(chosen.seed, tuple(PORTALS)[-chosen.portals :], chosen.weeks, chosen.articles)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, rehearsed(form, Path(folder) / "year", _say) as y:
        verdict, status = judge(y), y.status
    print(f"seed {form.seed}: {form.redesigned} redesigned in week {form.redesign_week}, ", end="")
    print(f"{form.emptied} empty in week {form.emptied_week}; {time.monotonic() - started:.0f} s\n")
    for name, value in rows(form, verdict):
        print(f"{name:<44}{value}")
    print(f"\ngovreports status {form.emptied}, after the run on the empty list:\n{status}")
    for line in verdict.wrong:
        print(f"WRONG  {line}")
    print("all as wanted" if not verdict.wrong else f"{len(verdict.wrong)} not as wanted")
    return int(bool(verdict.wrong))


def rows(form: Form, verdict: Verdict) -> list[tuple[str, object]]:
    counts = verdict.counts
    delay, window = verdict.longest
    share = counts["full"] / counts["full crawls"]
    asked = (counts["full"] + counts["conditional"]) / counts["full crawls"]
    seen, late = counts["edits seen"], counts["edits late"]
    return [
        ("weeks, portals", f"{form.weeks}, {len(form.portals)}"),
        ("visits", counts["runs"]),
        ("pages listed at the visits (full crawls)", counts["full crawls"]),
        ("fetched in full (200)", f"{counts['full']}, {share:.1%} of full crawls"),
        ("asked conditionally, unchanged (304)", counts["conditional"]),
        ("asked for at all", f"{asked:.1%} of full crawls"),
        ("skipped within their windows", counts["skipped"]),
        ("reports", counts["reports"]),
        ("versions true, false, missed", ", ".join(str(counts[name]) for name in VERSIONS)),
        ("edits seen, late", f"{seen}, {late}"),
        ("edits gone before they had to be seen", counts["edits short-lived"]),
        ("edits whose windows outlast the year", counts["edits still within the window"]),
        ("longest delay of an edit", f"{_days(delay)}, its window {_days(window)}"),
        ("alerts received", counts["alerts"]),
    ]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _days(span: timedelta) -> str:
    return f"{span.total_seconds() / 86_400:.1f} days"


if __name__ == "__main__":
    sys.exit(main())
