"""The files that every change is held against: whole, scanned, locked, broken, bombs, liars."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from govreports.replica import files
from govreports.replica.office import ENCRYPTED, TABLE_1, doc, xls
from tests.attachments import makers
from tests.attachments.makers import MEGABYTE, docx, ofd, packed, paragraph, text_object, web_page

if TYPE_CHECKING:
    from collections.abc import Callable

REPORT = "金水区二〇二一年法治政府建设年度报告"
ROWS = (("项目", "件数"), ("行政复议", 12))
MACROS = {"Macros": {"VBA": {"dir": b"x"}}}
PICTURE = "<w:p><w:r><w:drawing/></w:r></w:p>"
IMAGE = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>'
DAMAGED = "failed: a damaged"
TRAVERSING = {
    "../../../../tmp/govreports-escaped.txt": "逃逸一",
    "/tmp/govreports-escaped.txt": "逃逸二",  # noqa: S108 - must never be written
    "..\\..\\govreports-escaped.txt": "逃逸三",
    "C:\\govreports-escaped.txt": "逃逸四",
}
OVER = "unpacks to"


class Case(NamedTuple):
    """A file: what it is called, its bytes, and how its text's state begins; words of the text."""

    name: str
    made: Callable[[], bytes]
    state: str
    words: str = ""
    macros: bool = False


def sea() -> str:
    """A sheet that says it fills all there can be of rows and columns, with a cell at its end."""
    return (
        f'<worksheet xmlns="{makers.SHEETS}"><dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )


CASES = (
    # Whole
    Case("报告.pdf", lambda: files.pdf(REPORT), "text", REPORT),
    Case("报告.doc", lambda: doc(REPORT), "text", REPORT),
    Case("报告.docx", lambda: docx(paragraph(REPORT)), "text", REPORT),
    Case(
        "表.docx",
        lambda: docx(makers.table([["甲", "乙"], ["一", "二"]])),
        "text",
        "甲\t乙\n一\t二",
    ),
    Case("统计.xls", lambda: xls(ROWS), "text", "行政复议\t12"),
    Case(
        "统计.xlsx", lambda: makers.xlsx((*ROWS, ("日期", date(2021, 3, 5)))), "text", "2021-03-05"
    ),
    Case("报告.wps", lambda: doc(REPORT), "text", REPORT),
    Case("统计.et", lambda: xls(ROWS), "text", "行政复议"),
    Case("报告.ofd", lambda: ofd([text_object(REPORT, 20)]), "text", REPORT),
    Case("说明.txt", lambda: REPORT.encode("gb18030"), "text", REPORT),
    Case("附件.zip", lambda: packed({"甲.docx": docx(paragraph(REPORT))}), "text", REPORT),
    Case("附件.rar", lambda: makers.rar({"a.txt": REPORT.encode()}), "text", REPORT),
    # Scanned
    Case("扫描.pdf", makers.scanned_pdf, "scanned"),
    Case("扫描.docx", lambda: docx(PICTURE), "scanned"),
    Case("扫描.ofd", lambda: ofd([IMAGE]), "scanned"),
    Case("第1页.png", files.picture, "scanned"),
    Case("第1页.jpg", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200), "scanned"),
    Case("扫描.zip", lambda: packed({"1.png": files.picture()}), "scanned"),
    # Locked
    Case("加密.pdf", makers.locked_pdf, "encrypted"),
    Case("加密.doc", lambda: doc(REPORT, flags=TABLE_1 | ENCRYPTED), "encrypted"),
    Case("加密.docx", makers.locked_office, "encrypted"),
    Case("加密.xls", lambda: xls(ROWS, locked=True), "encrypted"),
    Case(
        "加密.ofd", lambda: ofd([IMAGE], more="<ofd:Encryptions>e</ofd:Encryptions>"), "encrypted"
    ),
    Case("加密.zip", lambda: makers.locked_zip({"a.txt": REPORT}), "encrypted"),
    Case("加密.rar", lambda: makers.rar({"a.txt": b"x"}, locked=True), "encrypted"),
    # Broken
    Case("半截.pdf", lambda: files.pdf(REPORT)[:60], DAMAGED),
    Case("半截.docx", lambda: docx(paragraph(REPORT))[:300], DAMAGED),
    Case("缺件.docx", lambda: docx("<w:p><w:r>"), DAMAGED),
    Case("半截.doc", lambda: doc(REPORT)[:900], DAMAGED),
    Case("半截.xls", lambda: xls(ROWS)[:700], DAMAGED),
    Case("缺页.ofd", lambda: packed({"OFD.xml": "<OFD><DocRoot>a.xml</DocRoot></OFD>"}), DAMAGED),
    Case("半截.zip", lambda: packed({"a.txt": REPORT})[:-30], DAMAGED),
    Case("坏.rar", lambda: makers.rar({"a.txt": b"x" * 99})[:-40], DAMAGED),
    Case("空.pdf", lambda: b"", "failed: an empty file"),
    Case("乱码.doc", lambda: bytes(range(256)) * 20, "failed: no kind of file"),
    # Bombs
    Case("炸弹.zip", lambda: packed({"a.txt": bytes(200 * MEGABYTE)}), f"failed: {OVER}"),
    Case("套娃.zip", lambda: makers.nested_zip(6, b"x" * MEGABYTE), "failed: an archive within"),
    Case("重叠.zip", lambda: makers.overlapping_zip(4000, bytes(MEGABYTE)), f"failed: {OVER}"),
    Case(
        "万件.zip",
        lambda: packed(dict.fromkeys(map(str, range(20_000)), "")),
        "failed: 20000 parts",
    ),
    Case("实体.docx", lambda: packed({"word/document.xml": makers.laughs()}), DAMAGED),
    Case(
        "膨胀.docx",
        lambda: docx(paragraph(" " * 200 * MEGABYTE)),
        f"failed: {OVER}",
    ),
    Case(
        "海表.xlsx",
        lambda: makers.with_part(makers.xlsx(ROWS), "xl/worksheets/sheet1.xml", sea()),
        "text",
        "1",
    ),
    Case("重.pdf", lambda: makers.heavy_pdf(400), "failed: a file that"),
    # Liars
    Case("错误页.pdf", lambda: web_page("您访问的页面不存在"), "failed: a web page"),
    Case("报告.html", lambda: doc(REPORT), "text", REPORT),
    Case("网页.doc", lambda: web_page(f"<p>{REPORT}</p>", office=True), "text", REPORT),
    Case("照片.jpg", lambda: files.pdf(REPORT), "text", REPORT),
    # Names that lead out of any folder
    Case("越界.zip", lambda: packed(TRAVERSING), "text", "逃逸三"),
    # Macros
    Case("宏.doc", lambda: doc(REPORT, MACROS), "text", REPORT, macros=True),
    Case(
        "宏.docm",
        lambda: docx(paragraph(REPORT), {"word/vbaProject.bin": b"x"}),
        "text",
        REPORT,
        macros=True,
    ),
)
