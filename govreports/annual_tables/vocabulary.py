"""The names of rows and columns, and how a printed one is recognised."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

from govreports.annual_tables.records import Term
from govreports.vocab.tables import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA = tomllib.loads(
    resources.files("govreports.annual_tables").joinpath("vocabulary.toml").read_text("utf-8")
)
# 三、 （三） 3. in front of a row's name, and notes behind it: （区分处理的，只计这一情形…）.
_NUMBER = re.compile(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[、.,:])")
_NOTE = re.compile(r"\(.*")
_NO_HAN = re.compile(r"[^\u4e00-\u9fff]")


def key_of(text: str) -> str:
    """Return what of a printed name is compared: its Han characters, numbering and notes gone."""
    name = _NUMBER.sub("", unicodedata.normalize("NFKC", "".join(text.split())))
    return _NO_HAN.sub("", _NOTE.sub("", name))


@dataclass(frozen=True, slots=True)
class Table:
    """One standard table: its rows and columns, and printed key → name for each."""

    rows: tuple[Term, ...]
    columns: tuple[Term, ...]
    row_names: Mapping[str, str]
    column_names: Mapping[str, str]


def _terms(names: Mapping[str, list[str]]) -> tuple[Term, ...]:
    return tuple(Term(name, printed[0]) for name, printed in names.items())


def _table(name: str) -> Table:
    rows, columns = _DATA[name]["rows"], _DATA[name]["columns"]
    return Table(_terms(rows), _terms(columns), grouped(rows.items()), grouped(columns.items()))


#: The standard tables by name, in the form's order.
TABLES: Mapping[str, Table] = MappingProxyType(
    {name: _table(name) for name in ("disclosed", "applications", "reviews")}
)
#: Headings by which a table, or the old form, is told.
HEADINGS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(printed) for name, printed in _DATA["headings"].items()}
)
