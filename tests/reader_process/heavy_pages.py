"""Pages that do to their reader what broken ones can, made certain: each when it is read."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Plain:
    """Reads as its name, with what the process has loaded."""

    name: str

    def read(self) -> tuple[str, frozenset[str]]:
        return self.name, frozenset(sys.modules)


class Endless:
    """Takes its reader for ever, out of reach of any handler written in Python."""

    def read(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGTERM, signal.SIGINT])
        while True:
            pass


class Greedy:
    """Takes more memory than there is."""

    def read(self) -> None:
        bytearray(2**40)


class Deadly:
    """Makes its reader crash."""

    def read(self) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)


class Faulty:
    """Meets a fault of the reader's own."""

    def read(self) -> None:
        message = "a fault of ours"
        raise RuntimeError(message)
