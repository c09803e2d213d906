"""What becomes of reports' attachments in a crawl: each is asked for once and gets its state."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from govreports import problems
from govreports.attachments.records import TextState, failed
from govreports.failures import FetchError
from govreports.fetching.conditional import validators
from govreports.fetching.files import NOT_MODIFIED, FileFetcher
from govreports.fetching.intake import FileIntake, Linked
from govreports.ledger import Ledger
from govreports.store.errors import RefusedError
from govreports.store.known_files import file_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scrapy.crawler import Crawler

    from govreports.recorder import Recorder
    from govreports.records import Attachment
    from govreports.store.files import KnownAddress, KnownFile

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

    async def of(
        self, portal: str, links: Sequence[Attachment], *, full: bool = False
    ) -> tuple[Attachment, ...]:
        """Return a report's attachments with what their files are now; ``full`` asks for all.

        Raises `StoreError` where the store is lost.
        """
        keys = [file_key(one.url) for one in links]
        look_up = partial(self._recorder.queries.known_addresses, portal, keys)
        known = await self._recorder.look(look_up)
        visited = [await self._one(portal, one, known, full=full) for one in links[: self._most]]
        why = failed(f"not fetched, the report links to more than {self._most}")
        return (*visited, *(replace(one, text_state=why) for one in links[self._most :]))

    async def _one(
        self, portal: str, one: Attachment, known: Mapping[str, KnownAddress], *, full: bool
    ) -> Attachment:
        linked = Linked(portal, one.url)
        before = known.get(linked.key)
        try:
            met = self._met.get(linked.key)
            file = met or await self._visit(linked, before, full=full)
        except FetchError as error:
            return self._failed(one, before, error)
        except RefusedError as error:
            self._recorder.failed(one.url, error)
            return self._failed(one, before, FetchError("store", str(error)))
        if len(self._met) < _MET:
            self._met[linked.key] = file
        return _with(one, file)

    async def _visit(self, linked: Linked, known: KnownAddress | None, *, full: bool) -> KnownFile:
        page = await self._fetcher.file(linked.url, {} if full else validators(known))
        if page.status != NOT_MODIFIED:
            self._ledger.count("attachments_fetched")
            return await self._intake.take(linked, page)
        if known is None or full:
            kind, found = "not_modified", "the server says unchanged without being asked"
            raise FetchError(kind, found)
        self._ledger.count("attachments_unchanged")
        return await self._intake.again(linked, known)

    def _failed(self, one: Attachment, known: KnownAddress | None, error: FetchError) -> Attachment:
        self._ledger.count("attachments_not_fetched")
        if error.kind != _ELSEWHERE:
            self._ledger.report(problems.attachment_not_fetched(one.url, one.name, error))
        large = error.kind == _TOO_LARGE
        state = TextState.TOO_LARGE if large else failed(_WHY.get(error.kind, error.kind))
        filled = one if known is None else _with(one, known.file)
        return replace(filled, text_state=str(state))


def _with(one: Attachment, file: KnownFile) -> Attachment:
    return replace(
        one,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        text_state=file.text_state,
    )
