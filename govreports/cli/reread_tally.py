"""What is read again from the archive: followed by a bar, counted by portal, shown as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.progress import Progress
from rich.table import Table

from govreports.cli.app import console, errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass
class Tally:
    """What became of one portal's versions, or files.

    ``changes`` counts what changed of those that were revised, in a word each.
    """

    read: int = 0
    revised: int = 0
    unread: int = 0
    changes: Counter[str] = field(default_factory=Counter)

    def add(self, changes: Sequence[Sequence[str]], unread: int) -> None:
        """Count one chunk: of each thing that was read what changed of it, mostly nothing."""
        self.read += len(changes)
        self.revised += sum(map(bool, changes))
        self.unread += unread
        for words in changes:
            self.changes.update(words)


def follow(
    name: str, total: int, chunks: Iterable[tuple[Sequence[Sequence[str]], Sequence[object]]]
) -> Tally:
    """Count chunks as they are done, and name each thing that could not be read.

    A chunk is what changed of each thing that was read, and those that were not.
    """
    tally = Tally()
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bars:
        bar = bars.add_task(name, total=total)
        for changes, unread in chunks:
            tally.add(changes, len(unread))
            bars.advance(bar, len(changes) + len(unread))
            for one in unread:
                errors.print(f"govreports: {one}", markup=False, soft_wrap=True)
    return tally


def show(tallies: Mapping[str, Tally], *, things: str, changed: str, dry_run: bool) -> None:
    """Print a line a portal; ``things`` were read, ``changed`` says what the changes are."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("portal")
    for column in (things, "would be revised" if dry_run else "revised", "unread"):
        table.add_column(column, justify="right")
    table.add_column(changed)
    for name, tally in tallies.items():
        counts = map(str, (tally.read, tally.revised, tally.unread))
        words = ", ".join(f"{change} {times}" for change, times in tally.changes.most_common())
        table.add_row(name, *counts, words)
    console.print(table)
