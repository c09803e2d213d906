"""What the columns of an export mean, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from govreports.vocab.tables import toml

if TYPE_CHECKING:
    from collections.abc import Mapping


class ColumnType(StrEnum):
    """The kind of value that a column holds; each format has its own form of it."""

    STRING = "string"
    INTEGER = "integer"
    DATE = "date"
    DATETIME = "datetime"
    LIST = "list"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """One column: its type, its Chinese name, and a sentence on it in either language."""

    type: ColumnType
    title: str
    zh: str
    en: str


def _section(name: str) -> Mapping[str, ColumnWords]:
    return MappingProxyType(
        {
            column: ColumnWords(**{**words, "type": ColumnType(words["type"])})
            for column, words in toml("columns.toml")[name].items()
        }
    )


RECORD: Mapping[str, ColumnWords] = _section("record")
"""The record's columns, by name."""

ENTRY: Mapping[str, ColumnWords] = _section("entry")
"""What the store adds to the record."""

PROVENANCE: Mapping[str, ColumnWords] = _section("provenance")
"""Where each version was read from."""
