"""Which hosts are a portal's own, and the key of a page on them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tldextract import TLDExtract

from govreports.store.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

# The bundled list of public suffixes (gov.cn, zj.gov.cn …): a crawl fetches nothing else.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)


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
        return url_key(url, self._aliases)


def site(url: str) -> str:
    """Return the registrable domain (``jinshui.gov.cn``), or host and port where there is none."""
    parts = _suffixes(url)
    return parts.top_domain_under_public_suffix or urlsplit(url).netloc
