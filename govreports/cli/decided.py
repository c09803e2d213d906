"""What `merge` and `split` have in common: the store, the refusal, what is said at the end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from govreports.cli.app import console, fail
from govreports.cli.stored import opened_store
from govreports.store.deciding import MendingError
from govreports.store.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

Note = Annotated[
    str | None, typer.Option("--note", help="Why, for those who read the history later.")
]


@contextmanager
def deciding() -> Iterator[Engine]:
    """Open the store; what makes no sense ends the command in one line, with what to do."""
    with opened_store() as engine:
        try:
            yield engine
        except MendingError as error:
            fail(error.found, f"{error.remedy}; nothing was changed")


def show(engine: Engine, report_id: str) -> None:
    """Say how many versions a report has now."""
    count = len(Queries(engine).provenance(report_id))
    console.print(f"{report_id}: {count} versions", soft_wrap=True)
