"""Small pages for the tests of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import html

from govreports.reading.document import Document
from govreports.records import Capture

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

URL = "https://www.example.gov.cn/zwgk/fzbg/202403/t20240312_1001.html"
#: A paragraph that any search for prose finds.
PROSE = (
    "本年度，我局坚持依法行政，把执法检查、普法宣传和复议应诉三项工作放在一起部署，"
    "每季度听取一次汇报，发现问题当场交办，年底逐项对账销号。"
)


def capture(source: str | bytes, url: str = URL, **fields: object) -> Capture:
    """A page as it is captured, in UTF-8 unless it is bytes."""
    body = source if isinstance(source, bytes) else source.encode()
    return Capture(url=url, body=body, **fields)  # type: ignore[arg-type]


def document(source: str | bytes, url: str = URL) -> Document:
    """A parsed page."""
    return Document(capture(source, url))


def element(fragment: str) -> Element:
    """The one element of a fragment."""
    return cast("Element", html.fragment_fromstring(fragment))


def article(body: str, head: str = "", title: str = "测试区司法局2023年工作报告") -> str:
    """A whole page around an article: menu, title, text, foot."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="ArticleTitle" content="{title}">{head}</head><body>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul>
<div class="main"><h1>{title}</h1>{body}</div>
<div class="foot">主办单位：测试区人民政府办公室 邮编：100000</div></body></html>"""
