"""Files that appear whole, together, or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from govreports.archive.placement import sync_directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextmanager
def staged(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Yield a place inside of the folder where files of these names are written first.

    At the end they are on the disk, then take their names in the folder, in
    this order; where anything goes wrong before, the folder is as it was.
    """
    place = Path(mkdtemp(prefix=f".{names[0]}.", suffix=".partial", dir=folder))
    try:
        yield place
        for name in names:
            _sync(place / name)
        for name in names:
            (place / name).replace(folder / name)
        sync_directory(folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _sync(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
