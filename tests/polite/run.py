"""How crawls behave towards portals, by the portals' own logs: `python -m tests.polite.run`.

Crawls replicas with the settings as they are shipped: one with a Crawl-delay and closed paths, one
whose list leads to two hosts, one by schedule during which quiet hours come near. Prints what the
logs of requests show beside what is wanted; exits with 1 where anything is not kept. `--log` prints
the logs too.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.polite.crawls import CASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.polite.judging import Case

_KEPT = {True: "kept", False: "NOT KEPT"}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", action="store_true", help="print every request")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(len(CASES)) as pool:
        folders = [Path(folder) / str(number) for number in range(len(CASES))]
        cases = list(pool.map(lambda pair: pair[0](pair[1]), zip(CASES, folders, strict=True)))
    for case in cases:
        show(case, log=options.log)
    return summary(cases, time.monotonic() - started)


def show(case: Case, *, log: bool) -> None:
    """Print what was found in one crawl, a line each."""
    print(f"\n{case.name} ({case.seconds:.0f} s)")
    for name, one in case.findings():
        print(f"  {name:<10} {one.what:<38} {one.found} (wanted: {one.wanted}): {_KEPT[one.kept]}")
    for host in case.hosts if log else ():
        for hit in host.hits:
            print(f"  {host.name:<10} {hit.at:%H:%M:%S.%f} {hit.status} {hit.method} {hit.target}")


def summary(cases: Sequence[Case], seconds: float) -> int:
    """Print the sums; return the exit code."""
    found = [one for case in cases for _, one in case.findings()]
    kept = sum(one.kept for one in found)
    requests = sum(len(host.hits) for case in cases for host in case.hosts)
    print(f"\n{kept} of {len(found)} rules kept in {requests} requests; {seconds:.0f} s")
    return int(kept < len(found))


if __name__ == "__main__":
    raise SystemExit(main())
