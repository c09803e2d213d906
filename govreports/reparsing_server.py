"""The server that the processes which read the archive again are forked from."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

# The program's own first module too, which each process would load by itself.
_LOADED = ["__main__", "govreports.reparsing", "govreports.rereading"]


def serving() -> ForkServerContext:
    """Start the server where it does not run yet, and return what makes processes by it.

    It loads what reads pages while whoever calls goes on. A fork of this process would carry
    database connections and threads along; the server has nothing but the reader.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    forkserver.ensure_running()
    return context
