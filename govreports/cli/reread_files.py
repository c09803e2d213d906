"""Reads portals' attachments again from the archive, and says what became of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from govreports.attachments.folder import FileFolder
from govreports.attachments.version import FILE_READER_VERSION
from govreports.cli.reread_tally import follow, show
from govreports.places import archive_directory, attachments_directory, project_settings
from govreports.reader_process.limits import file_limits
from govreports.reparsing_files import FileReaders, reparse_files
from govreports.store.pending_files import count_files
from govreports.store.revising_files import FileReviser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from govreports.cli.reread_tally import Tally
    from govreports.store.revising_files import FileRevision


def reread_files(
    engine: Engine, names: Iterable[str], *, dry_run: bool, processes: int | None
) -> bool:
    """Read portals' files again; return whether all of them could be read.

    A dry run tells what it would revise, and changes nothing. Nothing is said
    where today's reader has read all files.
    """
    waiting = {name: count_files(engine, name, FILE_READER_VERSION) for name in names}
    waiting = {name: count for name, count in waiting.items() if count}
    if not waiting:
        return True
    reviser = FileReviser(engine, FILE_READER_VERSION, dry_run=dry_run)
    with closing(_readers(processes)) as readers:
        tallies = {
            name: _reread(engine, name, count, readers, reviser) for name, count in waiting.items()
        }
    changed = "what changed, by the state of their text"
    show(tallies, things="attachments", changed=changed, dry_run=dry_run)
    return not any(tally.unread for tally in tallies.values())


def _readers(processes: int | None) -> FileReaders:
    settings = project_settings()
    data = Path(settings["GOVREPORTS_DATA_DIR"])
    folder = FileFolder(attachments_directory(data), keep=False)
    folder.tidy()
    return FileReaders(archive_directory(data), folder, file_limits(settings), processes)


def _reread(
    engine: Engine, name: str, count: int, readers: FileReaders, reviser: FileReviser
) -> Tally:
    chunks = (
        ([_changes(revision) for revision in done.revisions], done.unread)
        for done in reparse_files(engine, name, readers, reviser)
    )
    return follow(f"{name}: attachments", count, chunks)


def _changes(revision: FileRevision) -> tuple[str, ...]:
    """Say in a few words what became of a file: why one failed differs from file to file."""
    if not revision.changed:
        return ()
    before, after = (state.partition(":")[0] for state in (revision.before, revision.after))
    return (after if before == after else f"{before} → {after}",)
