"""The spider of every portal: columns into rows, rows into captures, captures into items."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals

from govreports import problems
from govreports.failures import FetchError, check_status, fetch_error
from govreports.families import family as family_of
from govreports.families.base import UnreadableError
from govreports.fetching.absence import sent_home
from govreports.fetching.backlog import Backlog
from govreports.fetching.browser.chromium import use_browser
from govreports.fetching.browser.wish import drawn
from govreports.fetching.capture import KNOWN, capture_of
from govreports.fetching.conditional import unchanged, validators
from govreports.fetching.fetcher import Fetcher
from govreports.fetching.tls import concede
from govreports.fetching.windows import ALWAYS, was_asked
from govreports.finding import ColumnFinder, ColumnNotFoundError, FoundColumn, ListReader
from govreports.hosts import Hosts
from govreports.items import PageItem
from govreports.ledger import Ledger
from govreports.options import CrawlOptions
from govreports.portal import Portal
from govreports.reader_process.extension import PageReader
from govreports.recorder import Recorder
from govreports.records import Ask
from govreports.store.jobs import CloseColumn, SaveListing
from govreports.values.dates import parse_date
from govreports.walk import ColumnWalk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from govreports.records import Capture, Listing, Row
    from govreports.store.rechecks import Watched
    from govreports.store.store import Known

_CUT = ("…", "...")


class PortalSpider(Portal, Spider):
    """One portal. Its file states attributes only: those of :class:`Portal`.

    A portal's columns are crawled list page by list page from :meth:`start`,
    which waits while requests are queued, so that a long column never piles
    up; each article comes back to :meth:`parse_report`.
    """

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Take the arguments of the command line (`-a`).

        Raises ``ArgumentError`` for one that cannot be meant.
        """
        super().__init__(name)
        self.arguments = arguments
        self.options = self.read_arguments(arguments)
        stand_ins = (self.options.base_url, self.options.start_url)
        self.hosts = Hosts(self.home, [url for url in stand_ins if url])
        self.walks: list[ColumnWalk] = []
        self.watched: dict[str, Watched] = {}
        """How often each column's pages have changed, by its name."""

    @classmethod
    def read_arguments(cls, arguments: Mapping[str, str]) -> CrawlOptions:
        """Read the arguments of a crawl of this portal.

        Raises ``ArgumentError`` for one that cannot be meant.
        """
        return CrawlOptions.from_arguments(arguments)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider and reach for the crawl's ledger and store when it opens."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_opened, signals.spider_opened)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Load the browser where the portal needs one, and only there; so with old TLS.

        Raises ``BrowserMissingError`` where it is not installed.
        """
        super().update_settings(settings)
        concede(settings, cls.tls)
        if cls.browser is not None:
            use_browser(settings)

    def on_opened(self) -> None:
        """Take up the crawl's ledger, store and downloader."""
        self.ledger = Ledger.of(self.crawler)
        self.recorder = Recorder.of(self.crawler)
        self.fetcher = Fetcher(self.crawler, self.page_meta)
        self.list_fetcher = Fetcher(
            self.crawler, drawn(self.browser_ready) if self.browser else None
        )
        self.backlog = Backlog(self.crawler)
        self.reader = PageReader.of(self.crawler)
        self.sample = self.crawler.settings.getint("GOVREPORTS_SAMPLE")

    @property
    def portal(self) -> str:
        """The name that records carry."""
        return self.name

    async def read_listing(self, page: Capture) -> Listing:
        """Read one page of a column; raises `UnreadableError` where no list can be found."""
        return await self.reader.listing(page, self.family)

    @property
    def base(self) -> str:
        """The portal's root: ``base_url`` where one stands in for the home."""
        return self.options.base_url or self.home

    @property
    def page_meta(self) -> dict[str, Any]:
        """What each request for a page that is no list carries."""
        return drawn() if self.browser == "all" else {}

    @property
    def partial(self) -> bool:
        """Whether this run leaves rows out on purpose, and so proves nothing missing."""
        return self.options.partial or bool(self.sample)

    # -- Columns -----------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Walk every column and ask for its articles."""
        async for column in self._found_columns():
            async for request in self._walk(column):
                yield request

    async def _found_columns(self) -> AsyncIterator[FoundColumn]:
        if self.options.start_url:
            column = await self._start_column(self.options.start_url)
            if column is not None:
                yield column
            return
        finder = ColumnFinder(
            self.fetcher,
            ListReader(family_of(self.family), self.read_listing),
            self.base,
            self.hosts.own,
            lists=self.list_fetcher,
        )
        for name, path in self.columns.items():
            url = urljoin(self.base, path) if path else None
            try:
                yield await finder.find(name, url)
            except ColumnNotFoundError as error:
                self.ledger.report(
                    problems.listing_not_fetched(url, name, error.failure)
                    if url and error.failure
                    else problems.column_missing(self.base, name)
                )
            except FetchError as error:
                self.ledger.report(problems.home_not_fetched(self.base, error))

    async def _start_column(self, url: str) -> FoundColumn | None:
        name = next(iter(self.columns), urlsplit(url).path)
        try:
            return FoundColumn(name, await self.list_fetcher.good_page(Ask(url)))
        except FetchError as error:
            self.ledger.report(problems.column_not_fetched(url, name, error))
            return None

    async def _walk(self, column: FoundColumn) -> AsyncIterator[Request]:
        walk = ColumnWalk(
            name=column.name,
            url=f"{column.page.url}{column.category}",
            key=f"{self.hosts.key(column.page.url)}{column.category}",
            key_of=self.hosts.key,
            pattern=self.list_pages,
        )
        self.walks.append(walk)
        self.ledger.open_column(walk.name, walk.key)
        if self.recorder is not None:
            self.watched[walk.name] = await self.recorder.watched(self.portal, walk.key)
        async for request in self._pass(walk, column.page):
            yield request
        if not self.partial and walk.again():
            page = await self._next_list_page(walk, [column.page.asked or Ask(column.page.url)])
            if page is not None:
                async for request in self._pass(walk, page):
                    yield request
        self._close(walk)

    async def _pass(self, walk: ColumnWalk, first: Capture) -> AsyncIterator[Request]:
        """Read a column's list once and ask for the articles that it had not shown before.

        The next list page is fetched and read while the last one's articles are asked
        for: the downloader would wait for it between any two.
        """
        asks: list[Ask] = []
        coming = asyncio.ensure_future(self._requests(walk, first, asks))
        try:
            more = True
            while more:
                requests, more = await coming
                if more:
                    coming = asyncio.ensure_future(self._further(walk, asks))
                for request in requests:
                    yield request
        finally:
            # Where the crawl is ended between two of its requests.
            coming.cancel()

    async def _further(self, walk: ColumnWalk, asks: list[Ask]) -> tuple[list[Request], bool]:
        page = await self._next_list_page(walk, asks)
        return ([], False) if page is None else await self._requests(walk, page, asks)

    async def _requests(
        self, walk: ColumnWalk, page: Capture, asks: list[Ask]
    ) -> tuple[list[Request], bool]:
        """Return the requests for a list page's articles, and whether to go on behind it."""
        rows, more = await self._taken(walk, page, asks)
        return await self._article_requests(walk, rows), more

    async def _taken(
        self, walk: ColumnWalk, page: Capture, asks: list[Ask]
    ) -> tuple[tuple[Row, ...], bool]:
        """Read a list page: the rows not shown before, and whether to go on behind it.

        Where it leads on to several lists (one for each year), each is followed to its
        end; one that breaks off leaves the others to be read.
        """
        listing = await self._list_on(walk, page)
        if listing is None:
            return (), True
        fresh: tuple[Row, ...] = ()
        if not listing.is_shell:
            fresh = walk.add(listing)
            self._save_listing(walk, page, listing, len(fresh))
            fresh = fresh[: self.sample or None]
            if self._enough(walk, listing):
                return fresh, False
        leads = walk.leads(listing) or walk.further(listing)
        asks[:0] = [ask for ask in leads if ask not in asks]
        return fresh, True

    async def _list_on(self, walk: ColumnWalk, page: Capture) -> Listing | None:
        try:
            return await self.read_listing(page)
        except UnreadableError as error:
            walk.broken = True
            self.ledger.report(problems.listing_unreadable(page.url, walk.name, error))
            return None

    async def _next_list_page(self, walk: ColumnWalk, asks: list[Ask]) -> Capture | None:
        while asks:
            ask = asks.pop(0)
            await self.backlog.room()
            try:
                return await self.list_fetcher.good_page(ask)
            except FetchError as error:
                walk.broken = True
                self.ledger.report(problems.listing_not_fetched(ask.url, walk.name, error))
        return None

    def _enough(self, walk: ColumnWalk, listing: Listing) -> bool:
        if self.sample and walk.rows:
            return True
        since = self.options.since
        return since is not None and walk.older_than(listing.rows, since)

    def _save_listing(self, walk: ColumnWalk, page: Capture, listing: Listing, fresh: int) -> None:
        self.ledger.count("rows", fresh)
        self.ledger.count("list_pages")
        if self.recorder is None:
            return
        self.recorder.post(
            SaveListing(
                run_id=self.recorder.run,
                portal=self.portal,
                column=walk.key,
                page=walk.pages if self.list_pages else listing.page,
                url=page.url,
                capture_id=page.id,
                declared_rows=listing.declared_rows,
                declared_pages=listing.declared_pages,
                keys=tuple(self.hosts.key(row.url) for row in listing.rows),
            )
        )

    def _close(self, walk: ColumnWalk) -> None:
        if walk.repeated:
            self.ledger.report(problems.pages_repeat(walk.url, walk.name))
        if not self.partial:
            for problem in walk.shortfalls():
                self.ledger.report(problem)
        self.ledger.count("declared", walk.declared_rows or walk.rows)
        if self.recorder is None:
            return
        self.recorder.post(
            CloseColumn(
                run_id=self.recorder.run,
                portal=self.portal,
                column=walk.key,
                complete=walk.complete and not self.partial,
                declared=walk.declared_rows,
                seen=walk.rows,
                pages=walk.pages,
                declared_first=walk.declared_first,
                passes=len(walk.passes),
            )
        )

    # -- Articles ----------------------------------------------------------------------

    async def _article_requests(self, walk: ColumnWalk, rows: tuple[Row, ...]) -> list[Request]:
        wanted = [row for row in rows if self._wanted(row, walk)]
        self.ledger.count_in(walk.name, "asked", sum(not self._shared(row, walk) for row in wanted))
        known = await self._known([self.hosts.key(row.url) for row in wanted])
        return [
            self._article_request(row, walk.name, known.get(self.hosts.key(row.url)))
            for row in wanted
        ]

    def _shared(self, row: Row, walk: ColumnWalk) -> bool:
        """Whether another column has asked for the row's page in this run."""
        key = self.hosts.key(row.url)
        return any(key in other.keys for other in self.walks if other is not walk)

    def _article_request(self, row: Row, column: str, known: Known | None) -> Request:
        # A drawn page's document says nothing about what its scripts fetch.
        headers = {} if self.options.full or self.page_meta else validators(known)
        settled = {KNOWN: known.last_capture_id} if known and headers else {}
        return Request(
            row.url,
            callback=self.parse_report,
            errback=self.on_failure,
            headers=headers,
            meta={**self.page_meta, **settled, ALWAYS: self.options.full},
            cb_kwargs={"row": row, "column": column, "known": known},
        )

    def _wanted(self, row: Row, walk: ColumnWalk) -> bool:
        if not self.hosts.own(row.url):
            self.ledger.report(problems.row_elsewhere(row.url, walk.name))
            self.ledger.count_in(walk.name, "elsewhere")
            return False
        return self._title_wanted(row.title) and self._day_wanted(row.date)

    def _title_wanted(self, title: str) -> bool:
        pattern = self.options.title
        # A title that the list cuts off may match in the part that is not shown.
        return pattern is None or bool(pattern.search(title)) or title.endswith(_CUT)

    def _day_wanted(self, stated: str | None) -> bool:
        since = self.options.since
        # Asked first: each row of each list comes by here.
        day = parse_date(stated) if since and stated else None
        return since is None or day is None or day >= since

    async def _known(self, keys: list[str]) -> Mapping[str, Known]:
        if self.recorder is None or not keys:
            return {}
        return await self.recorder.known(self.portal, keys)

    def parse_report(
        self, response: Response, row: Row, column: str, known: Known | None
    ) -> tuple[PageItem, ...]:
        """Hand an article page to the pipelines, which read it unless it is known unchanged.

        A page that does not come is named in the ledger.
        """
        page = capture_of(response)
        asked = was_asked(response)
        self.ledger.count("pages", int(asked))
        settled = unchanged(page, known)
        if not settled:
            try:
                check_status(page)
            except FetchError as error:
                self.ledger.report(problems.page_not_fetched(page.url, error))
                return ()
            if sent_home(page):
                self.ledger.report(problems.page_sent_home(row.url, page.url))
                return ()
        files = known.attachments if asked and settled and known is not None else ()
        key = self.hosts.key(page.url)
        return (PageItem(page, key, column, row, settled, asked, known_files=files),)

    def on_failure(self, failure: Failure) -> None:
        """Name an article whose request got no answer after all retries."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = fetch_error(failure.value) if failure.value else FetchError("network", "no answer")
        self.ledger.report(problems.page_not_fetched(request.url, error))


def portal_of(crawler: Crawler) -> PortalSpider:
    """Return the crawl's spider.

    Raises :class:`TypeError` for one that is no :class:`PortalSpider`.
    """
    spider = crawler.spider
    if not isinstance(spider, PortalSpider):
        message = f"govreports' components serve PortalSpider only, not {type(spider).__name__}"
        raise TypeError(message)
    return spider
