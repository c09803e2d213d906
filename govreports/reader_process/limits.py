"""What one page may cost its reader."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

#: Exit code of a reader process that a page has taken all its memory.
OUT_OF_MEMORY = 77


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of CPU time for one page, and megabytes for all that the process holds.

    ``thing`` is what is read, in words.
    """

    seconds: int
    megabytes: int
    thing: str = "page"

    def broken(self, exit_code: int) -> str:
        """Say what a page did to the process that ended so (negative: by that signal)."""
        if exit_code == -signal.SIGPROF:
            return f"a {self.thing} that takes more than {self.seconds} s of CPU time to read"
        if exit_code == OUT_OF_MEMORY:
            return f"a {self.thing} that takes more than {self.megabytes} MB of memory to read"
        return f"a {self.thing} that ends its reader (exit code {exit_code})"


def file_limits(settings: BaseSettings | Mapping[str, Any]) -> Limits:
    """Return what the settings let one attachment cost its reader."""
    return Limits(
        seconds=int(settings["GOVREPORTS_ATTACHMENT_SECONDS"]),
        megabytes=int(settings["GOVREPORTS_ATTACHMENT_MEGABYTES"]),
        thing="file",
    )
