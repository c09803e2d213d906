"""Which requests are for the same page: what Scrapy's duplicate filter goes by."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from scrapy.utils.request import RequestFingerprinter

if TYPE_CHECKING:
    from scrapy import Request

# Bytes; as many as Scrapy's own have.
_SIZE = 20


class AddressFingerprinter(RequestFingerprinter):
    """Scrapy's fingerprints, with those of plain requests taken of their address as it is.

    Scrapy sorts an address's parameters and quotes it anew, so that links
    written by different hands are one. A list writes all of its links alike,
    and the walk along it tells pages apart by their URL keys before.
    """

    def fingerprint(self, request: Request) -> bytes:
        """Return 20 bytes, the same for requests of one address, method and body."""
        if request.method == "GET" and not request.body:
            return blake2b(request.url.encode(), digest_size=_SIZE).digest()
        return super().fingerprint(request)
