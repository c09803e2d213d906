from __future__ import annotations

import pytest

from govreports.families.base import UnreadableError
from govreports.reading.links import Link, links_of
from govreports.records import Capture

PAGE = """<html><body>
<a href="/a/index.html"> 政务公开 </a>
<a href="b.html" title="法治政府建设"><img alt="图" src="x.png"></a>
<a href="?a=dir&amp;p=D01">» 法治
  政府&nbsp;建设</a>
<map><area href="/c/" alt="信息公开"></map>
<a href="javascript:;">登录</a><a href="#top">返回顶部</a><a name="x">x</a>
<a href="/d/"><img alt="专题专栏" src="x.png"></a>
</body></html>"""


def test_links_come_in_page_order_with_absolute_addresses_and_clean_texts() -> None:
    links = links_of(Capture("http://a.gov.cn/x/", PAGE.encode()))
    assert links == (
        Link("http://a.gov.cn/a/index.html", "政务公开", ""),
        Link("http://a.gov.cn/x/b.html", "", "法治政府建设"),
        Link("http://a.gov.cn/x/?a=dir&p=D01", "法治政府建设", ""),
        Link("http://a.gov.cn/c/", "", "信息公开"),
        Link("http://a.gov.cn/d/", "", "专题专栏"),
    )


def test_a_page_labelled_gb2312_gives_its_links_in_chinese() -> None:
    page = (
        '<html><head><meta charset="gb2312"></head><body><a href="/a">政务公開㐂</a></body></html>'
    )
    (link,) = links_of(Capture("http://a.gov.cn/", page.encode("gb18030")))
    assert link.text == "政务公開㐂"


def test_an_empty_page_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        links_of(Capture("http://a.gov.cn/", b""))
