"""`make bench-export`: all four formats in bounded memory, read back by others."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from govreports.cli import app
from govreports.exporting.formats import Format
from govreports.store.engine import open_database
from govreports.store.snapshot import Chosen, snapshot
from tests.benchmarks.digest import summary
from tests.benchmarks.filling import fill

ROOT = Path(__file__).parent.parent.parent
READERS = ROOT / ".venv-readers" / "bin" / "python"
MOST_MB = 200


@dataclass(frozen=True)
class Measurement:
    """One export: seconds by the clock and of the processor, peak memory and size in MB."""

    seconds: float
    cpu: float
    peak_mb: float
    size_mb: float


def export(format_: Format, url: str, file: Path) -> Measurement:
    """Run `govreports export` in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.export", "--child"]
    command += ["export", "--versions", "all", "--format", format_, "-o", str(file)]
    started = time.monotonic()
    environment = {**os.environ, "GOVREPORTS_DATABASE_URL": url}
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    seconds = time.monotonic() - started
    cpu, peak_mb = map(float, done.stdout.split()[-2:])
    return Measurement(seconds, cpu, peak_mb, file.stat().st_size / 2**20)


def child(words: list[str]) -> None:
    """Run a command of ours and print its seconds of the processor and its most memory in MB."""
    app(words, standalone_mode=False)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(time.process_time(), int(peak) / 1024)


def expected(url: str) -> dict[str, object]:
    """Return what every reader should find, from the store itself."""
    engine = open_database(url)
    with snapshot(engine, Chosen(every_version=True)) as shot:
        found = summary(
            (entry.report_id, entry.report.version, entry.report.title, entry.report.body)
            for entry, _ in shot.rows()
        )
    engine.dispose()
    return found


def read_back(file: Path) -> dict[str, dict[str, object]]:
    """Let pandas, DuckDB and LibreOffice read a file, in their own environment."""
    command = [str(READERS), "-m", "tests.benchmarks.readers", str(file)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    if done.returncode:
        return {file.name: {"error": f"the readers end with {done.returncode}"}}
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


def measure(format_: Format, url: str, folder: Path, expect: dict[str, object] | None) -> bool:
    """Export in one format and read it back; say how it went, and whether it went well."""
    file = folder / f"reports.{format_}"
    made = export(format_, url, file)
    print(
        f"{format_:<8}{made.seconds:7.1f} s{made.cpu:8.1f} s CPU{made.peak_mb:8.0f} MB peak"
        f"{made.size_mb:8.0f} MB file",
        flush=True,
    )
    well = made.peak_mb < MOST_MB
    for reader, found in (read_back(file) if expect else {}).items():
        same = found == expect
        words = "the same" if same else f"DIFFERENT: the store has {expect}"
        print(f"        {reader:<28} {found.get('error', found)}, {words}", flush=True)
        well = well and same
    file.unlink()
    return well


def main() -> int:
    """Fill a store, export it in every format, read every file back; 1 where one differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--versions", type=int, default=200_000)
    parser.add_argument("--characters", type=int, default=4000)
    parser.add_argument("--database-url", help="by default a SQLite file that goes afterwards")
    parser.add_argument("--filled", action="store_true", help="the database was filled before")
    parser.add_argument("--format", action="append", type=Format, help="by default all four")
    parser.add_argument("--only-write", action="store_true", help="read nothing back")
    parser.add_argument("--child", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        url = options.database_url or f"sqlite:///{folder}/govreports.db"
        if not options.filled:
            started = time.monotonic()
            fill(url, options.versions, options.characters)
            seconds = time.monotonic() - started
            print(f"{options.versions} versions written in {seconds:.0f} s", flush=True)
        expect = None if options.only_write else expected(url)
        formats: list[Format] = options.format or list(Format)
        well = [measure(format_, url, Path(folder), expect) for format_ in formats]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
