"""Reads portals' attachments again from the archive, and says what became of them."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import Progress
from rich.table import Table

from govreports.attachments.folder import FileFolder
from govreports.attachments.version import FILE_READER_VERSION
from govreports.cli.app import console, errors
from govreports.places import archive_directory, attachments_directory, project_settings
from govreports.reader_process.limits import file_limits
from govreports.reparsing_files import FileReaders, reparse_files
from govreports.store.pending_files import count_files
from govreports.store.revising_files import FileReviser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from govreports.reparsing_files import FileProgress
    from govreports.store.revising_files import FileRevision


@dataclass
class _Tally:
    """What became of one portal's files."""

    read: int = 0
    unread: int = 0
    changes: Counter[str] = field(default_factory=Counter)

    def add(self, done: FileProgress) -> None:
        """Count one chunk."""
        self.read += len(done.revisions)
        self.unread += len(done.unread)
        self.changes.update(_change(one) for one in done.revisions if one.changed)


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
    _show(tallies, dry_run=dry_run)
    return not any(tally.unread for tally in tallies.values())


def _readers(processes: int | None) -> FileReaders:
    settings = project_settings()
    data = Path(settings["GOVREPORTS_DATA_DIR"])
    folder = FileFolder(attachments_directory(data), keep=False)
    folder.tidy()
    return FileReaders(archive_directory(data), folder, file_limits(settings), processes)


def _reread(
    engine: Engine, name: str, count: int, readers: FileReaders, reviser: FileReviser
) -> _Tally:
    tally = _Tally()
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bars:
        bar = bars.add_task(f"{name}: attachments", total=count)
        for done in reparse_files(engine, name, readers, reviser):
            tally.add(done)
            bars.advance(bar, len(done.revisions) + len(done.unread))
            for unread in done.unread:
                errors.print(f"govreports: {unread}", markup=False, soft_wrap=True)
    return tally


def _change(revision: FileRevision) -> str:
    """Say in a few words what became of a file: why one failed differs from file to file."""
    before, after = (state.partition(":")[0] for state in (revision.before, revision.after))
    return after if before == after else f"{before} → {after}"


def _show(tallies: dict[str, _Tally], *, dry_run: bool) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("portal")
    for column in ("attachments", "would be revised" if dry_run else "revised", "unread"):
        table.add_column(column, justify="right")
    table.add_column("what changed, by the state of their text")
    for name, tally in tallies.items():
        changed = ", ".join(f"{change} {times}" for change, times in tally.changes.most_common())
        revised = str(tally.changes.total())
        table.add_row(name, str(tally.read), revised, str(tally.unread), changed)
    console.print(table)
