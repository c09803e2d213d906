"""`govreports history`: a report over time."""

from __future__ import annotations

from typing import Annotated

import typer

from govreports.cli.app import console
from govreports.cli.named import versions_of
from govreports.cli.stored import opened_store
from govreports.presentation.history_text import history as history_of
from govreports.presentation.history_text import history_text
from govreports.store.queries import Queries


def history(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="A report's id.")],
) -> None:
    """Show a report's versions, what changed in each, its presence and its addresses.

    Below each version stand the WARC file and the offset of the bytes it was read from.

    Example: govreports history jinshui-ma5f0nvq2k
    """
    with opened_store() as engine:
        store = Queries(engine)
        versions_of(store, report_id)
        console.print(history_text(history_of(store, report_id)), soft_wrap=True, end="")
