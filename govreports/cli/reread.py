"""Reads portals' pages again from the archive, and says what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from govreports.cli.app import console, fail
from govreports.cli.reread_files import reread_files
from govreports.cli.reread_tally import follow, show
from govreports.cli.stored import opened_store
from govreports.definitions import sound_definitions
from govreports.places import archive_directory, project_settings
from govreports.reader_version import READER_VERSION
from govreports.reparsing import Readers
from govreports.reparsing import reparse as read_again
from govreports.rereading import Rereader
from govreports.store.pending import count, families
from govreports.store.queries import Queries
from govreports.store.revising import Reviser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from govreports.cli.reread_tally import Tally


def reread(names: Iterable[str] | None, *, dry_run: bool, processes: int | None) -> None:
    """Read portals' pages again, all portals' without names; exits with 1 where some could not be.

    A dry run tells what it would revise, and changes nothing.
    """
    with opened_store() as engine:
        archive = archive_directory(Path(project_settings()["GOVREPORTS_DATA_DIR"]))
        reviser = Reviser(engine, READER_VERSION, dry_run=dry_run)
        with Readers(engine, archive, processes) as pool:
            readers = _readers(engine, names)
            tallies = {
                name: _reparse(engine, name, reader, pool, reviser)
                for name, reader in readers.items()
            }
        _show(tallies, dry_run=dry_run)
        whole = reread_files(engine, readers, dry_run=dry_run, processes=processes)
    if not whole or any(tally.unread for tally in tallies.values()):
        raise typer.Exit(1)


def _readers(engine: Engine, names: Iterable[str] | None) -> dict[str, Rereader]:
    """Return the reader of each portal; one that there is none for ends the command."""
    held = Queries(engine).counts()
    stated = sound_definitions(project_settings()["SPIDER_MODULES"])
    noted = families(engine)
    readers: dict[str, Rereader] = {}
    for name in names or held:
        if name not in held:
            known = ", ".join(held) or "none yet"
            fail(f"the store holds no report of {name!r}", f"name one that it holds: {known}")
        if name in stated:
            readers[name] = Rereader.of(stated[name].portal())
        elif name in noted:
            readers[name] = Rereader(noted[name], None)
        else:
            fail(
                f"{name}: no sound file in spiders/ and no run that noted its CMS family",
                "see what is wrong with its file: govreports check",
            )
    return readers


def _reparse(engine: Engine, name: str, reader: Rereader, pool: Readers, reviser: Reviser) -> Tally:
    chunks = (
        ([revision.fields for revision in done.revisions], done.unread)
        for done in read_again(engine, name, reader, pool, reviser)
    )
    return follow(name, count(engine, name, READER_VERSION), chunks)


def _show(tallies: dict[str, Tally], *, dry_run: bool) -> None:
    if any(tally.read or tally.unread for tally in tallies.values()):
        show(tallies, things="read", changed="fields that changed", dry_run=dry_run)
    else:
        console.print("no page to read again: today's reader has read every version")
