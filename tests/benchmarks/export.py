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
    """One export: seconds, peak memory and size in MB."""

    seconds: float
    peak_mb: float
    size_mb: float


def export(format_: Format, url: str, file: Path) -> Measurement:
    """Run `govreports export` in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.export", "--child"]
    command += ["export", "--versions", "all", "--format", format_, "-o", str(file)]
    started = time.monotonic()
    environment = {**os.environ, "GOVREPORTS_DATABASE_URL": url}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment, cwd=ROOT
    )
    seconds = time.monotonic() - started
    return Measurement(seconds, float(done.stdout.split()[-1]), file.stat().st_size / 2**20)


def child(words: list[str]) -> None:
    """Run a command of ours and print the most memory that it took, in MB."""
    app(words, standalone_mode=False)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(peak) / 1024)


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
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


def measure(format_: Format, url: str, folder: Path, expect: dict[str, object]) -> bool:
    """Export in one format and read it back; say how it went, and whether it went well."""
    file = folder / f"reports.{format_}"
    made = export(format_, url, file)
    print(
        f"{format_:<8}{made.seconds:7.1f} s{made.peak_mb:8.0f} MB peak{made.size_mb:8.0f} MB file",
        flush=True,
    )
    well = made.peak_mb < MOST_MB
    for reader, found in read_back(file).items():
        same = found == expect
        words = "the same" if same else f"DIFFERENT: {found}, and the store has {expect}"
        print(f"        {reader:<28} {found['rows']} rows, {words}", flush=True)
        well = well and same
    file.unlink()
    return well


def main() -> int:
    """Fill a store, export it in every format, read every file back; 1 where one differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--versions", type=int, default=200_000)
    parser.add_argument("--characters", type=int, default=4000)
    parser.add_argument("--database-url", help="an empty database; SQLite by default")
    parser.add_argument("--child", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        url = options.database_url or f"sqlite:///{folder}/govreports.db"
        started = time.monotonic()
        fill(url, options.versions, options.characters)
        print(f"{options.versions} versions written in {time.monotonic() - started:.0f} s")
        expect = expected(url)
        well = [measure(format_, url, Path(folder), expect) for format_ in Format]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
