"""Finding a portal's columns by link text, at most two hops from its home page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.failures import FetchError
from govreports.families.base import Catalogued, UnreadableError
from govreports.reading.links import Link, links_of
from govreports.records import Ask

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from govreports.families.base import Family
    from govreports.fetching.fetcher import Fetcher
    from govreports.records import Capture, Listing

    ReadsLists = Callable[[Capture], Awaitable[Listing]]

# Two hops over a portal's whole navigation would be hundreds of pages.
_MOST_HOPS = 12


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column and the first page of its listing."""

    name: str
    page: Capture

    @property
    def category(self) -> str:
        """`#2811` where one page serves all columns and the fragment says which, else nothing."""
        fragment = urlsplit(self.page.requested_url).fragment
        return f"#{fragment}" if fragment.isdecimal() else ""


@dataclass(frozen=True, slots=True)
class ListReader:
    """A portal's family, and what reads its list pages by it."""

    family: Family
    read: ReadsLists


class ColumnNotFoundError(Exception):
    """No page within two hops of the home page links to the column.

    ``failure`` says why its known address did not come, where it has one.
    """

    def __init__(self, message: str, failure: FetchError | None) -> None:
        """Keep the words and the failure."""
        super().__init__(message)
        self.failure = failure


class ColumnFinder:
    """Looks for columns on one portal, fetching as few pages as it can."""

    def __init__(
        self,
        fetcher: Fetcher,
        reader: ListReader,
        home: str,
        own: Callable[[str], bool],
        *,
        lists: Fetcher | None = None,
    ) -> None:
        """Keep the portal: ``own`` says whether a URL lies on it, ``lists`` fetches columns."""
        self._fetcher = fetcher
        self._lists = lists or fetcher
        self._family = reader.family
        self._read = reader.read
        self._home = home
        self._own = own
        self._links: dict[str, tuple[Link, ...]] = {}
        self._failure: FetchError | None = None

    async def find(self, name: str, known_url: str | None) -> FoundColumn:
        """Return the column of that link text; a known address is tried first.

        Raises :class:`ColumnNotFoundError`, or :class:`FetchError` where the
        home page itself does not come.
        """
        self._failure = None
        known, shows_rows = await self._known(known_url) if known_url else (None, False)
        if known is not None and shows_rows:
            return FoundColumn(name, known)
        url = await self._linked(name)
        if url is not None:
            return FoundColumn(name, await self._lists.good_page(Ask(url)))
        if known is not None:
            return FoundColumn(name, known)
        message = f"no link {name!r} within two hops of {self._home}"
        raise ColumnNotFoundError(message, self._failure)

    async def _known(self, url: str) -> tuple[Capture | None, bool]:
        """Return the page of a known address, and whether its list shows rows."""
        try:
            page = await self._lists.good_page(Ask(url))
            listing = await self._read(page)
        except FetchError as error:
            self._failure = error
            return None, False
        except UnreadableError:
            return None, False
        return page, bool(listing.rows) or listing.is_shell

    async def _linked(self, name: str) -> str | None:
        home = await self._links_on(self._home)
        found = match(home, name)
        if found is not None:
            return found
        for hop in self._hops(home):
            try:
                links = await self._links_on(hop)
            except FetchError:
                # One dead page of the navigation must not hide a column behind another.
                continue
            found = match(links, name)
            if found is not None:
                return found
        return None

    async def _links_on(self, url: str) -> tuple[Link, ...]:
        if url not in self._links:
            page = await self._fetcher.good_page(Ask(url))
            self._links[url] = (*links_of(page), *self._drawn(page))
        return self._links[url]

    def _drawn(self, page: Capture) -> tuple[Link, ...]:
        return self._family.links(page) if isinstance(self._family, Catalogued) else ()

    def _hops(self, home: tuple[Link, ...]) -> list[str]:
        """Return the pages worth a look: by navigation words first, then in page order."""
        own = [link for link in home if self._own(link.url)]
        worded = [
            link.url for word in _hop_words() for link in own if word in (link.text, link.title)
        ]
        return _distinct([*worded, *(link.url for link in own)], without=self._home)[:_MOST_HOPS]


def match(links: Iterable[Link], name: str) -> str | None:
    """Return the address of the first link whose text or title is that name."""
    return next((link.url for link in links if name in (link.text, link.title)), None)


def _distinct(urls: Iterable[str], without: str) -> list[str]:
    return [url for url in dict.fromkeys(urls) if url != without]


@cache
def _hop_words() -> tuple[str, ...]:
    text = files("govreports.vocab").joinpath("navigation.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["hops"])
