"""A robots.txt that cannot be had: then nothing of that host is asked for (RFC 9309, 2.3.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.failures import RefusedError, fetch_error
from govreports.fetching.challenges import ROBOTS, is_challenge

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_KIND = "robots_unreachable"
_SERVER_ERROR = 500
_TOO_MANY_REQUESTS = 429


class UnreachableRobots:
    """Downloader middleware that stands behind Scrapy's own for robots.txt.

    Scrapy takes a robots.txt that did not come for one that allows everything.
    That is right for 404 and its like, and wrong for 5xx, a challenge, a timeout.
    It stands above retries, so that it sees what they could not mend.
    """

    def __init__(self) -> None:
        """Begin with no host."""
        self.reasons: dict[str, tuple[str, str]] = {}

    def process_request(self, request: Request) -> None:
        """Raise :class:`RefusedError` where the host's robots.txt could not be had.

        Its kind is that of the failure where no answer came (``dns``, ``tls`` …).
        """
        host = urlsplit(request.url).netloc
        if ROBOTS not in request.meta and host in self.reasons:
            raise RefusedError(*self.reasons[host])

    def process_response(self, request: Request, response: Response) -> Response:
        """Note a robots.txt that the server could not give."""
        if ROBOTS in request.meta and is_unknown(response):
            self._note(request, _KIND, f"status {response.status}")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note a robots.txt for which no answer came."""
        if ROBOTS in request.meta:
            error = fetch_error(exception)
            self._note(request, error.kind, error.found)

    def _note(self, request: Request, kind: str, reason: str) -> None:
        asked = request.meta.get("redirect_urls", [request.url])[0]
        message = f"robots.txt did not come ({reason}), so nothing was asked for"
        self.reasons[urlsplit(asked).netloc] = kind, message


def is_unknown(response: Response) -> bool:
    """Whether the answer leaves open what robots.txt says."""
    return (
        response.status >= _SERVER_ERROR
        or response.status == _TOO_MANY_REQUESTS
        or is_challenge(response)
    )
