"""Opens the store for commands that only ask it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from govreports.cli.app import fail
from govreports.places import database_url, project_settings
from govreports.store.engine import is_sqlite, open_database, reading, shown_url, sqlite_file
from govreports.store.errors import StoreError
from govreports.store.migrations import HEAD, current_revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@contextmanager
def opened_store() -> Iterator[Engine]:
    """Open the store; what is wrong with it ends the command in one line, with what to do."""
    try:
        engine = open_database(database_url(project_settings()))
        try:
            _check(engine)
            yield engine
        finally:
            engine.dispose()
    except StoreError as error:
        fail(str(error), "look at GOVREPORTS_DATABASE_URL; nothing was changed")


def _check(engine: Engine) -> None:
    where = shown_url(engine.url)
    # Asking would create an empty file.
    if is_sqlite(engine) and not sqlite_file(engine).exists():
        fail(f"there is no store at {where}", "crawl a portal first, or run: govreports db upgrade")
    with reading(engine, "looking at the schema") as connection:
        revision = current_revision(connection)
    if revision != HEAD:
        found = f"has schema {revision}" if revision else "is empty"
        fail(f"{where} {found}, and this program reads {HEAD}", "run: govreports db upgrade")
