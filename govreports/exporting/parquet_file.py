"""Reports as Parquet, with a type for each column."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from govreports.exporting.columns import COLUMNS, WORDS, value
from govreports.feeds import plain
from govreports.vocab.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.exporting.columns import Sink
    from govreports.store.answers import Entry

# The default pool keeps what was freed: 35 MB more at the peak.
pa.set_memory_pool(pa.system_memory_pool())

# A row group waits in memory as Arrow holds it, 3 bytes a character; so many characters of bodies,
# or so many rows. Smaller ones would cost more: the file's footer takes 60 KB for each.
_GROUP = (4_000_000, 20_000)
# Rows wait as Python holds them only until there are so many.
_BATCH = (200_000, 500)
_TYPES = {
    ColumnType.STRING: pa.string(),
    ColumnType.INTEGER: pa.int32(),
    ColumnType.DATE: pa.date32(),
    ColumnType.DATETIME: pa.timestamp("us", tz="UTC"),
    ColumnType.LIST: pa.list_(pa.string()),
    ColumnType.JSON: pa.string(),
}
# 发布时间 is what a page shows to its readers: in their zone.
_SHOWN = {"published_at": pa.timestamp("us", tz="+08:00")}
# Values that (nearly) every row has of its own: a dictionary of them would only take memory.
_OWN = {"url", "title", "body", "metadata", "content_hash"}

SCHEMA = pa.schema([(name, _SHOWN.get(name, _TYPES[WORDS[name].type])) for name in COLUMNS])


@contextmanager
def parquet_file(file: Path) -> Iterator[Sink]:
    """Open a Parquet file of reports; row groups are bounded, so that memory is."""
    dictionaries = [name for name in COLUMNS if name not in _OWN]
    with ParquetWriter(file, SCHEMA, compression="zstd", use_dictionary=dictionaries) as writer:
        rows = _Rows(writer)
        yield rows.add
        rows.end_batch()
        rows.end_group()


class _Rows:
    """Rows on their way: gathered into batches, and these into a row group."""

    def __init__(self, writer: ParquetWriter) -> None:
        self._writer = writer
        self._rows: list[dict[str, Any]] = []
        self._batches: list[pa.RecordBatch] = []
        self._batch = _Amount()
        self._group = _Amount()

    def add(self, entry: Entry) -> None:
        self._rows.append({name: _typed(entry, name) for name in COLUMNS})
        self._batch.add(len(entry.report.body or ""))
        if self._batch.reaches(_BATCH):
            self.end_batch()
        if self._group.reaches(_GROUP):
            self.end_group()

    def end_batch(self) -> None:
        if self._rows:
            self._batches.append(pa.RecordBatch.from_pylist(self._rows, schema=SCHEMA))
        self._group.add(self._batch.characters, self._batch.rows)
        self._rows, self._batch = [], _Amount()

    def end_group(self) -> None:
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches))
        self._batches, self._group = [], _Amount()


@dataclass(slots=True)
class _Amount:
    """How much waits."""

    characters: int = 0
    rows: int = 0

    def add(self, characters: int, rows: int = 1) -> None:
        self.characters += characters
        self.rows += rows

    def reaches(self, limit: tuple[int, int]) -> bool:
        return self.characters >= limit[0] or self.rows >= limit[1]


def _typed(entry: Entry, name: str) -> Any:
    held = value(entry, name)
    if WORDS[name].type is ColumnType.JSON:
        return json.dumps(plain(held), ensure_ascii=False)
    # psycopg and SQLite hand enums back as plain text; a report just read holds members.
    return str(held) if WORDS[name].type is ColumnType.STRING and held is not None else held
