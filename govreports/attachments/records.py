"""What reading a file yields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TextState(StrEnum):
    """What became of a file's text (`Attachment.text_state`).

    The contract's fifth state is `failed: why`, made by :func:`failed`.
    """

    TEXT = "text"
    SCANNED = "scanned"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too large"


_FAILED = "failed: "


def failed(why: str) -> str:
    """Return the state of a file whose text is not there, and why."""
    return f"{_FAILED}{' '.join(why.split())}"


def is_failure(state: str | None) -> bool:
    """Say whether a state is one that :func:`failed` has made."""
    return state is not None and state.startswith(_FAILED)


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as it was read.

    ``media_type`` is what its bytes say, whatever it is called. ``text`` is
    there in the state ``text`` only. ``macros``: it holds some, which nothing
    here runs.
    """

    state: str
    media_type: str
    text: str | None = None
    macros: bool = False


class FileUnreadableError(Exception):
    """A file without text; ``state`` is its text's state."""

    def __init__(self, state: str) -> None:
        """Keep the state."""
        super().__init__(state)
        self.state = state


def refuse(why: str) -> FileUnreadableError:
    """Return the error of a file whose text cannot be had."""
    return FileUnreadableError(failed(why))


def encrypted() -> FileUnreadableError:
    """Return the error of a file that asks for a password."""
    return FileUnreadableError(TextState.ENCRYPTED)


def scanned() -> FileUnreadableError:
    """Return the error of a file that shows pictures only, or nothing."""
    return FileUnreadableError(TextState.SCANNED)
