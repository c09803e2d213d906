"""`govreports tables`: the standard tables of saved annual reports as CSV, one cell a line."""

from __future__ import annotations

import csv
import sys
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 -- typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from govreports.annual_tables import TABLES, sums_that_fail
from govreports.cli.app import errors, fail
from govreports.cli.extract import Manifest, extracted_from, manifest_of
from govreports.feeds import BOM, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from govreports.annual_tables import AnnualTables
    from govreports.extraction import Extracted

COLUMNS = (
    *("file", "url", "title", "publisher", "report_year", "form"),
    *("table", "row", "row_name", "column", "column_name", "value"),
)


def tables(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="HTML, gzip or WARC.")],
    *,
    manifest: Annotated[
        Path | None, typer.Option(help='JSON Lines of {"file": …, "url": …}, beside the files.')
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The CSV file; without it, stdout.")
    ] = None,
) -> None:
    """Print the standard tables of 政府信息公开年报 as CSV, one cell a line.

    Pages that are no such report are passed over. What a table holds and cannot
    be read, and sums that do not add up, are named on stderr.

    Example: govreports tables data/archive/*.warc.gz -o tables.csv
    """
    collection = manifest_of(manifest) if manifest else Manifest()
    pages = reports = 0
    with _stream(output) as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for file in files:
            for found in _extracted(file, collection):
                pages += 1
                if found.tables is not None:
                    reports += 1
                    writer.writerows(_lines(file, found, found.tables))
                    _name_faults(found, found.tables)
    errors.print(f"{pages} pages read, {reports} of them reports with tables", markup=False)


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        stream = output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        fail(
            f"{output} cannot be written ({error.strerror})", "name a file in a folder that exists"
        )
    with stream:
        stream.write(BOM)
        yield stream


def _extracted(file: str, collection: Manifest) -> Iterator[Extracted]:
    try:
        yield from extracted_from(file, "", None, collection)
    except OSError as error:
        fail(
            f"{file} cannot be read ({error.strerror})", "check its name and your right to read it"
        )


def _lines(file: str, found: Extracted, cells: AnnualTables) -> Iterator[tuple[object, ...]]:
    """Yield the cells that a report states, in the form's order."""
    report = found.report
    named = tuple(
        guarded(text or "") for text in (file, report.url, report.title, report.publisher)
    )
    for name, table in TABLES.items():
        values = getattr(cells, name)
        for row in table.rows:
            for column in table.columns:
                value = values.get(row.name, {}).get(column.name)
                if value is not None:
                    place = (name, row.name, row.chinese, column.name, column.chinese)
                    yield (*named, report.report_year, cells.form, *place, value)


def _name_faults(found: Extracted, cells: AnnualTables) -> None:
    for fault in (*cells.unread, *sums_that_fail(cells)):
        errors.print(f"{found.report.url}: {fault}", markup=False, soft_wrap=True)
