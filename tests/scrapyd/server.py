"""A real Scrapyd on loopback, in a folder and an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.crashes.postgres import free_port
from tests.crawling import LIFTED, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROGRAMS = ROOT / ".venv-scrapyd" / "bin"
PATIENCE_S = 60
# Where it lies is left as Scrapyd has it: below the folder in which it is started.
_CONFIG = """[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.1
items_dir = items
"""
_BOUNDARY = "----egg"


@dataclass(frozen=True)
class Job:
    """A job that has ended: its number, its log, and the rows of its items."""

    id: str
    log: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Scrapyd:
    """The server, by its folder and its port."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def said(self) -> str:
        """What the server has written to its own log."""
        return (self.folder / "said").read_text("utf-8")

    def ask(self, page: str, **fields: str) -> dict[str, Any]:
        return _answer(f"{self.address}{page}.json?{urlencode(fields)}")

    def deploy(self, egg: Path, version: str, project: str = "govreports") -> dict[str, Any]:
        """Add an egg, as `curl -F project=… -F version=… -F egg=@…` does."""
        body = b"".join(
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{kind}\r\n\r\n'.encode()
            + value
            + b"\r\n"
            for name, kind, value in (
                ("project", "", project.encode()),
                ("version", "", version.encode()),
                ("egg", '; filename="project.egg"', egg.read_bytes()),
            )
        )
        form = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        whole = body + f"--{_BOUNDARY}--\r\n".encode()
        return _answer(f"{self.address}addversion.json", whole, form)

    def run(
        self,
        spider: str,
        arguments: Mapping[str, str],
        *,
        settings: Mapping[str, str] | None = None,
        project: str = "govreports",
    ) -> Job:
        """Schedule a job with these arguments (`-a`) and settings (`-s`), and wait for its end."""
        job = self.schedule(spider, arguments, settings or {}, project)
        return self.ended(spider, job, project)

    def schedule(
        self,
        spider: str,
        arguments: Mapping[str, str],
        settings: Mapping[str, str],
        project: str = "govreports",
    ) -> str:
        """Schedule a job; return its number."""
        fields = [("project", project), ("spider", spider), *arguments.items()]
        fields += [("setting", f"{n}={v}") for n, v in {**LIFTED, **settings}.items()]
        answer = _answer(f"{self.address}schedule.json", urlencode(fields).encode())
        assert answer["status"] == "ok", answer
        return str(answer["jobid"])

    def cancel(self, job: str) -> None:
        fields = urlencode({"project": "govreports", "job": job}).encode()
        assert _answer(f"{self.address}cancel.json", fields)["prevstate"] == "running"

    def ended(self, spider: str, job: str, project: str = "govreports") -> Job:
        """Wait for a job's end."""
        end = time.monotonic() + PATIENCE_S
        while job not in {one["id"] for one in self.ask("listjobs", project=project)["finished"]}:
            assert time.monotonic() < end, f"job {job} does not end:\n{self.said}"
            time.sleep(0.1)
        name = f"{project}/{spider}/{job}"
        items = self.folder / "items" / f"{name}.jl"
        lines = items.read_text("utf-8").splitlines() if items.exists() else []
        log = (self.folder / "logs" / f"{name}.log").read_text("utf-8")
        return Job(job, log, [json.loads(line) for line in lines])


@contextmanager
def started(folder: Path, **variables: str) -> Iterator[Scrapyd]:
    """Start Scrapyd in an empty folder, with nothing of this process's own environment for it."""
    server = Scrapyd(folder, free_port())
    (folder / "scrapyd.conf").write_text(_CONFIG.format(port=server.port), "utf-8")
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [str(PROGRAMS / "scrapyd"), "--pidfile="],
            cwd=folder,
            env={**clean_environment(), **variables},
            stdout=said,
            stderr=said,
        )
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.terminate()
            process.wait()


def clean_environment() -> dict[str, str]:
    """Return the environment without what could lead to the checkout."""
    ours = ("PYTHON", "GOVREPORTS", "SCRAPY", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _wait_for(server: Scrapyd, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            assert server.ask("daemonstatus")["status"] == "ok"
        except URLError:
            assert process.poll() is None, server.said
            assert time.monotonic() < end, server.said
            time.sleep(0.1)
        else:
            return


def _answer(
    url: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    with urlopen(Request(url, body, headers or {}), timeout=PATIENCE_S) as response:  # noqa: S310 - loopback
        answer: dict[str, Any] = json.load(response)
    return answer
