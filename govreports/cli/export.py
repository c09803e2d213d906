"""`govreports export`: the store as a file for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads annotations when the command is built
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from rich.progress import Progress
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, errors, fail
from govreports.cli.stored import opened_store
from govreports.clock import now
from govreports.exporting.errors import ExportError
from govreports.exporting.export import Exported, Order
from govreports.exporting.export import export as write
from govreports.exporting.formats import Format
from govreports.places import exports_directory
from govreports.store.queries import Queries
from govreports.store.snapshot import Chosen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Engine

    from govreports.exporting.export import Pair


class Versions(StrEnum):
    """Which versions of a report are wanted."""

    LATEST = "latest"
    ALL = "all"


_Versions: TypeAlias = Annotated[
    Versions, typer.Option("--versions", help="Each report's latest version, or all of them.")
]


def export(
    format_: Annotated[
        Format | None,
        typer.Option("--format", help="By default what the file's name ends with, else csv."),
    ] = None,
    versions: _Versions = Versions.LATEST,
    portal: Annotated[str | None, typer.Option(help="Only this portal's reports.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file; by default a new one in data/exports."),
    ] = None,
) -> None:
    """Write the reports into a file for Excel, pandas, DuckDB and the like.

    Beside it stand `FILE.provenance.csv` (from which archived bytes each row was
    read) and `datapackage.json` (what each column means, in Chinese and English).
    Files appear whole or not at all.

    Example: govreports export --format xlsx --versions all -o reports.xlsx
    """
    moment = now()
    chosen_format = format_ or _format_of(output)
    file = output or _default_file(chosen_format, moment)
    if file.is_dir():
        fail(f"{file} is a folder", "name a file in it")
    chosen = Chosen(every_version=versions is Versions.ALL, portal=portal)
    with opened_store() as engine:
        _check_portal(engine, portal)
        written = _written(engine, Order(file, chosen_format, chosen, moment))
    console.print(f"{written.rows} rows:", ", ".join(map(str, written.files)), soft_wrap=True)


def _format_of(file: Path | None) -> Format:
    suffix = file.suffix.lower().removeprefix(".") if file else ""
    return Format(suffix) if suffix in set(Format) else Format.CSV


def _default_file(format_: Format, at: datetime) -> Path:
    folder = exports_directory(get_project_settings()["GOVREPORTS_DATA_DIR"])
    return folder / f"reports-{at:%Y%m%d-%H%M%S}.{format_}"


def _check_portal(engine: Engine, portal: str | None) -> None:
    known = Queries(engine).counts() if portal else {}
    if portal and portal not in known:
        held = ", ".join(known) or "none yet"
        fail(f"the store holds no report of {portal!r}", f"name one that it holds: {held}")


def _written(engine: Engine, order: Order) -> Exported:
    try:
        with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:

            def watch(rows: Iterable[Pair], count: int) -> Iterable[Pair]:
                return progress.track(rows, total=count, description=order.file.name)

            return write(engine, order, watch)
    except ExportError as error:
        fail(error.found, error.remedy)
    except OSError as error:
        fail(
            f"{order.file} cannot be written ({error.strerror or error})",
            "see that its folder is there, the disk has room and you may write",
        )
