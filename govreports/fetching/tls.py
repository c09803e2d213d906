"""TLS of servers that are behind the times, for the portals whose files say so, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

_HANDLER = "govreports.fetching.tls.OldTlsHandler"
_CIPHERS = "DOWNLOADER_CLIENT_TLS_CIPHERS"
# TLS 1.0 and 1.1 (RFC 8996 retired them), SHA-1, short keys: OpenSSL's level 0 takes them all.
_AT_ANY_STRENGTH = "DEFAULT:@SECLEVEL=0"


def concede(settings: BaseSettings, concessions: Iterable[str]) -> None:
    """Let one crawl take what its portal's server offers, below what the command line sets.

    ``old`` takes old protocols, ciphers and keys; ``unverified`` takes any
    certificate. Every other crawl refuses both.
    """
    for concession in concessions:
        for name, value in _SETTINGS[concession].items():
            settings.set(name, value, priority="spider")


_SETTINGS: dict[str, dict[str, object]] = {
    "old": {
        "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0",
        _CIPHERS: _AT_ANY_STRENGTH,
        "DOWNLOAD_HANDLERS": {"https": _HANDLER},
    },
    "unverified": {"DOWNLOAD_VERIFY_CERTIFICATES": False},
}


class OldTlsHandler(HTTP11DownloadHandler):
    """Scrapy's own handler, with the cipher string as it is set."""

    def __init__(self, crawler: Crawler) -> None:
        """Put the string in the place of the list that Scrapy makes of it."""
        super().__init__(crawler)
        keep_security_level(self, crawler.settings)


def keep_security_level(handler: HTTP11DownloadHandler, settings: BaseSettings) -> None:
    """Undo what Scrapy does to a cipher string that names a security level.

    It writes the string out as a list of ciphers, in which ``@SECLEVEL`` is lost.
    """
    if settings[_CIPHERS] == _AT_ANY_STRENGTH:
        factory: Any = handler._contextFactory  # noqa: SLF001 - Scrapy has no setting for it
        factory.tls_ciphers = CipherString(_AT_ANY_STRENGTH)


@dataclass(frozen=True, slots=True)
class CipherString:
    """An OpenSSL cipher string, as Twisted asks for one (``IAcceptableCiphers``, ``ICipher``)."""

    fullName: str  # noqa: N815 - Twisted's name

    def selectCiphers(self, _available: object) -> tuple[CipherString, ...]:  # noqa: N802 - Twisted's name
        """Return the string as if it were one cipher: Twisted joins their names for OpenSSL."""
        return (self,)
