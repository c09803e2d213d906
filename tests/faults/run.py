"""Every fault on every family's replica: `python -m tests.faults.run`.

Prints a table, a line a fault and a column a family; exits with 1 where one is not `ok`. The short
form puts each fault to a few families, and to each family a few faults; `--fault` only those whose
name holds the text (those of articles, in one crawl, are `on_articles`), `--family NAME …` only
to those families.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreports.families import FAMILIES
from govreports.replica.tls import Authority
from tests.families.replicas import Replica, family_of, one_of_each_family, served
from tests.faults.judging import Subject, on_articles, on_change, on_list, on_robots, on_tls, storm
from tests.faults.scenarios import CHANGES, LISTS, ROBOTS, TLS
from tests.faults.trial import OK

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from tests.faults.trial import Outcome

    Check = Callable[[Subject], Awaitable[list[Outcome]]]

# Crawls that wait for a timeout leave the processor to others.
_AT_ONCE = 4
CHECKS: tuple[Check, ...] = (
    on_articles,
    storm,
    *(partial(on_robots, wanted=wanted) for wanted in ROBOTS),
    *(partial(on_list, wanted=wanted) for wanted in LISTS),
    *(partial(on_change, wanted=wanted) for wanted in CHANGES),
    *(partial(on_tls, wanted=wanted) for wanted in TLS),
)
# Sites of no known system: the pages of one whose lists and articles say all by themselves.
GENERIC = Replica("wangshu", "gbk", "address")


@dataclass(frozen=True)
class Task:
    """What one process checks: a family's replica, and which of `CHECKS`."""

    family: str
    replica: Replica
    checks: tuple[int, ...]


def replicas() -> dict[str, Replica]:
    """Return a replica of each family, in the order of the families."""
    found = {family_of(served(one)).name: one for one in one_of_each_family()}
    found["generic"] = GENERIC
    return {name: found[name] for name in FAMILIES}


def tasks(families: Sequence[str], *, short: bool, fault: str = "") -> list[Task]:
    """Share out the checks: all to each family, or in turn so that each comes up."""
    made, everything = replicas(), range(len(CHECKS))
    shared = [
        shares(place, len(families)) if short else everything for place in range(len(families))
    ]
    return [
        Task(name, made[name], tuple(one for one in share if fault in name_of(CHECKS[one])))
        for name, share in zip(families, shared, strict=True)
    ]


def name_of(check: Check) -> str:
    """Return what is wrong in a check, as the table's line begins; the function's name else."""
    return str(check.keywords["wanted"]) if isinstance(check, partial) else check.__name__


def shares(place: int, families: int) -> Iterable[int]:
    """Return the checks of the short form for the family at a place of so many."""
    return range(place % len(CHECKS), len(CHECKS), families)


def of_task(task: Task) -> list[Outcome]:
    """Check one family in a process of its own: a reactor cannot be started twice."""
    from twisted.internet import asyncioreactor  # noqa: PLC0415 - it is installed here

    logging.getLogger().addHandler(logging.NullHandler())
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
    from twisted.internet import reactor  # noqa: PLC0415 - as above

    started: Any = reactor
    with tempfile.TemporaryDirectory() as folder:
        checking = loop.create_task(checked(task, Path(folder)))
        checking.add_done_callback(lambda _: started.stop())
        started.run(installSignalHandlers=False)
        return checking.result()


async def checked(task: Task, folder: Path) -> list[Outcome]:
    authority = Authority.made(folder / "authority")
    os.environ["SSL_CERT_FILE"] = str(authority.file)
    subject = Subject(task.family, task.replica, folder, authority)
    turn = asyncio.Semaphore(_AT_ONCE)

    async def in_turn(check: Check) -> list[Outcome]:
        async with turn:
            return await check(subject)

    found = await asyncio.gather(*(in_turn(CHECKS[number]) for number in task.checks))
    return [outcome for outcomes in found for outcome in outcomes]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", nargs="*", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--fault", default="")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    shared = tasks(options.family, short=options.short, fault=options.fault)
    if not any(task.checks for task in shared):
        parser.error(f"no fault's name holds {options.fault!r}; there are {names()}")
    with get_context("fork").Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        found = pool.map(of_task, shared, chunksize=1)
    table(options.family, found)
    return summary(found, time.monotonic() - started)


def names() -> str:
    return ", ".join(map(name_of, CHECKS))


def table(families: Sequence[str], found: list[list[Outcome]]) -> None:
    """Print a line a fault and a column a family; a fault that was not put to it is a dash."""
    cells = {(one.fault, one.family): one.found for column in found for one in column}
    faults = dict.fromkeys(one.fault for column in sorted(found, key=len)[::-1] for one in column)
    width = max(map(len, faults)) + 2
    print(" " * width + "  ".join(families))
    for fault in faults:
        states = (cells.get((fault, family)) for family in families)
        marks = ["-" if state is None else OK if state == OK else "NO" for state in states]
        shown = "  ".join(map(str.ljust, marks, map(len, families)))
        print(f"{fault:<{width}}{shown}".rstrip())


def summary(found: list[list[Outcome]], seconds: float) -> int:
    """Print what was not as wanted, and the sums; return the exit code."""
    outcomes = [one for column in found for one in column]
    wrong = [one for one in outcomes if one.found != OK]
    for one in wrong:
        print(f"{one.family}, {one.fault}: {one.found}")
    lost, false = (sum(getattr(one, name) for one in outcomes) for name in ("lost", "false"))
    print(
        f"{len(outcomes) - len(wrong)} of {len(outcomes)} as wanted; {lost} reports lost, "
        f"{false} false pages stored; {seconds:.0f} s"
    )
    return int(bool(wrong or lost or false))


if __name__ == "__main__":
    raise SystemExit(main())
