"""What becomes of reports' attachments in a crawl: each is asked for once and gets its state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from govreports import problems
from govreports.attachments.records import TextState, failed
from govreports.failures import FetchError
from govreports.fetching.files import NOT_MODIFIED, FileFetcher
from govreports.fetching.intake import FileIntake, Linked
from govreports.ledger import Ledger
from govreports.store.errors import RefusedError
from govreports.store.known_files import expires, file_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from scrapy.crawler import Crawler

    from govreports.recorder import Recorder
    from govreports.records import Attachment
    from govreports.store.files import KnownAddress, KnownFile

    Renew = Callable[[str], Awaitable[str | None]]

# What is said in a state, beside the names of failures that any download may have.
_WHY = {
    "elsewhere": "on another site",
    "code": "the portal wants a code (验证码) for it",
    "page": "a web page in place of the file",
    "empty": "an empty answer",
    "store": "refused by the store",
}
_TOO_LARGE = "too_large"
_ELSEWHERE = "elsewhere"
# Files that many reports link to; what is kept of each is its facts.
_MET = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom files are asked for.

    ``renew`` gives the address that the report's page now has for a file key,
    ``full`` asks for every file, changed or not.
    """

    portal: str
    renew: Renew | None = None
    full: bool = False


class AttachmentVisits:
    """Asks for the files that reports link to, each once in a crawl.

    A file that is known is asked for on condition that it has changed. Each
    attempt ends with a state; one in vain leaves the last known hash in place.
    """

    def __init__(self, crawler: Crawler, recorder: Recorder, own: Callable[[str], bool]) -> None:
        """Take the crawl's parts; ``own`` says whether an address lies on the portal."""
        self._recorder = recorder
        self._ledger = Ledger.of(crawler)
        self._fetcher = FileFetcher(crawler, own)
        self._intake = FileIntake(crawler, recorder)
        self._most = crawler.settings.getint("GOVREPORTS_ATTACHMENTS_PER_REPORT")
        self._met: dict[str, KnownFile] = {}

    async def of(self, links: Sequence[Attachment], asked: Asked) -> tuple[Attachment, ...]:
        """Return a report's attachments with what their files are now.

        Of two addresses whose keys expire nothing tells that they lead to one
        file (reports have files of one name), so that those are asked for
        without a condition. Raises `StoreError` where the store is lost.
        """
        keys = [file_key(one.url) for one in links if not expires(one.url)]
        look_up = partial(self._recorder.queries.known_addresses, asked.portal, keys)
        known = await self._recorder.look(look_up)
        visited = [await self._one(one, known.get(one.url), asked) for one in links[: self._most]]
        why = failed(f"not fetched, the report links to more than {self._most}")
        return (*visited, *(replace(one, text_state=why) for one in links[self._most :]))

    async def _one(self, one: Attachment, known: KnownAddress | None, asked: Asked) -> Attachment:
        try:
            one, file = await self._visited(one, known, asked)
        except FetchError as error:
            return self._failed(one, known, error)
        except RefusedError as error:
            self._recorder.failed(one.url, error)
            return self._failed(one, known, FetchError("store", str(error)))
        if len(self._met) < _MET:
            self._met[one.url] = file
        return _with(one, file)

    async def _visited(
        self, one: Attachment, known: KnownAddress | None, asked: Asked
    ) -> tuple[Attachment, KnownFile]:
        """Return the file, and the address that it was found at in the end."""
        if one.url in self._met:
            return one, self._met[one.url]
        try:
            return one, await self._visit(Linked(asked.portal, one.url), known, full=asked.full)
        except FetchError:
            url = await _renewed(one.url, asked)
            if url is None:
                raise
        one = replace(one, url=url)
        return one, await self._visit(Linked(asked.portal, url), known, full=asked.full)

    async def _visit(self, linked: Linked, known: KnownAddress | None, *, full: bool) -> KnownFile:
        page = await self._fetcher.file(linked.url, None if full else known)
        if page.status != NOT_MODIFIED:
            self._ledger.count("attachments_fetched")
            return await self._intake.take(linked, page)
        if known is None or full:
            kind, found = "not_modified", "the server says unchanged without being asked"
            raise FetchError(kind, found)
        self._ledger.count("attachments_unchanged")
        return await self._intake.again(linked, known)

    async def pictures(self, urls: Sequence[str], asked: Asked) -> tuple[str, ...]:
        """Return the captures that hold the images at these addresses, of those that came.

        Raises `StoreError` where the store is lost.
        """
        look_up = partial(self._recorder.queries.known_addresses, asked.portal, urls)
        known = await self._recorder.look(look_up)
        found = [await self._picture(url, known.get(url), asked) for url in urls[: self._most]]
        return tuple(filter(None, found))

    async def _picture(self, url: str, known: KnownAddress | None, asked: Asked) -> str | None:
        self._ledger.count("pictures")
        try:
            page = await self._fetcher.file(url, None if asked.full else known)
            if page.status == NOT_MODIFIED:
                return known.capture_id if known is not None else None
            await self._intake.take(Linked(asked.portal, url), page)
        except FetchError as error:
            self._ledger.report(problems.attachment_not_fetched(url, "image of the text", error))
            return known.capture_id if known is not None else None
        return page.id

    def _failed(self, one: Attachment, known: KnownAddress | None, error: FetchError) -> Attachment:
        self._ledger.count("attachments_not_fetched")
        if error.kind != _ELSEWHERE:
            self._ledger.report(problems.attachment_not_fetched(one.url, one.name, error))
        large = error.kind == _TOO_LARGE
        state = TextState.TOO_LARGE if large else failed(_WHY.get(error.kind, error.kind))
        filled = one if known is None else _with(one, known.file)
        return replace(filled, text_state=str(state))


async def _renewed(url: str, asked: Asked) -> str | None:
    return await asked.renew(file_key(url)) if asked.renew and expires(url) else None


def _with(one: Attachment, file: KnownFile) -> Attachment:
    return replace(
        one,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        text_state=file.text_state,
    )
