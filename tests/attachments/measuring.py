"""What each file costs the process that reads it, as crawls read it: `make test-attachments`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govreports import settings
from govreports.reader_process.file_texts import file_text
from govreports.reader_process.limits import file_limits
from govreports.reader_process.process import ReaderProcess
from tests.attachments.forty import CASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govreports.attachments.records import FileText
    from govreports.reader_process.limits import Limits
    from tests.attachments.forty import Case

# What a process may take in sum: it, its libraries and the file that it reads.
MOST_MEGABYTES = 300
LIMITS = file_limits(vars(settings))
# Peaks between two looks are seen all the same: the kernel keeps the highest.
_EVERY_S = 0.01


@dataclass(frozen=True)
class Cost:
    """A file as it was read, with seconds of CPU time and the reader's peak in MB."""

    case: Case
    size: int
    read: FileText
    cpu_s: float
    wall_s: float
    peak_mb: float


def measured(cases: Sequence[Case] = CASES, limits: Limits = LIMITS) -> list[Cost]:
    """Read every file in one process, started anew where one ends it."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measured(cases, limits, Path(folder)))


async def _measured(cases: Sequence[Case], limits: Limits, folder: Path) -> list[Cost]:
    reader = ReaderProcess(limits)
    try:
        costs = []
        for number, case in enumerate(cases):
            path = folder / str(number)
            size = path.write_bytes(case.made())
            costs.append(await _cost(reader, case, path, size))
        return costs
    finally:
        reader.close()


async def _cost(reader: ReaderProcess, case: Case, path: Path, size: int) -> Cost:
    watch = Watch(reader)
    watching = asyncio.ensure_future(watch.go_on())
    start = time.monotonic()
    read = await file_text(reader, path)
    wall = time.monotonic() - start
    watch.look()
    watching.cancel()
    return Cost(case, size, read, watch.cpu_s, wall, watch.peak_mb)


class Watch:
    """Looks at a reader's process, which a file may end, or begin anew."""

    def __init__(self, reader: ReaderProcess) -> None:
        self._reader = reader
        self._process = self._there()
        self.cpu_s = self.peak_mb = 0.0
        self._before = self._cpu() or 0.0
        # Begin the peak anew (proc(5)).
        if self._process.exists():
            (self._process / "clear_refs").write_text("5")

    def _there(self) -> Path:
        return Path(f"/proc/{self._reader._child.pid}")  # noqa: SLF001 - only measures ask

    async def go_on(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(_EVERY_S)

    def look(self) -> None:
        if self._there() != self._process:
            self._process, self._before = self._there(), 0.0
        cpu, peak = self._cpu(), self._peak()
        if cpu is not None and peak is not None:
            self.cpu_s = max(self.cpu_s, cpu - self._before)
            self.peak_mb = max(self.peak_mb, peak)

    def _cpu(self) -> float | None:
        text = self._said("schedstat")
        return int(text.split()[0]) / 1e9 if text else None

    def _peak(self) -> float | None:
        found = re.search(r"VmHWM:\s+(\d+) kB", self._said("status"))
        return int(found[1]) / 1024 if found else None

    def _said(self, name: str) -> str:
        try:
            return (self._process / name).read_text()
        except (FileNotFoundError, ProcessLookupError):
            return ""


def wrong(cost: Cost) -> str | None:
    """Say what is not as it should be with a file, `None` where all is."""
    case, read = cost.case, cost.read
    if not read.state.startswith(case.state):
        return f"state {read.state!r}, expected {case.state!r}"
    if case.words not in (read.text or ""):
        return f"no {case.words!r} in its text {(read.text or '')[:80]!r}"
    if read.macros != case.macros:
        return f"macros {read.macros}"
    if cost.peak_mb > MOST_MEGABYTES:
        return f"{cost.peak_mb:.0f} MB"
    # Past its limit the kernel ends the process; a tick may lie between.
    return f"{cost.cpu_s:.1f} s of CPU time" if cost.cpu_s > LIMITS.seconds + 1 else None


def main() -> int:
    """Print a table, and exit with 1 where a file is not as it should be."""
    costs = measured()
    print(f"{'bytes':>9} {'CPU ms':>7} {'peak MB':>7}  file, state")
    for cost in costs:
        mark = wrong(cost)
        print(
            f"{cost.size:>9} {1000 * cost.cpu_s:>7.0f} {cost.peak_mb:>7.0f}  "
            f"{cost.case.name}  {cost.read.state}{f'  WRONG: {mark}' if mark else ''}"
        )
    bad = [cost for cost in costs if wrong(cost)]
    print(
        f"{len(costs)} files, {len(costs) - len(bad)} as they should be; most CPU time "
        f"{max(cost.cpu_s for cost in costs):.1f} s (limit {LIMITS.seconds}), highest peak "
        f"{max(cost.peak_mb for cost in costs):.0f} MB (limit {MOST_MEGABYTES})"
    )
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
