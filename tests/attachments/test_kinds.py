"""What a file is, by its bytes."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from govreports.attachments.folder import FileFolder
from govreports.attachments.kinds import (
    KINDS,
    kind_by_media_type,
    kind_of,
    lies,
    rough_kind,
)
from govreports.attachments.version import FILE_READER_VERSION
from govreports.replica import files
from govreports.replica.office import doc, xls
from tests.attachments import makers

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = {
    "pdf": files.pdf("甲"),
    "doc": doc("甲"),
    "xls": xls((("甲",),)),
    "docx": files.docx("甲"),
    "xlsx": makers.xlsx((("甲",),)),
    "ofd": makers.ofd([""]),
    "zip": makers.packed({"a": "甲"}),
    "rar": makers.rar({"a": b"x"}),
    "png": files.picture(),
    "gif": b"GIF89a" + bytes(9),
    "bmp": b"BM" + bytes(9),
    "tiff": b"II*\x00" + bytes(9),
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(9),
    "gzip": b"\x1f\x8b" + bytes(9),
    "rtf": rb"{\rtf1 x}",
    "html": makers.web_page("甲"),
    "text": "甲".encode(),
    "empty": b"",
    "unknown": bytes(range(32)),
    "ole": makers.locked_office(),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_is_what_its_bytes_say(name: str) -> None:
    stream = io.BytesIO(WHOLE[name])
    assert kind_of(stream) is KINDS[name]
    assert stream.tell() == 0


def test_a_pdf_may_begin_a_little_later() -> None:
    assert kind_of(io.BytesIO(b"\n\n" + WHOLE["pdf"])).name == "pdf"


@pytest.mark.parametrize("name", ["doc", "docx", "xls", "xlsx", "ofd"])
def test_a_first_look_opens_no_package(name: str) -> None:
    outer = "ole" if name in {"doc", "xls"} else "zip"
    assert rough_kind(WHOLE[name][:4096]) is KINDS[outer]


def test_a_first_look_tells_what_magic_tells() -> None:
    assert rough_kind(WHOLE["pdf"]).name == "pdf"
    assert rough_kind(b"").name == "empty"


@pytest.mark.parametrize(
    ("kind", "address", "promised"),
    [
        ("pdf", "http://a.gov.cn/1.pdf", None),
        ("pdf", "http://a.gov.cn/1.PDF?x=1.doc", None),
        ("doc", "http://a.gov.cn/1.wps", None),
        ("docx", "http://a.gov.cn/1.doc", None),
        ("ole", "http://a.gov.cn/1.docx", None),
        ("doc", "http://a.gov.cn/1.pdf", "pdf"),
        ("pdf", "http://a.gov.cn/1.html", "html"),
        ("pdf", "http://a.gov.cn/download.jsp?id=1", None),
        ("pdf", "http://a.gov.cn/attachment/2020", None),
    ],
)
def test_an_address_that_promises_another_kind_lies(
    kind: str, address: str, promised: str | None
) -> None:
    assert lies(KINDS[kind], address) == promised


def test_kinds_are_found_by_their_media_type() -> None:
    assert kind_by_media_type("application/pdf").name == "pdf"
    assert kind_by_media_type("application/x-strange").name == "unknown"
    assert len({kind.media_type for kind in KINDS.values()}) == len(KINDS)


def test_a_file_lies_where_its_bytes_say_and_nowhere_else(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path / "files", keep=True)
    sha256 = "ab" + "0" * 62
    with folder.laid(b"x", sha256) as path:
        assert path.read_bytes() == b"x"
        folder.keep(path, sha256, KINDS["pdf"])
    (only,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert only == folder.place(sha256, KINDS["pdf"])
    assert only.relative_to(tmp_path).as_posix() == f"files/ab/{sha256}.pdf"


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_not_kept_goes_again_also_where_reading_fails(
    tmp_path: Path, *, keep: bool
) -> None:
    folder = FileFolder(tmp_path, keep=keep)
    with pytest.raises(RuntimeError), folder.laid(b"x", "ab"):
        raise RuntimeError
    if not keep:
        with folder.laid(b"x", "ab") as path:
            folder.keep(path, "ab", KINDS["pdf"])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_killed_crawl_left_is_taken_away_after_a_day(tmp_path: Path) -> None:
    old, new, kept = (tmp_path / name for name in ("old.part", "new.part", "kept.pdf"))
    for path in (old, new, kept):
        path.write_bytes(b"x")
    for path in (old, kept):
        os.utime(path, (0, 0))
    FileFolder(tmp_path, keep=True).tidy()
    assert sorted(tmp_path.iterdir()) == sorted([new, kept])


def test_a_folder_that_is_not_there_is_tidy(tmp_path: Path) -> None:
    FileFolder(tmp_path / "none", keep=True).tidy()
    assert not (tmp_path / "none").exists()


def test_the_reading_code_has_a_version() -> None:
    assert len(FILE_READER_VERSION) == 12
