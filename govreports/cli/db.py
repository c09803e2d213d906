"""`govreports db`: migrations, a safe copy, from one engine to the other."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, fail
from govreports.clock import now
from govreports.places import database_url
from govreports.store.backup import backup as back_up
from govreports.store.backup import copy as copy_store
from govreports.store.engine import open_database
from govreports.store.errors import StoreError
from govreports.store.migrations import upgrade as migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

db = typer.Typer(name="db", help="The store: migrations and safe copies.", no_args_is_help=True)


def _url() -> str:
    return database_url(get_project_settings())


@contextmanager
def _opened(url: str, remedy: str) -> Iterator[Engine]:
    """Open a database; what the store says is wrong ends the command with that remedy."""
    try:
        engine = open_database(url)
        try:
            yield engine
        finally:
            engine.dispose()
    except StoreError as error:
        fail(str(error), remedy)


@db.command()
def upgrade() -> None:
    """Bring the store's schema up to today's, keeping a backup of what was there.

    Example: govreports db upgrade
    """
    with _opened(_url(), "the store was left as it was; look at GOVREPORTS_DATABASE_URL") as engine:
        applied = migrate(engine)
    console.print(f"applied: {', '.join(applied)}" if applied else "the schema is up to date")


@db.command()
def backup(
    target: Annotated[
        Path | None, typer.Argument(help="The copy's file; by default in data/backups.")
    ] = None,
) -> None:
    """Write a consistent copy of the store into an SQLite file, also while crawls run.

    Example: govreports db backup
    """
    stamp = now().strftime("%Y%m%d-%H%M%S")
    data = Path(get_project_settings()["GOVREPORTS_DATA_DIR"])
    file = target or data / "backups" / f"govreports-{stamp}.db"
    with _opened(_url(), "name another file, or look at the disk") as engine:
        back_up(engine, file)
    console.print(f"written: {file}")


@db.command()
def copy(
    url: Annotated[str, typer.Argument(help="The other store's URL; it must be empty.")],
) -> None:
    """Copy the whole store to another database, SQLite to PostgreSQL or back.

    Example: govreports db copy postgresql+psycopg://user@host/govreports
    """
    remedy = "the store itself is untouched; empty the target and try again"
    with _opened(_url(), remedy) as source, _opened(url, remedy) as target:
        rows = copy_store(source, target)
    for table, count in rows.items():
        console.print(f"{table}: {count}")
