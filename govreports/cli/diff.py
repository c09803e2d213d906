"""`govreports diff`: what changed between two versions of a report."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads annotations when the command is built
from typing import Annotated

import typer

from govreports.cli.app import console, fail
from govreports.cli.named import number_today, today, version_of
from govreports.cli.stored import opened_store
from govreports.presentation.comparison import Comparison, compare, json_of
from govreports.presentation.diff_html import html_of
from govreports.presentation.diff_text import comparison_text
from govreports.store.queries import Queries


class View(StrEnum):
    """How a difference is shown."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


def diff(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="A report's id.")],
    old: Annotated[int | None, typer.Argument(metavar="A", help="A version's number.")] = None,
    new: Annotated[int | None, typer.Argument(metavar="B", help="Another one's.")] = None,
    view: Annotated[
        View, typer.Option("--format", help="For people, for a browser, for programs.")
    ] = View.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file instead of the terminal.")
    ] = None,
) -> None:
    """Show what changed from version A to version B, by default in the latest one.

    Fields with both values, the body sentence by sentence: [-deleted-], {+inserted+}.

    Example: govreports diff jinshui-ma5f0nvq2k 1 3 --format html -o diff.html
    """
    if old is not None and new is None:
        message = "name two versions, or none for the last two"
        raise typer.BadParameter(message)
    with opened_store() as engine:
        found = _compared(Queries(engine), report_id, old, new)
    if output is not None:
        _write(output, _text(found, view))
    elif view is View.TEXT:
        console.print(comparison_text(found), soft_wrap=True, end="")
    else:
        typer.echo(_text(found, view), nl=False)


def _compared(store: Queries, report_id: str, old: int | None, new: int | None) -> Comparison:
    held_by = today(store, report_id)
    versions = store.versions(held_by)
    if old is None or new is None:
        last = versions[-1].report.version or 1
        if last == 1:
            fail(f"{held_by} has one version only", "there is nothing to compare yet")
        old, new = last - 1, last
    elif held_by != report_id:
        old, new = (number_today(store, report_id, number) for number in (old, new))
    first, second = (version_of(versions, number) for number in (old, new))
    return compare(held_by, first.report, second.report)


def _text(found: Comparison, view: View) -> str:
    match view:
        case View.TEXT:
            return comparison_text(found).plain
        case View.HTML:
            return html_of(found)
        case View.JSON:
            return json.dumps(json_of(found), ensure_ascii=False, indent=2) + "\n"


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{file} cannot be written ({error.strerror})", "name a file in a folder of yours")
