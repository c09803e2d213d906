"""Files on disk, below one folder, by what they hold: never by what they are called."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.attachments.kinds import Kind

_PART = ".part"
_DAY = 24 * 60 * 60


class FileFolder:
    """The folder of the files that crawls have fetched.

    A file lies at `ab/abcd….pdf`: the SHA-256 of its bytes in hex, its first
    two digits as a folder, and the ending of what it is by its bytes.
    """

    def __init__(self, folder: Path, *, keep: bool) -> None:
        """Take the folder; without ``keep`` files lie there only while they are read."""
        self._folder = folder
        self._keep = keep

    def place(self, sha256: str, kind: Kind) -> Path:
        """Return where a file lies, or would."""
        return self._folder / sha256[:2] / f"{sha256}.{kind.endings[0]}"

    def tidy(self) -> None:
        """Take away what killed crawls left: files that were laid down a day ago and more."""
        long_ago = time.time() - _DAY
        for path in self._folder.glob(f"*{_PART}"):
            # Another crawl may tidy at the same moment.
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < long_ago:
                    path.unlink()

    @contextmanager
    def laid(self, body: bytes, sha256: str) -> Iterator[Path]:
        """Lay bytes down to be read, and take them away again unless they are kept."""
        path = self._folder / f"{sha256}-{secrets.token_hex(4)}{_PART}"
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(body)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def keep(self, path: Path, sha256: str, kind: Kind) -> None:
        """Give a file that was laid down its place, whole or not at all."""
        if not self._keep:
            return
        place = self.place(sha256, kind)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)
