"""A PostgreSQL server of a test's own, to be stopped and started: never the machine's."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

Mode = Literal["fast", "immediate"]
# Where Debian and its children put the programs of each version.
FOLDERS = "/usr/lib/postgresql/*/bin"
# The server refuses to run as root, which CI often is.
ACCOUNT = "postgres"
# The server crashes here, the machine does not: what was written stays without being synced.
OPTIONS = "-c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port={port}"


class Cluster:
    """A server in a folder of its own, on a port of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """Lay the cluster out; it is not started."""
        self._programs = programs
        self._folder = folder
        self._port = free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    @property
    def url(self) -> str:
        """Address of the server's own database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        options = OPTIONS.format(port=self._port)
        log = str(self._folder / "server.log")
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", log, "-o", options)

    def stop(self, mode: Mode) -> None:
        """Stop the server: ``fast`` breaks connections in order, ``immediate`` is a crash."""
        self._run("pg_ctl", "stop", "-w", "-D", self._data, "-m", mode)

    def database(self, name: str) -> str:
        """Make an empty database and return its address."""
        engine = self._engine()
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        return self.url.removesuffix("postgres") + name

    def _engine(self) -> Engine:
        return create_engine(self.url, isolation_level="AUTOCOMMIT")

    def _run(self, program: str, *arguments: str) -> None:
        user = ACCOUNT if os.geteuid() == 0 else None
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # pg_ctl's server would hold a pipe open for as long as it lives.
            stdin=subprocess.DEVNULL,
            text=True,
            user=user,
            cwd=self._folder,
        )
        if done.returncode:
            words = f"{program} {' '.join(arguments)}: {done.stdout}"
            raise RuntimeError(words)


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, those of the newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/").glob(FOLDERS.removeprefix("/")), key=lambda one: int(one.parts[-2]))
    return folders[-1] if folders else None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a server of one's own, stopped and removed afterwards; skip where that cannot be."""
    where = programs()
    reason = "" if where else "PostgreSQL's server is not installed"
    if not reason and os.geteuid() == 0 and ACCOUNT not in {one.pw_name for one in pwd.getpwall()}:
        reason = f"PostgreSQL does not run as root, and there is no account {ACCOUNT!r}"
    if where is None or reason:
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="govreports-postgres-") as folder:
        server = Cluster(where, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
