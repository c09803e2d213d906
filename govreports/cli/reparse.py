"""`govreports reparse`: the archive, read again with today's code."""

from __future__ import annotations

from typing import Annotated

import typer

from govreports.collector import tune_garbage_collector
from govreports.reparsing_server import serving


def reparse(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[PORTAL]...", help="All without any.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; only tell.")] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Processes that read; by default one a core.")
    ] = None,
) -> None:
    """Read archived pages and attachments again with today's code; revise what they now say.

    Nothing is fetched, and no version is added: versions that an earlier reader
    has read are revised in place, and so are files. Stopped in between, it goes on where it was.
    Exit code 1 where bytes could not be read; those versions stay as they are.

    Example: govreports reparse jinshui --dry-run
    """
    # Two loads at once: there, on another core, what reads pages; here what knows the store.
    serving()
    from govreports.cli.reread import reread  # noqa: PLC0415

    # What is loaded by now is no garbage, at the end of the command neither.
    tune_garbage_collector()
    reread(names, dry_run=dry_run, processes=processes)
