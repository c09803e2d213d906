"""`govreports split`: one report that is two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govreports.cli.app import console
from govreports.cli.decided import Note, deciding, show
from govreports.cli.named import known
from govreports.clock import now
from govreports.store.deciding import Said
from govreports.store.mending import split_at, split_from
from govreports.store.queries import Queries
from govreports.store.undoing import undo_split

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from govreports.store.answers import Decision


def split(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="A report's id.")],
    version: Annotated[
        int | None,
        typer.Argument(metavar="[VERSION]", help="From this version on it is another report."),
    ] = None,
    *,
    urls: Annotated[
        list[str] | None,
        typer.Option(
            "--url", help="What stood at this address is another report; may be repeated."
        ),
    ] = None,
    note: Note = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the split that made the report ID.")
    ] = False,
) -> None:
    """Make two reports of one that was taken for the same.

    Either from a VERSION on, where an address came to hold another report, or
    what stood at an address of its own (--url). The new report gets these
    versions, numbered from 1, and the addresses; later crawls keep to it.
    Recorded, shown by `history`, and taken back by --undo with the new report's id.

    Example: govreports split jinshui-ma5f0nvq2k 3
    """
    if [version is not None, bool(urls), undo].count(True) != 1:
        message = "name a VERSION, or --url, or --undo"
        raise typer.BadParameter(message)
    with deciding() as engine:
        known(Queries(engine), report_id)
        if undo:
            undone = undo_split(engine, report_id, now())
            console.print(f"taken back: the split of {report_id}", soft_wrap=True)
            show(engine, undone.other_id)
            return
        done = _split(engine, report_id, version, urls or [], Said(now(), note))
        console.print(f"{done.report_id} split from {report_id}", soft_wrap=True)
        show(engine, done.other_id)
        show(engine, done.report_id)
        console.print(f"to take it back: govreports split --undo {done.report_id}", soft_wrap=True)


def _split(
    engine: Engine, report_id: str, version: int | None, urls: list[str], said: Said
) -> Decision:
    if version is None:
        return split_at(engine, report_id, urls, said)
    return split_from(engine, report_id, version, said)
