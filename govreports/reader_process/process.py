"""The crawl's side of the reader process: pages out, answers in, on the event loop."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreports.reader_process.errors import PageTooHeavyError, ReaderFaultError
from govreports.reader_process.frames import FrameBuffer, framed

if TYPE_CHECKING:
    from govreports.reader_process.limits import Limits
    from govreports.reader_process.work import Page

# The reader has its next pages at hand while the loop is busy with others; should one of them
# break it, so few are sent again.
_AHEAD = 8
# So many of usual size fit in between, where the reader finds them by itself.
_BETWEEN = 512 * 1024
_READ = 256 * 1024
_CHILD = "govreports.reader_process.child"


@dataclass(frozen=True, slots=True)
class _Asked:
    page: Page
    answer: asyncio.Future[Any]


class ReaderProcess:
    """Reads pages in one process beside this one, which is started anew when a page breaks it.

    Of any number of pages that wait, a few are with the reader at a time. For
    one event loop.
    """

    _ready: bool
    _watched: bool
    _channel: socket.socket
    _child: subprocess.Popen[bytes]

    def __init__(self, limits: Limits) -> None:
        """Start the process; it gets ready while the caller does other things."""
        self._limits = limits
        self._waiting: deque[_Asked] = deque()
        self._sent: deque[_Asked] = deque()
        self._running = False
        self._start()

    async def read(self, page: Page, *, first: bool = False) -> Any:
        """Return the answer to a page, read before those that wait or after them.

        An answer that is an exception is raised, besides
        :class:`PageTooHeavyError` for a page that the process did not survive and
        :class:`ReaderFaultError` where it does not even start.
        """
        asked = _Asked(page, asyncio.get_running_loop().create_future())
        if first:
            self._waiting.appendleft(asked)
        else:
            self._waiting.append(asked)
        self._go_on()
        return await asked.answer

    def close(self) -> None:
        """End the process, whatever it is doing; a second call does nothing."""
        self._let_go()
        self._child.kill()
        self._child.wait()

    def _start(self) -> None:
        self._running = True
        self._ready = False
        self._watched = False
        self._unsent = b""
        self._answers = FrameBuffer()
        self._channel, childs = socket.socketpair()
        self._channel.settimeout(0)
        self._channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BETWEEN)
        limits = (str(self._limits.seconds), str(self._limits.megabytes))
        with childs:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", _CHILD, *limits],
                stdin=childs.fileno(),
                env=_environment(),
            )

    def _let_go(self) -> None:
        self._running = False
        if self._watched:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._channel)
            loop.remove_writer(self._channel)
            self._watched = False
        self._channel.close()

    # -- Out

    def _go_on(self) -> None:
        """Hand on what waits, to a new process where the last has ended."""
        if self._waiting and not self._running:
            self._start()
        if self._waiting and not self._watched:
            asyncio.get_running_loop().add_reader(self._channel, self._on_readable)
            self._watched = True
        while self._ready and self._waiting and len(self._sent) < _AHEAD:
            asked = self._waiting.popleft()
            if not asked.answer.done():
                self._sent.append(asked)
                self._send(framed(asked.page))

    def _send(self, data: bytes) -> None:
        if self._unsent:
            self._unsent += data
            return
        self._unsent = self._rest_of(data)
        if self._unsent:
            asyncio.get_running_loop().add_writer(self._channel, self._on_writable)

    def _on_writable(self) -> None:
        self._unsent = self._rest_of(self._unsent)
        if not self._unsent:
            asyncio.get_running_loop().remove_writer(self._channel)

    def _rest_of(self, data: bytes) -> bytes:
        try:
            return data[self._channel.send(data) :]
        except BlockingIOError:
            return data
        except OSError:
            # The process has ended, which the reading side is told next.
            return b""

    # -- In

    def _on_readable(self) -> None:
        try:
            data = self._channel.recv(_READ)
        except ConnectionResetError:
            data = b""
        if not data:
            self._on_end()
            return
        answers = self._answers.take(data)
        if not self._ready and answers:
            self._ready = True
            del answers[0]
        for answer in answers:
            _resolve(self._sent.popleft(), answer)
        self._go_on()

    def _on_end(self) -> None:
        """Blame the page that was being read, and go on with the others in a new process."""
        self._let_go()
        # It closes its end by ending, and in no other way.
        code = self._child.wait()
        if not self._ready:
            error = ReaderFaultError(f"the reader process does not start (exit code {code})")
            while self._waiting:
                _resolve(self._waiting.popleft(), error)
            return
        if self._sent:
            _resolve(self._sent.popleft(), PageTooHeavyError(self._limits.broken(code)))
        self._waiting.extendleft(reversed(self._sent))
        self._sent.clear()
        self._go_on()


def _environment() -> dict[str, str]:
    """Return the environment in which the child finds the very modules that run here.

    An egg may be among their places, and the current folder only where it is for this process.
    """
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(place or str(Path.cwd()) for place in sys.path),
    }


def _resolve(asked: _Asked, answer: object) -> None:
    # A crawl that is being stopped cancels what it waits for.
    if asked.answer.done():
        return
    if isinstance(answer, BaseException):
        asked.answer.set_exception(answer)
    else:
        asked.answer.set_result(answer)
