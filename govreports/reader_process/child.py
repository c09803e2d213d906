"""The reader process itself: `python -m govreports.reader_process.child SECONDS MEGABYTES`.

Standard input is a socket to the crawl: pages come in one after the other, each
is answered, in order; the end of the stream is the end of the process. Nothing
of Scrapy or of the store is imported here: that would be most of its memory.
"""

from __future__ import annotations

import resource
import signal
import socket
import sys
from contextlib import suppress

from govreports.collector import tune_garbage_collector
from govreports.reader_process.frames import READY, framed, frames
from govreports.reader_process.limits import OUT_OF_MEMORY, Limits
from govreports.reader_process.work import answer

_MEGABYTE = 1024 * 1024
# A page of usual size comes with one or two reads.
_BUFFER = 256 * 1024


def serve(channel: socket.socket, limits: Limits) -> None:
    """Answer pages until the other end closes."""
    most = limits.megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    tune_garbage_collector()
    # The crawl may be gone at any moment: then nobody waits for an answer.
    with channel.makefile("rb", _BUFFER) as pages, suppress(BrokenPipeError, ConnectionResetError):
        channel.sendall(READY)
        for page in frames(pages):
            # The signal's default action ends the process, also inside of the parser, which no
            # handler could interrupt. It counts CPU time: a busy machine makes no page heavy.
            signal.setitimer(signal.ITIMER_PROF, limits.seconds)
            channel.sendall(framed(answer(page)))


def main(arguments: list[str]) -> int:
    """Serve the socket that is standard input."""
    # Ctrl-C reaches the whole process group; the crawl ends this process when it is through.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    seconds, megabytes = map(int, arguments)
    with socket.socket(fileno=sys.stdin.fileno()) as channel:
        try:
            serve(channel, Limits(seconds, megabytes))
        except MemoryError:
            return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
