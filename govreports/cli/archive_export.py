"""`govreports archive export`: what portals sent, as a file for replay tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, errors, fail
from govreports.cli.stored import opened_store
from govreports.clock import now
from govreports.places import archive_directory, exports_directory
from govreports.store.evidence import Evidence
from govreports.store.queries import Queries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from govreports.exporting.wacz import Written


class Format(StrEnum):
    """In which form the records are handed on."""

    WACZ = "wacz"


def export(
    report_ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORT_ID]...", help="Only these reports, in all versions."),
    ] = None,
    *,
    format_: Annotated[
        Format, typer.Option("--format", help="WACZ 1.1.1, for pywb and ReplayWeb.page.")
    ] = Format.WACZ,
    portal: Annotated[str | None, typer.Option(help="All that this portal sent.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file; by default a new one in data/exports."),
    ] = None,
) -> None:
    """Write archived pages into one file that replay tools open, as evidence to hand on.

    Records are copied byte for byte. One that is damaged or missing is left
    out and named; the rest is written all the same, with exit code 1. The file
    appears whole or not at all.

    Example: govreports archive export --portal jinshui -o jinshui.wacz
    """
    if report_ids and portal:
        fail("both reports and a portal are named", "name the one or the other")
    moment = now()
    file = output or _default_file(format_, moment)
    if file.is_dir():
        fail(f"{file} is a folder", "name a file in it")
    with opened_store() as engine:
        _check_names(engine, report_ids or [], portal)
        evidence = Evidence(engine, portal, tuple(report_ids or ()))
        written = _written(evidence, file, moment)
    console.print(f"{written.records} records, {written.pages} pages: {file}", soft_wrap=True)
    for words in written.damaged:
        errors.print(f"govreports: {words}", markup=False, soft_wrap=True)
    if written.damaged:
        raise typer.Exit(1)


def _default_file(format_: Format, at: datetime) -> Path:
    folder = exports_directory(get_project_settings()["GOVREPORTS_DATA_DIR"])
    return folder / f"archive-{at:%Y%m%d-%H%M%S}.{format_}"


def _check_names(engine: Engine, report_ids: list[str], portal: str | None) -> None:
    queries = Queries(engine)
    unknown = [one for one in report_ids if queries.report(one) is None]
    if unknown:
        fail(f"the store holds no report {', '.join(unknown)}", "look for its id in an export")
    held = queries.counts()
    if portal and portal not in held:
        names = ", ".join(held) or "none yet"
        fail(f"the store holds no report of {portal!r}", f"name one that it holds: {names}")
    if not held:
        fail("the store holds no report", "crawl a portal first")


def _written(evidence: Evidence, file: Path, moment: datetime) -> Written:
    # A tenth of a second that no other command needs.
    from govreports.exporting import wacz  # noqa: PLC0415

    archive = archive_directory(Path(get_project_settings()["GOVREPORTS_DATA_DIR"]))
    try:
        return wacz.export(evidence, archive, file, moment)
    except OSError as error:
        fail(
            f"{file} cannot be written ({error.strerror or error})",
            "see that its folder is there, the disk has room and you may write",
        )
