"""`govreports status`: how each portal stands, and what to do."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, fail
from govreports.cli.chosen import show_faults
from govreports.cli.standings import standings
from govreports.clock import now
from govreports.monitors.standing import KILLED, NEVER
from govreports.presentation.times import moment
from govreports.registry import PortalLoader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from govreports.monitors.standing import Standing

_COLUMNS = ("portal", "state", "last run", "last good run", "rows listed", "newest report")
_NUMBERS = (
    "declared", "seen", "pages", "passes", "known", "new", "changed", "skipped", "missing",
    "refused",
)  # fmt: skip
_COLOURS = {"ok": "green", "warnings": "yellow", "failed": "red", KILLED: "red"}


class Format(StrEnum):
    """How the standing is written."""

    TEXT = "text"
    JSON = "json"


def status(
    names: Annotated[list[str] | None, typer.Argument(metavar="[PORTAL]...")] = None,
    *,
    form: Annotated[Format, typer.Option("--format", help="Text or JSON.")] = Format.TEXT,
    insist: Annotated[
        bool, typer.Option("--fail", help="Exit with 1 where a portal needs care, for cron.")
    ] = False,
) -> None:
    """Show how each portal stands: its runs, its newest report, what failed and what to do.

    For portals that are named, and where a list was not read whole, each column's rows
    are counted: known, new, changed, skipped (known, within its re-check window), missing
    (listed before), refused. A run that was killed is told from one that goes on. A
    portal is stale when its newest report is older than three times its own rhythm of
    publication.

    Example: govreports status --fail
    """
    loader = PortalLoader(get_project_settings())
    found = standings(names or (), loader.spiders, now())
    for one in found:
        if one.state == NEVER and one.portal not in {*loader.spiders, *loader.broken}:
            fail(f"there is no portal {one.portal!r}", "see the list: govreports portals")
    if form is Format.JSON:
        rows = [{**asdict(one), "needs_care": one.needs_care} for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=_iso))
    else:
        _show(found, close=bool(names))
    show_faults(loader.faults)
    if insist and (loader.faults or any(one.needs_care for one in found)):
        raise typer.Exit(1)


def _iso(value: datetime) -> str:
    return value.isoformat()


def _show(found: Sequence[Standing], *, close: bool) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name)
    for one in found:
        table.add_row(*_cells(one))
    console.print(table)
    for one in found:
        if one.columns and (close or not all(column.complete for column in one.columns)):
            console.print(columns_table(one))
        for line in (*(_windows(one) if close else ()), *_advice(one)):
            console.print(line, markup=False, soft_wrap=True)


def _cells(one: Standing) -> list[str]:
    colour = _COLOURS.get(one.state)
    return [
        one.portal,
        f"[{colour}]{one.state}[/]" if colour else one.state,
        moment(one.last_run) if one.last_run else "",
        moment(one.last_good_run) if one.last_good_run else "",
        " ".join(map(str, one.trend)),
        one.newest_report.isoformat() if one.newest_report else "",
    ]


def columns_table(one: Standing) -> Table:
    """Return the ledger of a portal's columns in its last run that came to its end."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("column", "whole", *_NUMBERS):
        table.add_column(name, justify="right" if name in _NUMBERS else "left")
    for column in one.columns:
        whole = "yes" if column.complete else "[red]no[/]"
        numbers = (getattr(column, name) for name in _NUMBERS)
        cells = ("" if number is None else str(number) for number in numbers)
        table.add_row(escape(column.column), whole, *cells)
    return table


def _windows(one: Standing) -> Iterator[str]:
    if one.windows is None or not one.windows.pages:
        return
    found = one.windows
    later = f"; the next one is due {moment(found.next_at)}" if found.next_at else ""
    yield f"{one.portal}: {found.pages} known pages, {found.due} due in a scheduled run{later}"
    if found.changes and found.watched_days:
        every = found.watched_days / found.changes
        yield f"    changes seen: {found.changes}; a page changes every {every:.0f} days"


def _advice(one: Standing) -> Iterator[str]:
    if one.state == KILLED:
        yield f"{one.portal}: killed: its last run did not come to its end"
        yield "    What to do: run it again: what was stored stays"
    for name, failure in one.failures.items():
        what = f"{failure.count} × {failure.code}"
        yield f"{one.portal}: {name}: {what}: {failure.url}: {failure.found}"
        yield f"    What to do: {failure.remedy}"
    if one.stale:
        rhythm = f"it published every {one.rhythm_days:g} days"
        yield f"{one.portal}: stale: nothing since {one.newest_report}, and {rhythm}"
        yield "    What to do: see in a browser whether the column has moved"
