from __future__ import annotations

import pytest

from govreports.reading.article import Layout, read_article
from govreports.reading.document import Document
from govreports.reading.named import Named
from govreports.reading.viewers import in_viewer
from govreports.records import BodyState, Capture, RawAttachment

URL = "http://www.a.gov.cn/zwgk/1.htm"
PDF = "/upload/2021/report.pdf"
WHOLE = f"http://www.a.gov.cn{PDF}"
TITLE = "<h1>金水区关于二〇二一年度法治政府建设情况的报告</h1>"
TEXT = "<p>" + "全区各级行政机关依法履行职责，法治政府建设取得新的进展。" * 6 + "</p>"


def files(inner: str, outer: str = "", text: str = TEXT) -> tuple[RawAttachment, ...]:
    page = f"<html><body><div id='a'>{TITLE}<div class='content'>{text}{inner}</div></div>{outer}"
    return read_article(Document(Capture(URL, f"{page}</body></html>".encode()))).attachments


@pytest.mark.parametrize(
    "shown",
    [
        f'<iframe src="{PDF}" width="100%" height="800"></iframe>',
        f'<iframe src="/pdfjs/web/viewer.html?file={PDF}" height="800"></iframe>',
        '<iframe src="/pdfjs/web/viewer.html?x=1&amp;FILE=%2Fupload%2F2021%2Freport.pdf"></iframe>',
        f'<embed src="{PDF}" type="application/pdf">',
        f'<object data="{PDF}" type="application/pdf"></object>',
        f'<div class="wp_pdf_player" pdfsrc="{PDF}"></div>',
        f'<script>showVsbpdfIframe("{PDF}","100%","600","0","","vsbpdf")</script>',
        f"<script>var fjURL = '{PDF}';</script>",
        f"<script>var fjUrl = '{PDF}';</script>",
        f"<script>var fjurl = '{PDF}';</script>",
        f"<script>var fjURL = ''; var fj_url = '{PDF}';</script>",
    ],
)
def test_a_file_that_the_page_shows_is_one_of_its_attachments(shown: str) -> None:
    assert files(shown) == (RawAttachment("report.pdf", WHOLE),)


def test_a_viewer_s_title_and_sudy_s_name_are_names() -> None:
    assert files(f'<iframe title="年度报告.pdf" src="{PDF}"></iframe>')[0].name == "年度报告.pdf"
    sudy = f"""<div pdfsrc="{PDF}" sudyfile-attr="{{'title':'统计表.pdf'}}"></div>"""
    assert files(sudy)[0].name == "统计表.pdf"


def test_a_variable_may_hold_several_addresses() -> None:
    found = files("", "<script>fjUrl: '/a/1.pdf;/a/2.docx,#'</script>")
    assert [one.url for one in found] == [
        "http://www.a.gov.cn/a/1.pdf",
        "http://www.a.gov.cn/a/2.docx",
    ]


def test_a_file_that_is_linked_to_and_shown_is_one_by_its_link_s_name() -> None:
    both = f'<p><a href="{PDF}">年度报告</a></p><iframe src="{PDF}"></iframe>'
    assert files(both) == (RawAttachment("年度报告", WHOLE),)


@pytest.mark.parametrize(
    "elsewhere",
    [
        '<iframe src="/count.htm"></iframe>',
        "<script>var fjURL = '';</script>",
        "<script>var fjURL = '/search?word=1';</script>",
        '<div pdfsrc=""></div>',
    ],
)
def test_what_leads_to_no_file_is_none(elsewhere: str) -> None:
    assert files(elsewhere) == ()


def test_a_viewer_outside_of_the_article_is_another_page_s() -> None:
    assert files("", f'<div class="side"><iframe src="{PDF}"></iframe></div>') == ()


def test_an_article_that_is_only_shown_in_a_viewer_says_so() -> None:
    page = f'{TITLE}<div class="content"><iframe src="/v.html?file={PDF}"></iframe></div>'
    body = f"<html><body><div>{page}</div></body></html>".encode()
    layout = Layout(bodies=Named(classes=frozenset({"content"})))
    report = read_article(Document(Capture(URL, body)), layout)
    assert report.body_state is BodyState.ATTACHMENT
    assert report.attachments == (RawAttachment("report.pdf", WHOLE),)


def test_an_address_that_is_no_viewer_s_stays() -> None:
    assert in_viewer("/a/b.pdf") == "/a/b.pdf"
    assert in_viewer("/search?file=abc") == "/search?file=abc"


@pytest.mark.parametrize(
    "source",
    [
        f"<script>var fj_url = '{PDF}';</script>",
        f"<script>var FJURL = '{PDF}';</script>",
        f"<script>showpdfIframe('{PDF}')</script>",
        f"<p data-pdfIframe='{PDF}'>pdf</p>",
    ],
)
def test_what_only_looks_like_a_viewer_s_call_shows_no_file(source: str) -> None:
    assert files(source) == ()
