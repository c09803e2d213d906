"""TLS around a connection, which ends a handshake that fails as web servers do: with an alert.

asyncio's own drops the alert, so that a client only sees a connection closed.
"""

from __future__ import annotations

import asyncio
import ssl

_READ = 64 * 1024


class TlsLink(asyncio.Protocol):
    """Decrypts for an inner protocol what comes in, and encrypts what that writes."""

    def __init__(self, context: ssl.SSLContext, inner: asyncio.Protocol) -> None:
        """Keep who is to be spoken for; the handshake begins with the client's first bytes."""
        self.incoming = ssl.MemoryBIO()
        self.outgoing = ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.inner = inner
        self.agreed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the client's transport."""
        if isinstance(transport, asyncio.Transport):
            self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the inner protocol, where it was told of the client at all."""
        if self.agreed:
            self.inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in; whatever TLS has to say about them goes out."""
        self.incoming.write(data)
        try:
            self.proceed()
        except ssl.SSLWantReadError:
            self.flush()
        except ssl.SSLError:
            self.flush()
            self.transport.close()

    def proceed(self) -> None:
        """Agree with the client, then hand on what it sends, until there is no more of it."""
        if not self.agreed:
            self.tls.do_handshake()
            self.agreed = True
            self.inner.connection_made(TlsTransport(self))
        while plain := self.tls.read(_READ):
            self.inner.data_received(plain)

    def flush(self) -> None:
        """Send what is encrypted."""
        self.transport.write(self.outgoing.read())


class TlsTransport(asyncio.Transport):
    """What the inner protocol writes to."""

    def __init__(self, link: TlsLink) -> None:
        """Keep the link to the client."""
        super().__init__()
        self.link = link

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes, encrypted."""
        self.link.tls.write(data)
        self.link.flush()

    def close(self) -> None:
        """Close once all is sent."""
        self.link.transport.close()

    def abort(self) -> None:
        """Reset the connection."""
        self.link.transport.abort()
