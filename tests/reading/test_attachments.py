"""附件: which links are files, what they are called, whose they are."""

from __future__ import annotations

import pytest

from govreports.reading.attachments import (
    is_attachment_line,
    name_of,
    read_attachments,
)
from govreports.reading.file_links import is_file_link
from govreports.reading.flow import body_flow
from tests.reading.pages import document, element


@pytest.mark.parametrize(
    "href",
    [
        "./P020240312.pdf",
        "/files/a.DOCX",
        "a.xls?v=2",
        "b.zip#x",
        "/module/download/downfile.jsp?classid=0&filename=abc.pdf",
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=2",
        "/api-gateway/jpaas-web-server/front/document/download?fileUrl=x&fileName=y",
        "/attachment.jspx?cid=1&i=0&t=9&k=z",
        "../../virtual_attach_file.vsb?afc=AbC",
        "/_upload/article/files/aa/bb/c",
        "/attachment/%E9%99%84%E8%A1%A8.xls?token==",
        "/down.jsp?name=report.ofd",
    ],
)
def test_links_to_files(href: str) -> None:
    assert is_file_link(href)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "/a.html",
        "t2024.shtml",
        "#a.pdf",
        "javascript:open('a.pdf')",
        "/pdf/",
        "mailto:a.doc",
        "/a.docs/index.htm",
    ],
)
def test_links_to_pages(href: str) -> None:
    assert not is_file_link(href)


@pytest.mark.parametrize(
    ("fragment", "name"),
    [
        ("<p><a href='a.pdf'>分工表.pdf</a></p>", "分工表.pdf"),
        ("<p><a href='a.pdf'> 分工表\n <b>（试行）</b>.pdf</a></p>", "分工表 （试行）.pdf"),
        ("<p><a href='a.pdf' title='分工表'><img src='i.gif'></a></p>", "分工表"),
        ("<p><a href='a.pdf' title='分工表'>附件下载</a></p>", "分工表"),
        ("<p>附件：分工表 <a href='a.pdf'>附件下载</a></p>", "分工表"),
        ("<p><b>分工表</b><a href='a.pdf'>点击下载</a></p>", "分工表"),
        ("<p><a href='a.pdf'>附件下载</a></p>", "附件下载"),
        ("<p>附件：<a href='a.pdf'>下载</a></p>", "下载"),
        ("<p><a href='/x/%E8%A1%A8.pdf'><img src='i.gif'></a></p>", "表.pdf"),
        ("<p>2. <a href='a.pdf'>点击下载</a></p>", "点击下载"),
        ("<p>分工表<a href='a.pdf'></a></p>", ""),
    ],
)
def test_names(fragment: str, name: str) -> None:
    link = element(fragment).find(".//a")
    assert link is not None
    assert name_of(link) == name


PAGE = document(
    """<body><div id="f"><h1>标题</h1><div id="c"><p><a href="./1.docx">分工表.docx</a></p>
<p><a href="1.docx">分工表.docx</a> <a href="2.pdf"></a> <a href="x.html">网页</a></p>
<p id="other"><a href="3.pdf">别的文件.pdf</a></p></div></div>
<div class="fujian-box"><a href="/4.xlsx">附表.xlsx</a></div>
<div class="side"><a href="/5.pdf">侧栏.pdf</a></div>
<ul id="files"><li><a href="/6.zip">数据.zip</a></li></ul></body>"""
)
BY_ID = {one.get("id"): one for one in PAGE.root.iter() if one.get("id")}


def test_files_count_in_the_frame_and_in_named_boxes_once_each() -> None:
    files = read_attachments(PAGE, BY_ID["f"])
    assert [file.name for file in files] == ["分工表.docx", "别的文件.pdf", "附表.xlsx"]
    assert files[0].url == "https://www.example.gov.cn/zwgk/fzbg/202403/1.docx"


def test_files_count_in_a_family_s_own_lists() -> None:
    files = read_attachments(PAGE, None, boxes=[BY_ID["files"]])
    assert [file.name for file in files] == ["附表.xlsx", "数据.zip"]


def test_other_documents_files_do_not_count() -> None:
    files = read_attachments(PAGE, BY_ID["f"], without=[BY_ID["other"]])
    assert [file.name for file in files] == ["分工表.docx", "附表.xlsx"]


def test_a_file_that_trs_named_and_laid_beside_the_article_is_its_own() -> None:
    page = document(
        """<body><div id="f"><h1>标题</h1></div><div style="display:none" id="app">
<a href="./P020240312345678901234.xls">清单.xls</a>
<a href="../202401/P020240112345678901234.xls">别处.xls</a>
<a href="./report.pdf">侧栏.pdf</a></div></body>"""
    )
    (frame,) = page.root.iter("h1")
    assert [file.name for file in read_attachments(page, frame)] == ["清单.xls"]


@pytest.mark.parametrize(
    ("fragment", "only"),
    [
        ("<p><a href='1.doc'>分工表</a></p>", True),
        ("<p>2.<a href='1.doc'>分工表</a></p>", True),
        ("<p>附件1：<a href='1.doc'>分工表</a></p>", True),
        ("<p><a href='1.html'>分工表</a></p>", False),
        ("<p>请下载填写<a href='1.doc'>分工表</a></p>", False),
        ("<p>分工表</p>", False),
        ("<p>详见<a href='1.doc'>分工表</a></p>", False),
    ],
)
def test_lines_that_are_only_a_link_to_a_file(fragment: str, only: bool) -> None:  # noqa: FBT001
    (line,) = body_flow(element(fragment)).lines
    assert is_attachment_line(line) is only
