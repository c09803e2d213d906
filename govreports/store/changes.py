"""Rows to be written, gathered over a batch and written table by table."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, update

from govreports.store import models

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Delete, Table, Update
    from sqlalchemy.sql import ColumnElement

# Prefix of the parameters that find a row: they must not bear a column's own name.
_KEY = "key_"


class Changes:
    """New and changed rows of one batch.

    A row handed to :meth:`add` or :meth:`touch` may still be changed until
    :meth:`write`: what it holds then is written.
    """

    def __init__(self) -> None:
        """Start with nothing to write."""
        self._new: defaultdict[Table, list[Mapping[str, Any]]] = defaultdict(list)
        self._touched: defaultdict[Table, dict[int, Mapping[str, Any]]] = defaultdict(dict)
        self._cleared: defaultdict[Table, list[Mapping[str, Any]]] = defaultdict(list)
        self._fresh: set[int] = set()

    def add(self, table: Table, *rows: Mapping[str, Any]) -> None:
        """Write new rows; all of one table name the same columns."""
        self._new[table].extend(rows)
        self._fresh.update(map(id, rows))

    def touch(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a row again that was read from the table, or is still to be added."""
        if id(row) not in self._fresh:
            self._touched[table][id(row)] = row

    def clear(self, table: Table, key: Mapping[str, str | int]) -> None:
        """Take away the rows with these values, before new ones are written."""
        self._cleared[table].append(key)

    def write(self, connection: Connection) -> None:
        """Write everything: what others refer to first; old rows before new ones.

        An interval of presence must end before its successor begins.
        """
        for table in models.metadata.sorted_tables:
            for key in self._cleared[table]:
                connection.execute(_deletion(table, tuple(key)), _found_by(key))
            if touched := self._touched[table]:
                keys = tuple(table.primary_key.columns.keys())
                connection.execute(
                    _change(table), [_changed(row, keys) for row in touched.values()]
                )
            if new := self._new[table]:
                connection.execute(insert(table), new)


def _changed(row: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name not in keys}
    return values | _found_by({name: row[name] for name in keys})


def _found_by(key: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{_KEY}{name}": value for name, value in key.items()}


def _is(table: Table, names: tuple[str, ...]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(f"{_KEY}{name}") for name in names))


@lru_cache
def _deletion(table: Table, names: tuple[str, ...]) -> Delete:
    return delete(table).where(_is(table, names))


@lru_cache
def _change(table: Table) -> Update:
    # Which columns are set, SQLAlchemy takes from the parameters' names.
    return update(table).where(_is(table, tuple(table.primary_key.columns.keys())))
