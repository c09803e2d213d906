"""Every fault on every family's replica: `python -m tests.faults.run [--family NAME …]`.

Prints a table, a line a fault and a column a family; exits with 1 where one is not `ok`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.crawling import Crawler
from tests.families.replicas import family_of, one_of_each_family, served
from tests.faults.judging import OK, on_articles, on_list, on_robots, storm
from tests.faults.scenarios import LISTS, ROBOTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.families.replicas import Replica
    from tests.faults.judging import Outcome


def outcomes(replica: Replica, folder: Path) -> Iterator[Outcome]:
    """Everything that can go wrong on one replica; a store for each crawl."""

    def crawler(name: object) -> Crawler:
        place = folder / str(name).replace(" ", "-").replace(":", "")
        return Crawler(place, f"sqlite:///{place / 'govreports.db'}")

    yield from on_articles(crawler("articles"), replica)
    yield storm(crawler("storm"), replica)
    for robots in ROBOTS:
        yield on_robots(crawler(robots), replica, robots)
    for listing in LISTS:
        yield on_list(crawler(listing), replica, listing)


def of_replica(replica: Replica) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        return list(outcomes(replica, Path(folder)))


def main(arguments: Sequence[str] | None = None) -> int:
    families = {family_of(served(one)).name: one for one in one_of_each_family()}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", nargs="*", choices=families, default=list(families))
    chosen = parser.parse_args(arguments).family
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(of_replica, [families[name] for name in chosen]))
    table(chosen, found)
    wrong = [one for column in found for one in column if one.found != OK]
    for one in wrong:
        print(f"{one.family}, {one.fault}: {one.found}")
    total = sum(map(len, found))
    print(f"{total - len(wrong)} of {total} as wanted")
    return int(bool(wrong))


def table(families: Sequence[str], found: list[list[Outcome]]) -> None:
    print(" " * 26 + "  ".join(families))
    for line in zip(*found, strict=True):
        cells = (OK if one.found == OK else "NO" for one in line)
        marks = "  ".join(cell.ljust(len(name)) for cell, name in zip(cells, families, strict=True))
        print(f"{line[0].fault:<26}{marks}")


if __name__ == "__main__":
    raise SystemExit(main())
