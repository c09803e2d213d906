"""How portals hand out files: at once, or behind a page or an answer that stands before them."""

from __future__ import annotations

import zlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from govreports.replica.answers import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

Way = Literal["plain", "link", "script", "refresh", "viewer", "redirect", "code"]
_PAGES: Mapping[Way, str] = {
    "link": '<p>正在为您下载，如果没有开始，请<a href="{file}">点击此处</a>。</p>',
    "script": "<script>function go(){{window.location.href='{file}';}} go();</script><p>请稍候</p>",
    "refresh": '<meta http-equiv="refresh" content="0; url={file}">',
    "viewer": '<iframe src="/pdfjs/web/viewer.html?file={file}" width="100%"></iframe>',
    "code": '<form>请输入验证码<img src="/yzm.jsp"><input name="yzm"></form>',
}
_HTML = "text/html;charset=utf-8"


def behind(address: str, suffix: str) -> str:
    """Return where the file itself lies, for an address that something stands before."""
    return f"/files/{zlib.crc32(address.encode()):08x}{suffix}"


def before(way: Way, address: str, suffix: str) -> Document:
    """Return what stands before a file; it has no validators."""
    file = behind(address, suffix)
    if way == "redirect":
        return Document(b"", _HTML, status=HTTPStatus.FOUND, extra=(("Location", file),))
    page = _PAGES[way].format(file=file)
    return Document(f"<html><head></head><body>{page}</body></html>".encode(), _HTML)
