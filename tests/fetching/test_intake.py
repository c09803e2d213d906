"""Bytes that have come: known ones are not read again, odd ones are named, error pages are none."""

from __future__ import annotations

import asyncio
import hashlib
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.utils.test import get_crawler

from govreports.attachments.records import FileText, failed
from govreports.attachments.version import FILE_READER_VERSION
from govreports.failures import FetchError
from govreports.fetching.intake import FileIntake, Linked
from govreports.ledger import Ledger
from govreports.reader_process.errors import ReaderFaultError
from govreports.reader_process.files import FileReader
from govreports.records import Capture
from govreports.store.files import KnownAddress, KnownFile
from spiders.jinshui import Jinshui

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.store.jobs import SaveFile

URL = "https://public.jinshui.gov.cn/u/1.pdf"
LINKED = Linked("jinshui", URL)
BODY = b"%PDF-1.4 x"
SHA = hashlib.sha256(BODY).hexdigest()
HEADERS = (("etag", '"1"'), ("last-modified", "Mon, 01 Jan 2024 00:00:00 GMT"))
PAGE = Capture(URL, BODY, headers=HEADERS, id="capture")
READ = FileText("text", "application/pdf", "正文")


class Desk:
    """An intake with a reader and a recorder that are none."""

    def __init__(
        self, folder: Path, *answers: Any, known: KnownFile | None = None, keep: bool = True
    ) -> None:
        self.folder = folder / "attachments"
        self.answers = list(answers)
        self.read: list[bytes] = []
        self.saved: list[SaveFile] = []
        self.known = known
        settings = {"GOVREPORTS_DATA_DIR": str(folder), "GOVREPORTS_ATTACHMENT_FILES": keep}
        crawler = get_crawler(Jinshui, settings)
        self.ledger = Ledger(crawler)
        parts = {Ledger: self.ledger, FileReader: SimpleNamespace(read=self._read)}
        crawler.get_extension = parts.get  # type: ignore[method-assign,assignment]
        queries = SimpleNamespace(known_file=lambda _sha: self.known)
        recorder = SimpleNamespace(queries=queries, look=self._look, submit=self._submit)
        self.intake = FileIntake(crawler, recorder)  # type: ignore[arg-type]

    async def _look(self, question: Any) -> Any:
        return question()

    async def _submit(self, job: SaveFile) -> None:
        self.saved.append(job)

    async def _read(self, path: Path) -> FileText:
        self.read.append(path.read_bytes())  # noqa: ASYNC240 - a small file
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, FileText)
        return answer

    def take(self, page: Capture = PAGE, linked: Linked = LINKED) -> KnownFile:
        return asyncio.run(self.intake.take(linked, page))

    def again(self, known: KnownAddress) -> KnownFile:
        return asyncio.run(self.intake.again(LINKED, known))

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.ledger.problems]

    @property
    def files(self) -> list[str]:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return [path.relative_to(self.folder).as_posix() for path in files]


def facts(version: str = FILE_READER_VERSION, **changes: Any) -> KnownFile:
    values = {"size": len(BODY), "media_type": "application/pdf", "text_state": "text", **changes}
    return KnownFile(sha256=SHA, macros=False, reader_version=version, **values)


def test_new_bytes_are_read_kept_and_noted(tmp_path: Path) -> None:
    desk = Desk(tmp_path, READ)
    assert desk.take() == facts()
    assert desk.read == [BODY]
    assert desk.files == [f"{SHA[:2]}/{SHA}.pdf"]
    (job,) = desk.saved
    assert (job.sha256, job.size, job.text, job.capture_id) == (SHA, len(BODY), "正文", "capture")
    assert (job.etag, job.last_modified) == (HEADERS[0][1], HEADERS[1][1])
    assert desk.codes == []


def test_known_bytes_are_noted_for_their_address_and_not_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path, known=facts())
    assert desk.take() == facts()
    assert (desk.read, desk.files) == ([], [])
    assert [job.text for job in desk.saved] == [None]


def test_bytes_that_an_earlier_reader_read_are_read_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path, READ, known=facts("earlier", text_state="failed: x"))
    assert desk.take() == facts()
    assert desk.read == [BODY]


def test_files_may_be_left_to_the_archive(tmp_path: Path) -> None:
    desk = Desk(tmp_path, READ, keep=False)
    desk.take()
    assert desk.read == [BODY]
    assert desk.files == []


def test_a_web_page_in_place_of_a_file_is_no_version_of_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FileText(failed("a web page in place of the file"), "text/html"))
    with pytest.raises(FetchError) as raised:
        desk.take()
    assert raised.value.kind == "page"
    assert (desk.saved, desk.files) == ([], [])


def test_a_file_that_breaks_its_reader_is_kept_with_its_state(tmp_path: Path) -> None:
    state = failed("a file that takes more than 60 s of CPU time to read")
    desk = Desk(tmp_path, FileText(state, "application/pdf"))
    taken = desk.take()
    assert taken.text_state == "failed: a file that takes more than 60 s of CPU time to read"
    assert taken.media_type == "application/pdf"
    assert desk.files == [f"{SHA[:2]}/{SHA}.pdf"]
    assert desk.codes == ["attachment_unread"]


def test_a_fault_of_the_reader_is_an_error_of_ours(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ReaderFaultError("Traceback …"))
    assert desk.take().text_state == "failed: a fault of the reader"
    assert desk.codes == ["reader_failed", "attachment_unread"]
    assert desk.ledger.verdict == "failed"


def test_macros_and_other_types_are_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FileText("text", "application/msword", "x", macros=True))
    desk.take()
    assert sorted(desk.codes) == ["attachment_macros", "attachment_type"]
    assert desk.ledger.verdict == "warnings"


def test_states_are_counted_by_their_kind(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FileText(failed("a damaged PDF"), "application/pdf"))
    desk.take()
    assert desk.ledger.counts["attachments_failed"] == 1
    assert desk.codes == ["attachment_unread"]


def test_an_unchanged_file_is_what_is_known_of_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.again(KnownAddress(facts(), "capture", '"1"', None)) == facts()
    assert desk.saved == []


def test_an_unchanged_file_that_lies_here_is_read_by_a_better_reader(tmp_path: Path) -> None:
    desk = Desk(tmp_path, READ, READ)
    desk.take()
    known = KnownAddress(facts("earlier", text_state="scanned"), "first", '"9"', None)
    assert desk.again(known) == facts()
    assert (desk.saved[1].capture_id, desk.saved[1].etag) == ("first", '"9"')
    assert desk.saved[1].text == "正文"


def test_one_that_lies_nowhere_stays_as_it_was_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    known = facts("earlier", text_state="scanned")
    assert desk.again(KnownAddress(known, "first", None, None)) == known
