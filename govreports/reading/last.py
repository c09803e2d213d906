"""The answer about the page that was asked about last, kept for who asks again.

A page is decoded to tell its family, and then to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Said = TypeVarTuple("Said")
T = TypeVar("T")


class Last(Generic[T, *Said]):
    """A function of a page's bytes and what is said about them, with its last answer.

    The bytes are told by their identity: to hash them costs as much as to
    decode them. Threads may share it: at worst they forget each other's page.
    """

    def __init__(self, function: Callable[[bytes, *Said], T]) -> None:
        """Take the function; nothing is asked yet."""
        self._function = function
        self._last: tuple[bytes, tuple[*Said], T] | None = None

    def __call__(self, body: bytes, *said: *Said) -> T:
        """Return the function's answer; what it raises is not kept."""
        last = self._last
        if last is not None and last[0] is body and last[1] == said:
            return last[2]
        answer = self._function(body, *said)
        self._last = (body, said, answer)
        return answer
