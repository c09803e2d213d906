"""Frames that hold the text."""

from __future__ import annotations

import pytest

from govreports.reading.frames import text_frames
from tests.reading.pages import document

HOST = "https://www.example.gov.cn"


def test_a_shown_frame_on_the_page_s_own_host() -> None:
    page = document("<p>x</p><iframe src='/content?id=1' width='100%'></iframe>")
    assert text_frames(page) == (f"{HOST}/content?id=1",)


def test_the_same_frame_twice_is_one() -> None:
    page = document("<iframe src='/c?id=1'></iframe><iframe src='/c?id=1#a'></iframe>")
    assert text_frames(page) == (f"{HOST}/c?id=1",)


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src='http://other.gov.cn/c'></iframe>",
        "<iframe src='/visitcount/visit.jsp?type=1'></iframe>",
        "<iframe src='/login.html'></iframe>",
        "<iframe src='/share/index.html'></iframe>",
        "<iframe src='/files/a.pdf'></iframe>",
        "<iframe src='/c' style='display:none'></iframe>",
        "<iframe src='/c' style='width:0; height:0'></iframe>",
        "<iframe src='/c' width='0' height='0'></iframe>",
        "<iframe src='javascript:;'></iframe>",
        "<iframe></iframe>",
    ],
)
def test_other_frames(frame: str) -> None:
    assert text_frames(document(f"<p>x</p>{frame}")) == ()
