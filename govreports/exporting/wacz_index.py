"""The index of a WACZ: sorted CDXJ lines in gzipped blocks, which a short list leads to."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, BinaryIO

from cdxj_indexer.main import CDXJIndexer, SortingWriter

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

INDEX = "index.cdx.gz"
LINES = "index.idx"
# What replay tools expect to unpack for one look-up.
_BLOCK = 300


class Index:
    """Takes in WARC files one by one, and writes at the end where each page lies in them.

    Lines are sorted in portions on the disk: memory does not grow with them.
    """

    def __init__(self, folder: Path) -> None:
        """Name the folder that the index is written in."""
        self._folder = folder
        self._blocks = _Blocks()
        self._lines = SortingWriter(self._blocks)

    def add(self, warc: Path) -> None:
        """Index a file; what was sent with a POST becomes part of its key, as replay tools ask."""
        options = {"post_append": True, "digest_records": True}
        CDXJIndexer(self._lines, [str(warc)], **options).process_all()

    def write(self) -> tuple[Path, Path]:
        """Write the blocks and the list of them; return both files."""
        paths = self._folder / INDEX, self._folder / LINES
        with paths[0].open("wb") as data, paths[1].open("w", encoding="utf-8") as lines:
            self._blocks.open(data, lines)
            self._lines.flush()
        return paths


class _Blocks:
    """A file, as far as the sorter knows, that packs its lines into blocks."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._data: BinaryIO | None = None
        self._lines: TextIO | None = None
        self._offset = 0

    def open(self, data: BinaryIO, lines: TextIO) -> None:
        """Take what the blocks and the list of them go into."""
        self._data, self._lines = data, lines
        lines.write(f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': INDEX})}\n")

    def write(self, line: str) -> None:
        """Take the next line, in the order of the keys."""
        self._waiting.append(line)
        if len(self._waiting) == _BLOCK:
            self.flush()

    def flush(self) -> None:
        """Write the lines that wait as a block."""
        if not self._waiting or self._data is None or self._lines is None:
            return
        block = gzip.compress("".join(self._waiting).encode(), mtime=0)
        place = {
            "offset": self._offset,
            "length": len(block),
            "digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        }
        key = self._waiting[0].split("{", 1)[0].strip()
        self._lines.write(f"{key} {json.dumps(place)}\n")
        self._data.write(block)
        self._offset += len(block)
        self._waiting.clear()
