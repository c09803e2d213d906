"""What an export's row holds: the record's columns, then what the store adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from govreports import feeds
from govreports.vocab import columns as words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from govreports.store.answers import Entry
    from govreports.vocab.columns import ColumnWords

    Sink: TypeAlias = Callable[[Entry], object]
    """Writes one row of an open export."""

STORE_COLUMNS: tuple[str, ...] = tuple(words.ENTRY)
COLUMNS: tuple[str, ...] = (*feeds.COLUMNS, *STORE_COLUMNS)
WORDS: Mapping[str, ColumnWords] = {**words.RECORD, **words.ENTRY}


def csv_cells(entry: Entry) -> list[str]:
    """Return a row as text, by the feeds' rules for cells."""
    added = (feeds.cell(name, getattr(entry, name)) for name in STORE_COLUMNS)
    return [*feeds.csv_row(entry.report), *added]


def json_row(entry: Entry) -> dict[str, Any]:
    """Return a row as one JSON object."""
    added = {name: feeds.plain(getattr(entry, name)) for name in STORE_COLUMNS}
    return {**feeds.json_row(entry.report), **added}


def value(entry: Entry, name: str) -> Any:
    """Return a column's value as the record, or the store, holds it."""
    return getattr(entry if name in STORE_COLUMNS else entry.report, name)
