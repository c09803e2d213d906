"""HTTP/1.1 on loopback for replica portals: keep-alive, one event loop, no framework.

Light on purpose: the crawler that is tested or measured shares the machine.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from govreports.replica.answers import Answer
from govreports.replica.pages import whole
from govreports.replica.tls_link import TlsLink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from ssl import SSLContext

    from govreports.replica.portal import ReplicaPortal

    Respond = Callable[[str, str, Mapping[str, str], bytes], Answer]

MAXIMUM_HEAD = 64 * 1024
MAXIMUM_BODY = 1024 * 1024
START_SECONDS = 10.0
# What protections answer with (412 apart, 521 and the like) is in no standard.
PHRASES = {status.value: status.phrase for status in HTTPStatus}
DRIP_SECONDS = 0.2
# First byte of a client that speaks TLS where none is spoken.
TLS_HANDSHAKE = b"\x16"
END_OF_HEAD = b"\r\n\r\n"


class RequestError(ValueError):
    """A request that cannot be understood; ``status`` answers it."""

    def __init__(self, status: HTTPStatus) -> None:
        """Keep the status to answer with."""
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names are lower-case."""

    method: str
    target: str
    version: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def keeps_alive(self) -> bool:
        """Whether the connection stays open (RFC 9112, 9.3)."""
        wish = self.headers.get("connection", "").lower()
        return wish == "keep-alive" if self.version == "HTTP/1.0" else wish != "close"


def read_head(head: bytes) -> Request:
    """Read request line and headers; raises :class:`RequestError`."""
    first, *rest = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):  # noqa: PLR2004 - method, target, version
        raise RequestError(HTTPStatus.BAD_REQUEST)
    headers: dict[str, str] = {}
    for line in rest:
        name, colon, value = line.partition(":")
        if not colon:
            raise RequestError(HTTPStatus.BAD_REQUEST)
        headers[name.lower()] = value.strip()
    return Request(words[0], words[1], words[2], headers, b"")


def body_length(request: Request) -> int:
    """Length of a request's body; raises :class:`RequestError` where it is not given plainly."""
    if "transfer-encoding" in request.headers:
        raise RequestError(HTTPStatus.LENGTH_REQUIRED)
    length = whole(request.headers.get("content-length", "0"))
    if length is None:
        raise RequestError(HTTPStatus.BAD_REQUEST)
    if length > MAXIMUM_BODY:
        raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return length


def cut_request(buffer: bytearray) -> Request | None:
    """Take the first whole request out of a buffer; raises :class:`RequestError`."""
    if buffer.startswith(TLS_HANDSHAKE):
        raise RequestError(HTTPStatus.BAD_REQUEST)
    end = buffer.find(END_OF_HEAD)
    if end < 0:
        if len(buffer) > MAXIMUM_HEAD:
            raise RequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        return None
    request = read_head(bytes(buffer[:end]))
    start = end + len(END_OF_HEAD)
    stop = start + body_length(request)
    if len(buffer) < stop:
        return None
    body = bytes(buffer[start:stop])
    del buffer[:stop]
    return Request(request.method, request.target, request.version, request.headers, body)


