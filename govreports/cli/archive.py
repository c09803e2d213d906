"""`govreports archive`: is what the portals sent still there, byte for byte?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from scrapy.utils.project import get_project_settings

from govreports.archive.checking import Fault, check_file
from govreports.archive.errors import ArchiveError
from govreports.archive.placement import OPEN_SUFFIX, SUFFIX, final_path
from govreports.archive.repair import repair as close_open_files
from govreports.cli.app import console, errors, fail
from govreports.cli.archive_export import export
from govreports.cli.stored import opened_store
from govreports.places import archive_directory
from govreports.store.archive_index import index_of, indexed_files, unknown, unknown_records

if TYPE_CHECKING:
    from sqlalchemy import Engine

archive = typer.Typer(
    name="archive", help="The archive of what the portals sent.", no_args_is_help=True
)

archive.command()(export)


@dataclass
class _Tally:
    whole: int = 0
    unindexed: int = 0
    faults: int = 0
    files: set[str] = field(default_factory=set)

    def fault(self, words: object) -> None:
        """Count and say what is wrong."""
        self.faults += 1
        errors.print(f"govreports: {words}", markup=False, soft_wrap=True)


@archive.command()
def check(
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="First cut the torn ends off files of killed crawls.")
    ] = False,
) -> None:
    """Read every record of every file: gzip, digests, and the store's index both ways.

    Each fault is a line; the check goes on after it, and exits with 1. Records
    that the store does not know are counted: a killed crawl leaves some, and
    fetches their pages again. Check while no crawl runs: the end of a file that
    is being written looks torn. `--repair` touches only files that a killed crawl left open.

    Example: govreports archive check
    """
    folder = archive_directory(Path(get_project_settings()["GOVREPORTS_DATA_DIR"]))
    if repair:
        _repair(folder)
    tally = _Tally()
    with opened_store() as engine:
        _check(engine, folder, tally)
    console.print(
        f"{len(tally.files)} files, {tally.whole} whole records "
        f"({tally.unindexed} of them unknown to the store), {tally.faults} faults"
    )
    if tally.faults:
        raise typer.Exit(1)


def _repair(folder: Path) -> None:
    try:
        for one in close_open_files(folder):
            name = one.file or "a file without a whole record"
            cut = f"{one.records} whole records, {one.dropped_bytes} bytes cut off"
            console.print(f"closed {name}: {cut}", soft_wrap=True)
    except ArchiveError as error:
        fail(str(error), "the other files were left as they are")


def _check(engine: Engine, folder: Path, tally: _Tally) -> None:
    there = {path.name for path in folder.glob(f"*{SUFFIX}")}
    there |= {final_path(path).name for path in folder.glob(f"*{OPEN_SUFFIX}")}
    tally.files = there | set(indexed_files(engine))
    for file in sorted(tally.files):
        _check_file(engine, folder, file, tally)
    for words in unknown_records(engine):
        tally.fault(words)


def _check_file(engine: Engine, folder: Path, file: str, tally: _Tally) -> None:
    revisits: dict[str, str] = {}
    for found in check_file(folder, file, index_of(engine, file)):
        if isinstance(found, Fault):
            tally.fault(found)
            continue
        tally.whole += 1
        tally.unindexed += not found.indexed
        if found.refers_to:
            revisits[found.id] = found.refers_to
    lost = unknown(engine, revisits.values())
    for record, original in revisits.items():
        if original in lost:
            words = "a revisit, whose body the store knows no record of"
            tally.fault(f"archive {file}: record {record}: {words} ({original})")
