"""`scrapy …` in processes forked from one that has imported already what every crawl imports.

A fresh interpreter spends two thirds of a small crawl on imports. A fork has them behind it;
all else is that of `python -m scrapy`: arguments, environment, standard streams, exit code.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scrapy.utils.misc import walk_modules_iter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Not the settings, which read the environment as they are imported: that is each run's own.
_IMPORTED = (
    "scrapy.commands",
    "govreports.commands",
    "govreports.fetching.intake",
    "govreports.store.migrations.runner",
    "pipelines",
)


def run_scrapy(
    words: Sequence[str], environment: Mapping[str, str], *, seconds: int
) -> tuple[int, str]:
    """Return exit code and standard error of `scrapy` with these words, run in the checkout."""
    server = _server()
    assert server.stdin
    assert server.stdout
    with TemporaryDirectory() as folder:
        said = Path(folder, "said.txt")
        order = json.dumps([list(words), dict(environment), str(said), seconds])
        server.stdin.write(order + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        if code == -signal.SIGALRM:
            raise subprocess.TimeoutExpired(["scrapy", *words], seconds)
        return code, said.read_text("utf-8")


@cache
def _server() -> subprocess.Popen[str]:
    """Start this test process's server, which ends with it."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.forked"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    atexit.register(server.communicate)
    return server


def _serve() -> None:
    """Fork a process for each line of standard input, and answer with its exit code."""
    for name in _IMPORTED:
        list(walk_modules_iter(name))
    # No fork's collections need to look through all that, and copy it by looking.
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _be_scrapy(*json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _be_scrapy(words: list[str], environment: dict[str, str], said: str, seconds: int) -> None:
    signal.alarm(seconds)
    os.environ.clear()
    os.environ.update(environment)
    _redirect(sys.stdin.fileno(), os.devnull, os.O_RDONLY)
    _redirect(sys.stdout.fileno(), os.devnull, os.O_WRONLY)
    _redirect(sys.stderr.fileno(), said, os.O_WRONLY | os.O_CREAT)
    sys.argv = ["scrapy", *words]
    # Scrapy's own last statement ends the process.
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)


def _redirect(stream: int, path: str, flags: int) -> None:
    opened = os.open(path, flags)
    os.dup2(opened, stream)
    os.close(opened)


if __name__ == "__main__":
    _serve()
