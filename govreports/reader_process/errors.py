"""How reading in another process fails, beside the page being no report."""

from __future__ import annotations

from govreports.reading.errors import UnreadableError


class PageTooHeavyError(UnreadableError):
    """The page took its reader too long, too much memory, or made it crash."""


class ReaderFaultError(Exception):
    """The reader itself failed; the message is its traceback, or how it did not start."""
