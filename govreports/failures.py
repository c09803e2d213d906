"""How a download fails, in our own terms: one class name per kind of cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

if TYPE_CHECKING:
    from govreports.records import Capture

_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadTimeoutError, "timeout"),
    (DownloadConnectionRefusedError, "refused"),
    (IgnoreRequest, "robots"),
    (ResponseDataLossError, "cut_off"),
)
FAILURES = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    OSError,
)
"""What a download can raise after all retries (Scrapy 2.19 and Twisted)."""

_CLIENT_ERROR = 400
# Scrapy names the setting where it stops a download, or the unpacking of one (an `IgnoreRequest`).
_SIZE = "DOWNLOAD_MAXSIZE"
# Scrapy's words where it follows no further (an `IgnoreRequest` like a page of robots.txt).
_LOOP = "max redirections reached"
# OpenSSL's words for a certificate that it does not trust, or that is out of date.
_UNTRUSTED = "certificate verify failed"


class FetchError(Exception):
    """A page that did not come: ``kind`` names the class, ``found`` says it in words."""

    def __init__(self, kind: str, found: str, status: int = 0) -> None:
        """Keep the class, the words and the HTTP status (0 where there was none)."""
        super().__init__(found)
        self.kind = kind
        self.found = found
        self.status = status


class RefusedError(IgnoreRequest):
    """A request that is given up on purpose: ``kind`` names the class of why."""

    def __init__(self, kind: str, found: str) -> None:
        """Keep the class and the words."""
        super().__init__(found)
        self.kind = kind


def fetch_error(error: BaseException) -> FetchError:
    """Return the failure of a download in our own terms."""
    if isinstance(error, RefusedError):
        return FetchError(error.kind, str(error))
    if _LOOP in str(error):
        return FetchError("redirect_loop", "one redirect led to another, without end")
    kind = next((kind for cls, kind in _KINDS if isinstance(error, cls)), "network")
    if isinstance(error, DownloadCancelledError) or _SIZE in str(error):
        return FetchError("too_large", f"page too large: more than {_SIZE} allows")
    # Twisted keeps the reasons of a request that failed; Scrapy's words are its list of them.
    reasons = [reason.value for reason in getattr(error.__cause__, "reasons", ())]
    words = "; ".join(str(reason) for reason in reasons if reason is not None)
    found = next(filter(None, map(_tls_error, reasons)), None)
    return found or FetchError(kind, words or str(error) or type(error).__name__)


def _tls_error(reason: BaseException | None) -> FetchError | None:
    """Return what was wrong with a connection's TLS, ``None`` where that was in order."""
    if isinstance(reason, VerificationError):
        return FetchError("certificate", "the certificate is for another host name")
    return _handshake_error(reason) if isinstance(reason, SSL.Error) else None


def _handshake_error(error: SSL.Error) -> FetchError:
    entries = error.args[0] if error.args else ()
    words = "; ".join(entry[-1] for entry in entries) or "no further word"
    if _UNTRUSTED in words:
        return FetchError("certificate", "the certificate is not trusted, or out of date")
    return FetchError("tls", f"no TLS connection: {words}")


def check_status(page: Capture) -> Capture:
    """Return the page, or raise :class:`FetchError` for a status of 400 and above."""
    if page.status >= _CLIENT_ERROR:
        message = f"the server answered with status {page.status}"
        kind = f"status_{page.status}"
        raise FetchError(kind, message, page.status)
    return page
