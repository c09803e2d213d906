"""Copies a SQLite file while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from govreports.store.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def backup_file(source: Path, target: Path) -> None:
    """Copy a SQLite file while others read and write it; replaces ``target``.

    The copy is one file of its own (no ``-wal`` beside it), checked, and
    appears under its name only when it is whole. Raises :class:`StoreError`
    where it cannot be made.
    """
    partial = target.with_name(f"{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        _copy_pages(source, partial)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        if partial.exists():
            partial.unlink()
        message = f"{source}: cannot be copied to {target} ({error}); nothing was changed"
        raise StoreError(message) from error


def _copy_pages(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(target)) as copy,
    ):
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
