"""`govreports merge`: two reports that are one."""

from __future__ import annotations

from typing import Annotated

import typer

from govreports.cli.app import console
from govreports.cli.decided import Note, deciding, show
from govreports.cli.named import known, today
from govreports.clock import now
from govreports.store.deciding import Said
from govreports.store.mending import merge as merge_reports
from govreports.store.queries import Queries
from govreports.store.undoing import undo_merge


def merge(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="The report that goes.")],
    into_id: Annotated[
        str | None, typer.Argument(metavar="INTO_ID", help="The one that takes it in, and stays.")
    ] = None,
    *,
    note: Note = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the merge of ID back instead.")
    ] = False,
) -> None:
    """Make one report of two that the rules of identity did not know for the same.

    INTO_ID holds the versions of both, numbered by age, and all addresses;
    later crawls add to it. ID leads to it from then on: no id that was ever
    cited dies. Recorded, shown by `history`, and taken back by --undo.

    Example: govreports merge jinshui-4ld7yxiwuw jinshui-ma5f0nvq2k --note 网站改版
    """
    if (into_id is None) is not undo:
        message = "name ID and INTO_ID, or --undo and ID alone"
        raise typer.BadParameter(message)
    with deciding() as engine:
        store = Queries(engine)
        known(store, report_id)
        if into_id is None:
            undone = undo_merge(engine, report_id, now())
            console.print(f"taken back: the merge of {report_id}", soft_wrap=True)
            show(engine, undone.report_id)
            show(engine, undone.other_id)
            return
        into_id = today(store, into_id)
        merge_reports(engine, report_id, into_id, Said(now(), note))
        console.print(f"{report_id} merged into {into_id}", soft_wrap=True)
        show(engine, into_id)
        console.print(f"to take it back: govreports merge --undo {report_id}", soft_wrap=True)
