"""What the stage of attachments does where nothing can be kept any more."""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from govreports.attachments.folder import FileFolder
from govreports.items import PageItem
from govreports.ledger import Ledger
from govreports.records import Attachment, Capture, Report, Row
from govreports.store.errors import DatabaseAwayError, RefusedError, StoreError
from pipelines.attachments import AttachmentsPipeline
from spiders.jinshui import Jinshui

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://public.jinshui.gov.cn/D0104X/1.jhtml"
LINKED = Report("jinshui", URL, "标题", attachments=(Attachment("附件", f"{URL}.doc"),))
FULL = OSError(errno.ENOSPC, "No space left on device", "data/attachments/ab.part")


class Recorder:
    """Remembers what the store did not take."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, BaseException]] = []

    def failed(self, subject: str, error: BaseException) -> None:
        self.failures.append((subject, error))


def lost(error: Exception) -> tuple[str, BaseException]:
    """Let the visit of a report's files fail; return what the recorder is told."""
    crawler = get_crawler(Jinshui)
    crawler.spider = Jinshui()
    ledger = Ledger(crawler)
    crawler.get_extension = lambda _: ledger  # type: ignore[method-assign, assignment, return-value]

    class Visits:
        async def of(self, *_: Any, **__: Any) -> None:
            raise error

    reader: Any = None
    stage, recorder = AttachmentsPipeline(crawler, reader), Recorder()
    # Built from the crawl's settings otherwise, by name, once.
    stage.__dict__.update(_visits=Visits(), _recorder=recorder)
    page = PageItem(Capture(URL, b"<html></html>"), "key", "column", Row(URL), report=LINKED)
    with pytest.raises(DropItem):
        asyncio.run(stage.process_item(page))
    (told,) = recorder.failures
    return told


@pytest.mark.parametrize("error", [DatabaseAwayError("away"), RefusedError("no such value")])
def test_a_store_that_takes_no_files_is_told_to_the_recorder(error: StoreError) -> None:
    assert lost(error) == (URL, error)


def test_a_full_disk_under_the_files_is_a_store_that_is_lost() -> None:
    url, error = lost(FULL)
    assert url == URL
    assert type(error) is StoreError
    assert "data/attachments/ab.part: No space left on device" in str(error)
    assert "disk has room" in str(error)


def test_a_file_that_finds_no_room_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = FileFolder(tmp_path, keep=True)

    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(data[: len(data) // 2])
        raise FULL

    monkeypatch.setattr("pathlib.Path.write_bytes", half)
    with pytest.raises(OSError, match="No space left"), folder.laid(b"0123456789", "abcdef"):
        pytest.fail("nothing was laid down")
    assert list(tmp_path.iterdir()) == []
