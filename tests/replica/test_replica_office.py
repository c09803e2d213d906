"""The replica's office files, read by libraries that know the formats from elsewhere."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import olefile
import pytest
import xlrd

from govreports.replica.compound import MAGIC, SECTOR, SHORTEST, compound
from govreports.replica.office import doc, xls
from govreports.replica.ways import before, behind

if TYPE_CHECKING:
    from govreports.replica.compound import Tree


def opened(data: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


@pytest.mark.parametrize("size", [0, 1, SHORTEST, SHORTEST + 1, 200_000])
def test_a_stream_comes_back_filled_up_to_the_shortest(size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    stream = opened(compound({"Book": data})).openstream("Book").read()
    assert stream == data.ljust(SHORTEST, b"\0")


def test_streams_and_storages_are_found_by_their_paths() -> None:
    tree: Tree = {"B": b"1", "A": b"2", "Macros": {"VBA": {"dir": b"3"}, "PROJECT": b"4"}}
    made = opened(compound(tree))
    assert sorted(map("/".join, made.listdir())) == ["A", "B", "Macros/PROJECT", "Macros/VBA/dir"]
    assert made.openstream("Macros/VBA/dir").read()[:1] == b"3"
    assert made.exists("a")


def test_a_file_is_whole_sectors_behind_its_mark() -> None:
    data = compound({"A": b"x"})
    assert data.startswith(MAGIC)
    assert len(data) % SECTOR == 0


def test_a_large_file_has_more_than_one_table_of_sectors() -> None:
    data = compound({"A": bytes(400 * SECTOR), "B": b"end"})
    assert struct.unpack_from("<I", data, 44)[0] > 1
    assert opened(data).openstream("B").read()[:3] == b"end"


def test_a_document_states_the_length_of_its_text() -> None:
    body = opened(doc("第一段\n第二段")).openstream("WordDocument").read()
    (length,) = struct.unpack_from("<I", body, 0x4C)
    text = body[0x400 : 0x400 + 2 * length].decode("utf-16-le")
    assert text == "第一段\r第二段\r"


def test_a_workbook_reads_as_its_rows() -> None:
    data = xls((("甲", 1.5), ("乙",)), "表")
    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    sheet = book.sheet_by_name("表")
    assert [sheet.row_values(row) for row in range(sheet.nrows)] == [["甲", 1.5], ["乙", ""]]


@pytest.mark.parametrize("way", ["link", "script", "refresh", "viewer"])
def test_a_page_before_a_file_names_where_it_lies(way: str) -> None:
    page = before(way, "/download.jsp?id=1", ".pdf")  # type: ignore[arg-type]
    assert behind("/download.jsp?id=1", ".pdf").encode() in page.body
    assert page.modified is None


def test_a_redirect_says_where_to_go_and_a_code_does_not() -> None:
    file = behind("/download.jsp?id=1", ".pdf")
    assert ("Location", file) in before("redirect", "/download.jsp?id=1", ".pdf").extra
    assert file.encode() not in before("code", "/download.jsp?id=1", ".pdf").body
