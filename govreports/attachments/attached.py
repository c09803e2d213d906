"""A file on disk as it is handed to the process that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreports.attachments.records import FileText


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file on disk, to be read in a process of its own."""

    path: str

    def read(self) -> FileText:
        """Return what the file is and its text; never raises for what a file may hold."""
        # Loaded by the process that reads: the formats' libraries take 11 MB of every crawl's.
        from govreports.attachments.reading import read_file  # noqa: PLC0415

        with Path(self.path).open("rb") as stream:
            return read_file(stream)
