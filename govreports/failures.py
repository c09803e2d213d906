"""How a download fails, in our own terms: one class name per kind of cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    return FetchError(kind, str(error) or type(error).__name__)


def check_status(page: Capture) -> Capture:
    """Return the page, or raise :class:`FetchError` for a status of 400 and above."""
    if page.status >= _CLIENT_ERROR:
        message = f"the server answered with status {page.status}"
        kind = f"status_{page.status}"
        raise FetchError(kind, message, page.status)
    return page
