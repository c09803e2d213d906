"""`govreports history`: a report over time."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from govreports.cli.app import console
from govreports.cli.named import today
from govreports.cli.stored import opened_store
from govreports.presentation.history import history as history_of
from govreports.presentation.history_json import json_of
from govreports.presentation.history_text import history_text
from govreports.store.queries import Queries


class View(StrEnum):
    """How a history is shown."""

    TEXT = "text"
    JSON = "json"


def history(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="A report's id.")],
    view: Annotated[View, typer.Option("--format", help="For people, for programs.")] = View.TEXT,
) -> None:
    """Show a report's versions, what changed in each, its presence and its addresses.

    Below each version stand the WARC file, the offset and the id of the record it was read from;
    at the end, what people decided by hand (see `merge` and `split`).

    Example: govreports history jinshui-ma5f0nvq2k
    """
    with opened_store() as engine:
        store = Queries(engine)
        found = history_of(store, today(store, report_id))
    if view is View.JSON:
        typer.echo(json.dumps(json_of(found), ensure_ascii=False, indent=2))
    else:
        console.print(history_text(found), soft_wrap=True, end="")