def wire(answer: Answer, *, keeps_alive: bool) -> bytes:
    """An answer as bytes."""
    phrase = PHRASES.get(answer.status, "Refused")
    lines = [f"HTTP/1.1 {answer.status} {phrase}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    lines.append("Connection: keep-alive" if keeps_alive else "Connection: close")
    return "\r\n".join(lines).encode("latin-1") + END_OF_HEAD + answer.body


def cut_short(answer: Answer) -> bytes:
    """Return the first half of an answer's body, under a head that promises all of it."""
    half = answer.body[: len(answer.body) // 2]
    if answer.delivery == "chunks":
        headers = [pair for pair in answer.headers if pair[0] != "Content-Length"]
        headers.append(("Transfer-Encoding", "chunked"))
        answer = replace(answer, headers=tuple(headers))
        half = b"%x\r\n%b\r\n" % (len(half), half)
    return wire(replace(answer, body=half), keeps_alive=False)


class Connection(asyncio.Protocol):
    """One client; requests are answered in order, each after ``delay`` seconds."""

    def __init__(self, respond: Respond, delay: float, clients: set[asyncio.Transport]) -> None:
        """Keep what answers, and the set in which clients are kept while they are there."""
        self.respond = respond
        self.clients = clients
        self.delay = delay
        self.buffer = bytearray()
        self.waiting = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the client's transport."""
        if isinstance(transport, asyncio.Transport):
            self.transport = transport
            self.clients.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client, whichever way it left."""
        del exc
        if self.transport is not None:
            self.clients.discard(self.transport)
        self.transport = None

    def data_received(self, data: bytes) -> None:
        """Take bytes in and answer what is whole."""
        self.buffer += data
        self.proceed()

    def proceed(self) -> None:
        """Answer the requests that have come in."""
        while not self.waiting and self.transport is not None:
            try:
                request = cut_request(self.buffer)
            except RequestError as error:
                self.refuse(error.status)
                return
            if request is None:
                return
            self.handle(request)

    def handle(self, request: Request) -> None:
        """Answer one request, now or after the delay."""
        if self.delay == 0:
            self.reply(request)
            return
        self.waiting = True
        asyncio.get_running_loop().call_later(self.delay, self.later, request)

    def later(self, request: Request) -> None:
        """Answer a request whose delay is over, and go on."""
        self.waiting = False
        self.reply(request)
        self.proceed()

    def reply(self, request: Request) -> None:
        """Write the answer."""
        answer = self.respond(request.method, request.target, request.headers, request.body)
        if answer.delivery != "whole":
            self.fail(answer)
            return
        self.write(wire(answer, keeps_alive=request.keeps_alive), keep=request.keeps_alive)

    def fail(self, answer: Answer) -> None:
        """Write an answer that never becomes whole."""
        if answer.delivery == "drip":
            self.drip(wire(answer, keeps_alive=False))
        elif answer.delivery == "reset":
            if self.transport is not None:
                self.transport.abort()
        else:
            self.write(cut_short(answer), keep=False)

    def drip(self, data: bytes) -> None:
        """Send an answer byte by byte as long as the client waits."""
        self.waiting = True
        if self.transport is not None and data:
            self.transport.write(data[:1])
            asyncio.get_running_loop().call_later(DRIP_SECONDS, self.drip, data[1:])

    def refuse(self, status: HTTPStatus) -> None:
        """Answer what cannot be understood, and close."""
        self.write(wire(Answer(status, (("Content-Length", "0"),)), keeps_alive=False), keep=False)

    def write(self, data: bytes, *, keep: bool) -> None:
        """Send bytes to a client that is still there."""
        if self.transport is None:
            return
        self.transport.write(data)
        if not keep:
            self.transport.close()


class Server:
    """Several responders, each on a port of its own, in one thread."""

    def __init__(self, host: str = "127.0.0.1", delay: float = 0.0) -> None:
        """Start the thread; it serves nothing until :meth:`open` is called."""
        self.host = host
        self.delay = delay
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="replica", daemon=True)
        self.servers: list[asyncio.Server] = []
        self.clients: set[asyncio.Transport] = set()
        self.thread.start()

    def open(self, respond: Respond, port: int = 0, tls: SSLContext | None = None) -> str:
        """Serve a responder; returns its address. Raises :class:`OSError` for a port in use."""
        future = asyncio.run_coroutine_threadsafe(self.listen(respond, port, tls), self.loop)
        server = future.result(START_SECONDS)
        self.servers.append(server)
        scheme = "https" if tls else "http"
        return f"{scheme}://{self.host}:{server.sockets[0].getsockname()[1]}/"

    async def listen(self, respond: Respond, port: int, tls: SSLContext | None) -> asyncio.Server:
        """Open a listening socket."""
        plain = partial(Connection, respond, self.delay, self.clients)
        factory = plain if tls is None else lambda: TlsLink(tls, plain())
        return await self.loop.create_server(factory, self.host, port)

    def close(self) -> None:
        """Stop listening, drop the clients, end the thread."""
        asyncio.run_coroutine_threadsafe(self.shut(), self.loop).result(START_SECONDS)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(START_SECONDS)
        self.loop.close()

    async def shut(self) -> None:
        """Close every listening socket and every client's."""
        for server in self.servers:
            server.close()
        for client in tuple(self.clients):
            client.abort()
        await asyncio.sleep(0)


@contextmanager
def serve(
    portals: Iterable[ReplicaPortal],
    host: str = "127.0.0.1",
    delay: float = 0.0,
    tls: SSLContext | None = None,
) -> Iterator[dict[str, str]]:
    """Serve portals, each on a random port; yields name → address (``http://host:port/``).

    ``delay`` seconds pass before every answer. With ``tls`` the addresses are ``https``.
    """
    server = Server(host, delay)
    try:
        yield {portal.name: server.open(portal.respond, tls=tls) for portal in portals}
    finally:
        server.close()
