"""What each format's reader makes of what stands in a file."""

from __future__ import annotations

import io
import struct
from datetime import datetime

import pytest
import rarfile

from govreports.attachments import bounds
from govreports.attachments.formats import packed
from govreports.attachments.reading import read_file
from govreports.replica import files
from govreports.replica.compound import compound
from govreports.replica.files import WORD
from govreports.replica.office import CLX_AT, LENGTH_AT, TEXT_AT, doc, xls
from tests.attachments import makers
from tests.attachments.makers import docx, ofd, paragraph, text_object, web_page


def text_of(data: bytes) -> str:
    read = read_file(io.BytesIO(data))
    assert read.state == "text", read.state
    assert read.text is not None
    return read.text


def state_of(data: bytes) -> str:
    return read_file(io.BytesIO(data)).state


# -- PDF


def test_a_pdf_s_lines_are_lines() -> None:
    assert text_of(files.pdf("第一行\n第二行")) == "第一行\n第二行"


def test_a_pdf_without_pages_is_a_damaged_one() -> None:
    empty = files.pdf_of(("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"))
    assert state_of(empty).startswith("failed: a damaged PDF")


# -- DOCX


def test_runs_tabs_and_breaks_make_one_paragraph() -> None:
    run = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"
    assert text_of(docx(f"<w:p>{run}<w:r><w:t>丁</w:t></w:r></w:p>")) == "甲\t乙\n丙丁"


def test_tab_stops_and_deleted_words_are_no_text() -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    assert text_of(docx(f"<w:p>{stops}{deleted}<w:r><w:t>新</w:t></w:r></w:p>")) == "新"


def test_a_text_box_is_read_once_though_it_stands_in_two_forms() -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    run = f'<w:r><mc:AlternateContent xmlns:mc="{mc}">{both}</mc:AlternateContent></w:r>'
    assert text_of(docx(f"<w:p>{run}<w:r><w:t>外</w:t></w:r></w:p>")) == "框外"


