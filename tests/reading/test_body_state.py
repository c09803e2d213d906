"""Where the text is when it is not on the page."""

from __future__ import annotations

import pytest

from govreports.reading.flow import body_flow
from govreports.reading.state import has_text, is_content_image, state_without_text
from govreports.records import BodyState
from tests.reading.pages import element


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<div><p>正文。</p></div>", True),
        ("<div><p><a href='a.pdf'>年度报告</a></p></div>", False),
        ("<div><p>附件：</p><p><a href='a.pdf'>年度报告.pdf</a></p></div>", False),
        ("<div><p>附件：1.<a href='a.pdf'>年度报告.pdf</a></p></div>", False),
        ("<div><p>请查看附件。</p></div>", True),
        ("<div><p>1.</p><p>——</p></div>", False),
        ("<div></div>", False),
    ],
)
def test_whether_lines_hold_text(fragment: str, text: bool) -> None:  # noqa: FBT001
    assert has_text(body_flow(element(fragment)).lines) is text


@pytest.mark.parametrize(
    ("attributes", "content"),
    [
        ("src='/pic/1.jpg'", True),
        ("src='/pic/1.jpg' width='700' height='990'", True),
        ("src='/pic/1.jpg' width='100%'", True),
        ("data-src='/pic/1.jpg'", True),
        ("src='/ueditor/fileTypeImages/icon_pdf.gif'", False),
        ("src='/images/icon.png'", False),
        ("src='/favicon.ico'", False),
        ("src='/pic/1.jpg' width='16' height='16'", False),
        ("src='/pic/1.jpg' height='20px'", False),
        ("", False),
    ],
)
def test_which_images_can_hold_text(attributes: str, content: bool) -> None:  # noqa: FBT001
    assert is_content_image(element(f"<img {attributes}>")) is content


def test_page_images_come_before_files() -> None:
    images = [element("<img src='1.jpg'>")]
    assert state_without_text(None, images, attached=True, linked=True) is BodyState.IMAGES


def test_icons_are_no_page_images() -> None:
    images = [element("<img src='/img/icon_doc.gif'>")]
    assert state_without_text(None, images, attached=True, linked=False) is BodyState.ATTACHMENT


@pytest.mark.parametrize(
    "viewer",
    [
        "<iframe src='/pdfjs/web/viewer.html?file=a'></iframe>",
        "<embed src='a.pdf'>",
        "<object data='/a.PDF'></object>",
        "<div pdfsrc='/_upload/a.pdf'></div>",
    ],
)
def test_a_viewer_in_the_page_is_a_file(viewer: str) -> None:
    container = element(f"<div>{viewer}</div>")
    assert state_without_text(container, [], attached=False, linked=True) is BodyState.ATTACHMENT


def test_a_link_leads_elsewhere_and_nothing_leads_nowhere() -> None:
    container = element("<div><a href='http://other.gov.cn/'>原文</a></div>")
    assert state_without_text(container, [], attached=False, linked=True) is BodyState.ELSEWHERE
    assert state_without_text(container, [], attached=False, linked=False) is BodyState.UNREAD
    assert state_without_text(None, [], attached=False, linked=False) is BodyState.UNREAD
