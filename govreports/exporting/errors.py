"""What can keep an export from being made."""

from __future__ import annotations


class ExportError(Exception):
    """No file was written: what was found, and what a person can do about it."""

    def __init__(self, found: str, remedy: str) -> None:
        """Keep both for the one line that is shown."""
        super().__init__(found)
        self.found = found
        self.remedy = remedy
