"""`govreports gaps`: which numbers of a series no stored report carries."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, fail
from govreports.gaps import in_words, series
from govreports.places import database_url
from govreports.store.engine import open_database
from govreports.store.errors import StoreError
from govreports.store.migrations import upgrade
from govreports.store.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govreports.gaps import Series, Stated

_COLUMNS = ("portal", "agency", "year", "known", "highest", "missing", "gaps")


def gaps(
    portal: Annotated[str | None, typer.Argument(help="One portal; all without it.")] = None,
    *,
    fewest: Annotated[int, typer.Option(min=2, help="Leave series with fewer numbers out.")] = 3,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on standard output.")] = False,
) -> None:
    """List the gaps in series of 发文字号 (X〔2021〕1号, 2号, 4号: 3 is missing).

    A gap is a question, not a proven loss: the document may be of another
    column, or not public. Series are ordered by how much of them is known.

    Example: govreports gaps jinshui
    """
    found = [one for one in series(_stated(portal), fewest=fewest) if one.missing]
    if as_csv:
        out = csv.writer(sys.stdout)
        out.writerows([_COLUMNS, *map(_cells, found)])
    elif found:
        console.print(_table(found))
    else:
        console.print("no gap in any series of 发文字号")


def _stated(portal: str | None) -> list[Stated]:
    engine = None
    try:
        engine = open_database(database_url(get_project_settings()))
        upgrade(engine)
        return Queries(engine).document_numbers(portal)
    except StoreError as error:
        fail(str(error), "look at GOVREPORTS_DATABASE_URL; nothing was changed")
    finally:
        if engine is not None:
            engine.dispose()


def _cells(one: Series) -> list[str]:
    missing = sum(high - low + 1 for low, high in one.missing)
    numbers = (one.year, len(one.known), one.known[-1], missing)
    return [one.portal, one.agency, *map(str, numbers), in_words(one.missing)]


def _table(found: Sequence[Series]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in _COLUMNS:
        right = name in {"known", "highest", "missing"}
        table.add_column(name, justify="right" if right else "left")
    for one in found:
        table.add_row(*_cells(one))
    return table
