"""Which reader read a page: a digest of the code and words that turn bytes into a report.

Each stored version carries it, so that a change of the reader is never taken
for a change of the page.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_ROOMS = ("values", "vocab", "reading", "families")
_MODULES = ("normalise.py", "fingerprint.py")
_SUFFIXES = (".py", ".toml", ".csv")
_LENGTH = 12


def digest_of(files: list[tuple[str, bytes]]) -> str:
    """Return twelve hex digits of the SHA-256 over the files' names and bytes, in name order."""
    digest = hashlib.sha256()
    for name, content in sorted(files):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:_LENGTH]


def reader_files() -> list[tuple[str, bytes]]:
    """Return name and bytes of every file that decides what a page reads as."""
    root = resources.files("govreports")
    modules = [(name, root.joinpath(name).read_bytes()) for name in _MODULES]
    return modules + [found for room in _ROOMS for found in _files(root.joinpath(room), room)]


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif entry.name.endswith(_SUFFIXES):
            yield name, entry.read_bytes()


#: Raised by every change of the reading, without anyone having to think of it.
READER_VERSION: str = digest_of(reader_files())
