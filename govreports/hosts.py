"""Which hosts are a portal's own, and the key of a page on them."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tldextract import TLDExtract

from govreports.store.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

# The bundled list of public suffixes (gov.cn, zj.gov.cn …): a crawl fetches nothing else.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)
# Pages in flight and a listing's rows; a key takes some hundred bytes.
_KEYS_KEPT = 1024


class Hosts:
    """The hosts of one portal.

    A host that stands in for the portal's (``start_url``, ``base_url``) counts
    as its own: pages of a replica on a random port keep their identity.
    """

    def __init__(self, home: str, stand_ins: Sequence[str] = ()) -> None:
        """Take the portal's home and the URLs whose hosts stand in for it."""
        self._home = urlsplit(home).netloc
        self._stand_in = next(iter(stand_ins), None)
        self._aliases = {
            netloc: self._home
            for netloc in (urlsplit(url).netloc for url in stand_ins)
            if netloc != self._home
        }
        self._site = site(home)
        # A row's key is asked for on the way through listing, request, page and store.
        self._key = lru_cache(maxsize=_KEYS_KEPT)(partial(url_key, aliases=self._aliases))

    def own(self, url: str) -> bool:
        """Whether a page lies on this portal: its host, a stand-in, or the same site."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            return False
        return parts.netloc in self._aliases or site(url) == self._site

    def reachable(self, url: str, key: str) -> str:
        """Return where a page stored earlier is asked for now.

        A stand-in of an earlier run may be gone; the page's key tells that it
        belongs to the portal, and today's stand-in serves it.
        """
        if self._stand_in is None or not key.startswith(url_key(f"http://{self._home}/")):
            return url
        scheme, netloc = urlsplit(self._stand_in)[:2]
        return urlunsplit((scheme, netloc, *urlsplit(url)[2:]))

    def key(self, url: str) -> str:
        """Return the URL key, stand-in hosts folded to the portal's."""
        return self._key(url)


def site(url: str) -> str:
    """Return the registrable domain (``jinshui.gov.cn``), or host and port where there is none."""
    return _site_of(urlsplit(url).netloc)


# Every row of every listing asks, and a portal has a handful of hosts.
@lru_cache(maxsize=256)
def _site_of(netloc: str) -> str:
    return _suffixes(netloc).top_domain_under_public_suffix or netloc