def test_tables_within_tables_are_read_once() -> None:
    inner = makers.table([["内一", "内二"]])
    cells = f"<w:tc>{paragraph('外')}{inner}</w:tc><w:tc>{paragraph('右')}</w:tc>"
    assert text_of(docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")) == "外 内一 内二\t右"


def test_footnotes_follow_the_text() -> None:
    inner = f"<w:footnote>{paragraph('注')}</w:footnote>"
    note = f'<w:footnotes xmlns:w="{WORD}">{inner}</w:footnotes>'
    assert text_of(docx(paragraph("文"), {"word/footnotes.xml": note})) == "文\n注"


# -- DOC


def test_marks_of_fields_cells_and_pages_are_read_as_what_they_show() -> None:
    text = '甲\x07乙\x07\x07丙\x13 HYPERLINK "http://a" \x14链接\x15。\x0c\x01丁'
    assert text_of(doc(text)) == "甲\t乙\n丙链接。\n丁"


def test_a_field_within_a_field_is_undone_from_within() -> None:
    assert text_of(doc("一\x13 IF \x13 PAGE \x143\x15 \x14二\x15三")) == "一二三"


def test_runs_of_one_byte_a_character_are_read_beside_those_of_two() -> None:
    wide, narrow = "报告", "Report 2021"
    body = bytearray(TEXT_AT)
    struct.pack_into("<HH", body, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", body, 10, 0x200)
    struct.pack_into("<I", body, LENGTH_AT, len(wide + narrow))
    places = (TEXT_AT, ((TEXT_AT + 4) * 2) | 0x40000000)
    pieces = struct.pack("<3I", 0, len(wide), len(wide + narrow))
    pieces += b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    # Formatting stands before the table of pieces in many files.
    table = struct.pack("<BH", 1, 3) + b"xyz" + struct.pack("<BI", 2, len(pieces)) + pieces
    struct.pack_into("<II", body, CLX_AT, 0, len(table))
    stream = bytes(body) + wide.encode("utf-16-le") + narrow.encode()
    made = compound({"WordDocument": stream, "1Table": table})
    assert text_of(made) == wide + narrow


def test_headers_of_pages_are_left_out_and_footnotes_kept() -> None:
    parts = {"main": "正文", "footnotes": "脚注", "headers": "页眉", "endnotes": "尾注"}
    body = bytearray(doc("".join(parts.values())))
    at = body.index(struct.pack("<HH", 0xA5EC, 0xC1)) + LENGTH_AT
    struct.pack_into("<7I", body, at, 2, 2, 2, 0, 0, 2, 0)
    assert text_of(bytes(body)) == "正文脚注尾注"


def test_a_document_older_than_97_is_said_to_be_one() -> None:
    body = bytearray(doc("正文"))
    at = body.index(struct.pack("<HH", 0xA5EC, 0xC1))
    struct.pack_into("<H", body, at + 2, 0x65)
    assert state_of(bytes(body)).startswith("failed: written by a Word older than 97")


# -- Sheets


def test_numbers_are_written_as_people_write_them() -> None:
    rows = (("甲", 12.0, 0.5), ("乙\n丙", datetime(2021, 3, 5, 9, 30), True))  # noqa: DTZ001 - sheets have no zones
    expected = "表\n甲\t12\t0.5\n乙 丙\t2021-03-05T09:30:00\tTrue"
    assert text_of(makers.xlsx(rows, "表")) == expected
    assert text_of(xls((("甲", 12.0, 0.5),), "表")) == "表\n甲\t12\t0.5"


def test_a_workbook_of_empty_sheets_shows_nothing() -> None:
    assert state_of(makers.xlsx((), "表")) == "scanned"


# -- OFD


def test_boxes_of_one_height_are_a_line() -> None:
    page = text_object("甲", 20) + text_object("乙", 20.4) + text_object("丙", 30)
    assert text_of(ofd([page, text_object("丁", 20)])) == "甲乙\n丙\n丁"


# -- Archives


def test_each_member_s_text_stands_below_its_name() -> None:
    document, picture = docx(paragraph("乙")), files.picture()
    data = makers.packed({"一.txt": "甲", "图/1.png": picture, "二.docx": document})
    assert text_of(data) == "〔一.txt〕\n甲\n〔图/1.png〕\n〔二.docx〕\n乙"


def test_names_of_chinese_programs_are_read_in_their_encoding() -> None:
    name = "通知.txt".encode("gb18030")
    data = makers.packed({"QQQQ.txt": "x"}).replace(b"QQQQ.txt", name)
    assert text_of(data) == "〔通知.txt〕\nx"


def test_more_members_than_are_read_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_MEMBERS", 2)
    assert text_of(makers.packed({f"{n}.txt": f"第{n}" for n in range(4)})).count("第") == 2


def test_an_archive_of_unlike_failures_tells_the_first_one() -> None:
    data = makers.packed({"1.png": files.picture(), "2.bin": bytes(range(32))})
    assert state_of(data).startswith("failed: no kind of file")


def test_a_damaged_member_costs_no_other() -> None:
    raw = bytearray(makers.packed({"1.txt": "甲" * 30, "2.txt": "乙" * 30}, stored=True))
    raw[raw.index("甲".encode())] ^= 1
    assert text_of(bytes(raw)) == "〔1.txt〕\n〔2.txt〕\n" + "乙" * 30


def test_a_member_that_rar_has_packed_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise rarfile.RarCannotExec

    monkeypatch.setattr(rarfile, "tool_setup", missing)
    state = state_of(makers.rar({"a.txt": b"xxxx"}, method=0x33))
    assert state == "failed: packed by RAR, and no unrar, unar, 7z or bsdtar is installed here"


# -- Text and web pages


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encoding_that_it_is_in(encoding: str) -> None:
    text = "政府信息公开工作年度报告，二〇二一年。"
    expected = "text" if encoding != "utf-16" else "failed"
    assert state_of(text.encode(encoding)).startswith(expected)


def test_a_page_that_an_office_has_saved_is_a_document() -> None:
    body = "<p>一段</p><table><tr><td>甲</td><td>乙</td></tr></table><script>x()</script>"
    assert text_of(web_page(body, office=True)) == "一段\n甲\t乙"


def test_no_more_text_is_kept_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_TEXT", 5)
    assert text_of(docx(paragraph("一二三") + paragraph("四五六"))) == "一二三\n四"


def test_what_no_database_holds_is_no_text() -> None:
    assert text_of(docx(paragraph("甲&#x9;乙"))) == "甲\t乙"
    assert "\0" not in text_of(doc("甲\x00乙"))


def test_a_name_or_a_server_may_say_anything() -> None:
    read = read_file(io.BytesIO(makers.locked_office()))
    assert read.media_type == "application/x-ole-storage"
    assert read.state == "encrypted"
