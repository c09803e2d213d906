"""Reports as Parquet, with a type for each column."""

from __future__ import annotations

import json
from contextlib import contextmanager
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

# A row group waits in memory: so many characters of bodies, or so many rows.
_MOST_CHARACTERS = 1_000_000
_MOST_ROWS = 5_000
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
        group = _RowGroup(writer)
        yield group.add
        group.write()


class _RowGroup:
    """The rows that wait to be written together."""

    def __init__(self, writer: ParquetWriter) -> None:
        self._writer = writer
        self._rows: list[dict[str, Any]] = []
        self._characters = 0

    def add(self, entry: Entry) -> None:
        self._rows.append({name: _typed(entry, name) for name in COLUMNS})
        self._characters += len(entry.report.body or "")
        if self._characters >= _MOST_CHARACTERS or len(self._rows) >= _MOST_ROWS:
            self.write()

    def write(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
        self._rows.clear()
        self._characters = 0


def _typed(entry: Entry, name: str) -> Any:
    held = value(entry, name)
    if WORDS[name].type is ColumnType.JSON:
        return json.dumps(plain(held), ensure_ascii=False)
    # psycopg and SQLite hand enums back as plain text; a report just read holds members.
    return str(held) if WORDS[name].type is ColumnType.STRING and held is not None else held
