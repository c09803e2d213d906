"""Reads exported files as others would, in an environment without govreports.

Prints one JSON object: for each file and reader the rows of all its sheets, and a digest of their
texts that does not depend on the rows' order; or the reader's own error.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from tests.benchmarks.digest import Row, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

csv.field_size_limit(sys.maxsize)
# No table here is wider; a spreadsheet continues a long body in further cells.
CONTINUED = [f"body_{number}" for number in range(2, 100)]
NAMES = ["report_id", "version", "title", "body"]


def with_whole_body(row: Mapping[str, Any]) -> Row:
    """Return what is compared, the body put together again."""
    body = row["body"] + "".join(row.get(name) or "" for name in CONTINUED)
    return (row["report_id"], int(row["version"]), row["title"], body)


def pandas_rows(file: Path) -> Iterator[Row]:
    match file.suffix:
        case ".csv":
            chunks: Iterable[Any] = pd.read_csv(file, usecols=NAMES, chunksize=5000)
        case ".jsonl":
            chunks = pd.read_json(file, lines=True, chunksize=5000, dtype=False)
        case ".parquet":
            chunks = [pd.read_parquet(file, columns=NAMES)]
        case _:
            sheets = pd.read_excel(file, sheet_name=None, dtype=str, na_filter=False)
            chunks = sheets.values()
    for chunk in chunks:
        for row in chunk.to_dict("records"):
            yield with_whole_body(row)


def duckdb_rows(file: Path) -> Iterator[Row]:
    source = {
        ".csv": "read_csv(?, header=true, all_varchar=true, max_line_size=10000000)",
        ".jsonl": "read_json_auto(?, format='newline_delimited')",
        ".parquet": "read_parquet(?)",
    }[file.suffix]
    query = f"SELECT {', '.join(NAMES)} FROM {source}"  # noqa: S608 - names of our own
    with duckdb.connect() as database:
        found = database.execute(query, [str(file)])
        while portion := found.fetchmany(5000):
            for name, version, title, body in portion:
                yield (name, int(version), title, body)


def office_rows(file: Path) -> Iterator[Row]:
    """Let LibreOffice open the file and write every sheet that it has read as CSV."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        # Fields separated by commas, UTF-8, every cell as it is stored and quoted where it is text;
        # the last is for a file of each sheet.
        form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
        command = ["soffice", "--headless", profile, "--convert-to", form, "--outdir", folder]
        done = subprocess.run([*command, str(file)], check=False, capture_output=True, text=True)
        written = sorted(Path(folder).glob("*.csv"))
        # Where it cannot open a file it says so, and exits with 0.
        if done.returncode or not written:
            said = f"exit code {done.returncode}: {done.stdout}{done.stderr}"
            raise OSError(said)
        for path in written:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                yield from map(with_whole_body, csv.DictReader(stream))


READERS = {
    "pandas": (pandas_rows, {".csv", ".jsonl", ".parquet", ".xlsx"}),
    "DuckDB": (duckdb_rows, {".csv", ".jsonl", ".parquet"}),
    "LibreOffice": (office_rows, {".xlsx"}),
}


def read(rows: Callable[[Path], Iterator[Row]], file: Path) -> dict[str, Any]:
    """Return what a reader finds in a file, or its own words where it fails."""
    try:
        return summary(rows(file))
    except Exception as error:  # noqa: BLE001 - whatever others raise is what is to be shown
        return {"error": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Read every file named on the command line with every reader that knows its format."""
    found = {
        f"{path.name} {name}": read(rows, path)
        for path in map(Path, sys.argv[1:])
        for name, (rows, suffixes) in READERS.items()
        if path.suffix in suffixes
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
