"""How exactly real pages are read: `python -m tests.benchmarks.reading [--faults]`.

Prints, per field: values stated, exact, missed (none read), wrong (another read) and false (read
where the page states none); then the text's start, end and length, attachments, milliseconds a
page, the pages that are no articles, the lists and the families.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from typing import TYPE_CHECKING

from tests.benchmarks.compare import ENVIRONMENT, Contestant, compare
from tests.benchmarks.gold import (
    FIELDS,
    Classified,
    Score,
    check_families,
    check_lists,
    classify_others,
    folder,
    score_articles,
    states,
)
from tests.benchmarks.reference import SHINGLE

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = ("start", "end", "length", "no text", "attachments")
PEER_FIELDS = ("title", "date", "publisher", "start", "end", "length")
KINDS = ("stated", "exact", "missed", "wrong", "false")
# The first readings fill caches (compiled expressions, known labels) that a crawl has filled.
ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", action="store_true", help="name every page that falls short")
    options = parser.parse_args(arguments)
    pages = folder()
    if not pages.is_dir():
        print(f"no collection of pages at {pages}; name one in $GOVREPORTS_GOLD", file=sys.stderr)
        return 1
    score = [score_articles(pages) for _ in range(ROUNDS)][-1]
    print(f"{pages}\n")
    print_fields(score)
    print_time(score)
    print_faults(score.faults, shown=options.faults)
    for title, result in (
        ("pages that are no articles", classify_others(pages)),
        ("lists", check_lists(pages)),
        ("families", check_families(pages)),
    ):
        print_classified(title, result, shown=options.faults)
    print_contestants(compare(pages))
    return 0


def print_fields(score: Score) -> None:
    print(f"{'':18}" + "".join(f"{kind:>8}" for kind in KINDS) + f"{'share':>9}")
    for name in (*FIELDS.values(), *TEXT):
        print_row(name, [score.counts[f"{name}/{kind}"] for kind in KINDS])
    print_row("metadata, all", list(states(score).values()))


def print_row(name: str, counts: Sequence[int], width: int = 18) -> None:
    share = f"{counts[1] / counts[0]:.3f}" if counts[0] else "-"
    print(f"{name:{width}}" + "".join(f"{count:8}" for count in counts) + f"{share:>9}")


def print_time(score: Score) -> None:
    median, longest = statistics.median(score.milliseconds), max(score.milliseconds)
    print(f"\n{median:.2f} ms of CPU a page (median), {longest:.1f} ms the slowest\n")


def print_faults(faults: Sequence[str], *, shown: bool) -> None:
    for fault in faults if shown else ():
        print(f"  {fault}")


def print_classified(title: str, result: Classified, *, shown: bool) -> None:
    print(f"{title}: {result.right} of {result.of} right")
    for line in result.lines:
        if shown or not line.startswith("ok"):
            print(f"  {line}")


def print_contestants(contestants: Sequence[Contestant]) -> None:
    of = contestants[0].score.counts["start/stated"]
    print(f"\n{'':29}" + "".join(f"{kind:>8}" for kind in KINDS) + f"{'share':>9}")
    for name in PEER_FIELDS:
        for one in contestants:
            counts = [one.score.counts[f"{name}/{kind}"] for kind in KINDS]
            if counts[0]:
                print_row(f"{name:10} {one.name}", counts, width=29)
    print(f"\n{'':29}{'body F1':>8}{'lowest':>8}{'texts':>8}{'CPU ms':>11}{'+ family':>10}")
    for one in contestants:
        f1s = one.f1.values()
        print(
            f"{'':11}{one.name:18}{one.mean_f1:8.4f}{min(f1s):8.4f}{len(f1s):8}"
            f"{one.milliseconds:11.2f}{one.detecting_milliseconds:10.2f}"
        )
    print(f"F1 over pieces of {SHINGLE} characters (multiset), {of} pages have a text; medians")
    if len(contestants) == 1:
        print(
            f"the peers were left out: nothing in {ENVIRONMENT}; `make bench-reading` installs them"
        )


if __name__ == "__main__":
    raise SystemExit(main())
