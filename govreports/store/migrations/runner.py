"""Runs Alembic over a database that is behind."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from govreports.store import models
from govreports.store.engine import is_sqlite, lock, rebuilding, sqlite_file
from govreports.store.errors import SchemaNewerError, StoreError, shown
from govreports.store.migrations import HEAD, current_revision
from govreports.store.sqlite_copy import backup_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from sqlalchemy import Connection, Engine

# All processes that migrate one PostgreSQL database take this lock.
_LOCK = "schema"


def run(engine: Engine) -> list[str]:
    """Apply the revisions that the database lacks, and return them."""
    with rebuilding(engine, "upgrading the schema") as connection:
        lock(connection, _LOCK)
        return _upgrade(engine, connection)


def _upgrade(engine: Engine, connection: Connection) -> list[str]:
    with scripts() as folder:
        return _upgrade_by(alembic_config(connection, folder), engine, connection)


def _upgrade_by(config: Config, engine: Engine, connection: Connection) -> list[str]:
    current = current_revision(connection)
    steps = _steps(config, engine, connection, current)
    if not steps:
        return []
    if current is not None and is_sqlite(engine):
        file = sqlite_file(engine)
        backup_file(file, file.with_name(f"{file.stem}.before-{HEAD}.db"))
    command.upgrade(config, HEAD)
    _check_foreign_keys(engine, connection)
    return steps


def _steps(
    config: Config, engine: Engine, connection: Connection, current: str | None
) -> list[str]:
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    known = [script.revision for script in revisions][::-1]
    if current is None:
        _refuse_strangers(engine, connection)
        return known
    if current not in known:
        message = (
            f"{shown(engine)}: its schema {current} is newer than this software knows (up to "
            f"{HEAD}); install the newer version of govreports, or name another database"
        )
        raise SchemaNewerError(message)
    return known[known.index(current) + 1 :]


def _refuse_strangers(engine: Engine, connection: Connection) -> None:
    """Refuse a database with tables of our names that no revision of ours has made."""
    strange = sorted(set(inspect(connection).get_table_names()) & set(models.metadata.tables))
    if strange:
        message = (
            f"{shown(engine)}: holds {', '.join(strange)}, made by another program; "
            "name a database of its own for govreports"
        )
        raise StoreError(message)


def _check_foreign_keys(engine: Engine, connection: Connection) -> None:
    if not is_sqlite(engine):
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        message = (
            f"{shown(engine)}: after the upgrade {len(broken)} rows would point to nothing (first: "
            f"{tuple(broken[0])}); the upgrade was undone, please report it"
        )
        raise StoreError(message)


@contextmanager
def scripts() -> Iterator[Path]:
    """Yield the folder of the revisions, unpacked for so long where they lie in an egg."""
    package = resources.files("govreports.store.migrations")
    if isinstance(package, Path):
        yield package
        return
    with TemporaryDirectory() as folder:
        _unpack(package, Path(folder))
        yield Path(folder)


def _unpack(packed: Traversable, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for one in packed.iterdir():
        if one.is_dir():
            _unpack(one, folder / one.name)
        else:
            (folder / one.name).write_bytes(one.read_bytes())


def alembic_config(connection: Connection, folder: Path) -> Config:
    """Return what Alembic needs to find the revisions and to run them over a connection."""
    config = Config()
    config.attributes["connection"] = connection
    # Alembic reads `%` in an option as interpolation, and a folder may be named so.
    location = str(folder).replace("%", "%%")
    config.set_main_option("script_location", location)
    config.set_main_option("path_separator", "os")
    return config
