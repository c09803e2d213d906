"""The command line's frame: its name, its output, its way to fail."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer
from rich.console import Console

from govreports.cli.on_demand import OnDemand

app = typer.Typer(
    name="govreports",
    cls=OnDemand,
    help="Chinese government reports, crawled, read exactly, kept with every version.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


@app.callback()
def _group() -> None:
    """Hold the commands."""


# Rich takes a file or a pipe to be 80 wide, and cuts what a table holds to fit.
_WIDTH_OF_FILES = 160


def _width() -> int | None:
    """Return what a table may take: a terminal's own width, or COLUMNS, are left to Rich."""
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDTH_OF_FILES


console = Console(highlight=False, width=_width())
errors = Console(stderr=True, highlight=False)


def fail(what: str, remedy: str) -> NoReturn:
    """Say in one line what is wrong and what to do, and exit with 1."""
    errors.print(f"govreports: {what}. What to do: {remedy}", markup=False, soft_wrap=True)
    raise typer.Exit(1)
