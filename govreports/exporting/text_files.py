"""CSV and JSON Lines."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from govreports.exporting.columns import COLUMNS, csv_cells, json_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from govreports.exporting.columns import Sink
    from govreports.store.answers import Entry

# With it Excel knows UTF-8.
_WITH_BOM = "utf-8-sig"


@contextmanager
def csv_file(file: Path) -> Iterator[Sink]:
    """Open a CSV file of reports: UTF-8 with one BOM, lines ended by CR LF."""
    with table(file, COLUMNS) as add:
        yield lambda entry: add(csv_cells(entry))


@contextmanager
def table(file: Path, header: Sequence[str]) -> Iterator[Callable[[Sequence[str]], object]]:
    """Open any CSV file of ours, with its header; what is yielded adds a line."""
    with file.open("w", encoding=_WITH_BOM, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        yield writer.writerow


@contextmanager
def json_lines_file(file: Path) -> Iterator[Sink]:
    """Open a JSON Lines file of reports: UTF-8 without a BOM, one object a line."""
    with file.open("w", encoding="utf-8", newline="\n") as stream:

        def write(entry: Entry) -> None:
            stream.write(json.dumps(json_row(entry), ensure_ascii=False) + "\n")

        yield write
