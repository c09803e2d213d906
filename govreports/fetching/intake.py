"""Files that have come: kept by their hash, read once, noted in the store."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govreports import problems
from govreports.attachments.folder import FileFolder
from govreports.attachments.kinds import kind_by_media_type, lies
from govreports.attachments.records import is_failure
from govreports.attachments.version import FILE_READER_VERSION
from govreports.failures import FetchError
from govreports.ledger import Ledger
from govreports.places import attachments_directory
from govreports.reader_process.errors import ReaderFaultError
from govreports.reader_process.file_texts import unread_file
from govreports.reader_process.files import FileReader
from govreports.store.files import KnownFile
from govreports.store.jobs import SaveFile
from govreports.store.known_files import file_key

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from govreports.attachments.records import FileText
    from govreports.recorder import Recorder
    from govreports.records import Capture
    from govreports.store.files import KnownAddress

_HTML = "text/html"


class Linked(NamedTuple):
    """A file as a report links to it: the report's portal, the file's address and its key."""

    portal: str
    url: str

    @property
    def key(self) -> str:
        """What of the address stays the same from visit to visit."""
        return file_key(self.url)


class FileIntake:
    """Takes the bytes of files in; those that are known are not read again."""

    def __init__(self, crawler: Crawler, recorder: Recorder) -> None:
        """Take the crawl's parts."""
        settings = crawler.settings
        self._recorder = recorder
        self._ledger = Ledger.of(crawler)
        self._reader = FileReader.of(crawler)
        self._folder = FileFolder(
            attachments_directory(Path(settings["GOVREPORTS_DATA_DIR"])),
            keep=settings.getbool("GOVREPORTS_ATTACHMENT_FILES"),
        )
        self._folder.tidy()

    async def take(self, linked: Linked, page: Capture) -> KnownFile:
        """Return what an answer's bytes are.

        Raises :class:`FetchError` (``page``) for what a portal says in place of
        the file, and `StoreError` where the store refuses.
        """
        sha256 = page.payload_sha256
        known = await self._recorder.look(partial(self._recorder.queries.known_file, sha256))
        text: str | None = None
        if known is None or known.reader_version != FILE_READER_VERSION:
            read = await self._read_new(linked, page.body, sha256)
            known, text = _facts(sha256, len(page.body), read), read.text
            self._name_oddities(linked, known)
        job = _job(linked, known, text, page.id)
        etag, modified = page.header("etag"), page.header("last-modified")
        await self._recorder.submit(replace(job, etag=etag, last_modified=modified))
        return known

    async def again(self, linked: Linked, known: KnownAddress) -> KnownFile:
        """Return what is known of an unchanged file; one that lies here is read by today's reader.

        Raises `StoreError` where the store refuses.
        """
        file = known.file
        path = self._folder.place(file.sha256, kind_by_media_type(file.media_type))
        if file.reader_version == FILE_READER_VERSION or not path.exists():
            return file
        read = await self._read(linked, path)
        file = _facts(file.sha256, file.size, read)
        job = _job(linked, file, read.text, known.capture_id)
        await self._recorder.submit(
            replace(job, etag=known.etag, last_modified=known.last_modified)
        )
        return file

    async def _read_new(self, linked: Linked, body: bytes, sha256: str) -> FileText:
        with self._folder.laid(body, sha256) as path:
            read = await self._read(linked, path)
            if read.media_type == _HTML and is_failure(read.state):
                # An error page differs from day to day, and is no version of the file.
                kind, found = "page", "a web page in place of the file"
                raise FetchError(kind, found)
            self._folder.keep(path, sha256, kind_by_media_type(read.media_type))
        return read

    async def _read(self, linked: Linked, path: Path) -> FileText:
        try:
            return await self._reader.read(path)
        except ReaderFaultError as error:
            self._ledger.report(problems.reader_failed(linked.url, error))
            return unread_file(path, "a fault of the reader")

    def _name_oddities(self, linked: Linked, file: KnownFile) -> None:
        self._ledger.count(f"attachments_{file.text_state.partition(':')[0].replace(' ', '_')}")
        ending = lies(kind_by_media_type(file.media_type), linked.url)
        if ending is not None and not is_failure(file.text_state):
            problem = problems.attachment_of_other_type(linked.url, ending, file.media_type)
            self._ledger.report(problem)
        if file.macros:
            self._ledger.report(problems.attachment_with_macros(linked.url))
        if is_failure(file.text_state):
            self._ledger.report(problems.attachment_unread(linked.url, file.text_state))


def _facts(sha256: str, size: int, read: FileText) -> KnownFile:
    return KnownFile(
        sha256=sha256,
        size=size,
        media_type=read.media_type,
        text_state=str(read.state),
        macros=read.macros,
        reader_version=FILE_READER_VERSION,
    )


def _job(linked: Linked, file: KnownFile, text: str | None, capture_id: str) -> SaveFile:
    return SaveFile(
        portal=linked.portal,
        url=linked.url,
        file_key=linked.key,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        text_state=file.text_state,
        text=text,
        macros=file.macros,
        reader_version=file.reader_version,
        capture_id=capture_id,
    )
