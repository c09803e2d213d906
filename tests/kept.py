"""A store with its archive, which a crawl has left and a test may change."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from govreports.store import models
from govreports.store.engine import open_database, reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from sqlalchemy import Engine


@dataclass(frozen=True)
class Kept:
    """A data folder and its database, a SQLite file."""

    folder: Path
    engine: Engine

    @classmethod
    @contextmanager
    def copied(cls, crawled: Path, folder: Path) -> Iterator[Self]:
        """Copy what a crawl has left, and open it."""
        shutil.copytree(crawled, folder)
        engine = open_database(f"sqlite:///{folder / 'govreports.db'}")
        try:
            yield cls(folder, engine)
        finally:
            engine.dispose()

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table."""
        with reading(self.engine, "reading") as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
                for table in models.metadata.sorted_tables
            }
