"""Answers of another thread, brought to those who wait for them in an event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Answers:
    """Hands over together what came together.

    A batch answers a hundred jobs at once: one wake-up of the loop serves them
    all, where :func:`asyncio.wrap_future` takes one for each. For one event
    loop and one thread that answers.
    """

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._arrived: deque[tuple[asyncio.Future[Any], object]] = deque()
        self._called = False

    async def of(self, ask: Callable[[Callable[[object], None]], None]) -> Any:
        """Ask, and wait for the answer; one that is an exception is raised.

        ``ask`` is given the function that takes the answer, on any thread.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        ask(lambda answer: self._take(loop, future, answer))
        return await future

    def _take(
        self, loop: asyncio.AbstractEventLoop, future: asyncio.Future[Any], answer: object
    ) -> None:
        self._arrived.append((future, answer))
        # After the loop has closed nobody waits any more.
        if not self._called and not loop.is_closed():
            self._called = True
            loop.call_soon_threadsafe(self._hand_out)

    def _hand_out(self) -> None:
        # First, so that an answer which comes from now on calls again.
        self._called = False
        while self._arrived:
            future, answer = self._arrived.popleft()
            # A crawl that is being stopped cancels what it waits for.
            if future.cancelled():
                continue
            if isinstance(answer, BaseException):
                future.set_exception(answer)
            else:
                future.set_result(answer)
