"""Sums that the form asks for (勾稽关系): what does not add up is said, never mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.annual_tables.vocabulary import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from govreports.annual_tables.records import AnnualTables, Value

_TOTAL = "total"
_RECEIVED = ("received", "carried_in")
_LEFT = ("total", "carried_out")
_RESULTS = tuple(
    row.name for row in TABLES["applications"].rows if row.name not in {*_RECEIVED, *_LEFT}
)


def sums_that_fail(tables: AnnualTables) -> tuple[str, ...]:
    """Name every sum that does not add up.

    A blank cell counts nothing; a blank total asks for nothing.
    """
    return (
        *_rows_that_fail("applications", tables.applications),
        *_columns_that_fail(tables.applications),
        *_rows_that_fail("reviews", tables.reviews),
    )


def _rows_that_fail(table: str, cells: Mapping[str, Mapping[str, Value]]) -> Iterator[str]:
    for name, row in cells.items():
        stated = row.get(_TOTAL)
        found = _sum(value for column, value in row.items() if column != _TOTAL)
        if stated is not None and stated != found:
            yield f"{table}: {name}: columns add up to {found}, the total says {stated}"


def _columns_that_fail(cells: Mapping[str, Mapping[str, Value]]) -> Iterator[str]:
    for column in (column.name for column in TABLES["applications"].columns):
        at = {name: row.get(column) for name, row in cells.items()}
        results, stated = _sum(at.get(name) for name in _RESULTS), at.get(_TOTAL)
        if stated is not None and results != stated:
            yield f"applications: {column}: results add up to {results}, the total says {stated}"
        came, went = _sum(map(at.get, _RECEIVED)), _sum(map(at.get, _LEFT))
        if stated is not None and came != went:
            yield f"applications: {column}: {came} came in and over, {went} are done or left"


def _sum(values: Iterable[Value]) -> int | float:
    return sum(value for value in values if value is not None)
