from __future__ import annotations

import pytest

from govreports.extraction import host_of, read_page, unread
from govreports.records import BodyState, Capture
from tests.reading.pages import PROSE, URL, article, capture


def nowhere(_url: str) -> Capture | None:
    return None


def test_a_page_is_read_by_the_family_that_it_shows() -> None:
    found = read_page(capture(article(f"<div id='zoom'><p>{PROSE}</p></div>")), nowhere)
    assert (found.family, found.error) == ("trs", None)
    assert (found.report.portal, found.report.body) == ("www.example.gov.cn", PROSE)
    assert found.report.content_hash is not None


def test_the_page_of_a_frame_is_asked_for() -> None:
    asked: list[str] = []

    def find(url: str) -> Capture:
        asked.append(url)
        return capture(f"<html><body><div>{PROSE}</div></body></html>", url)

    found = read_page(capture(article('<iframe src="/f?id=1"></iframe>')), find)
    assert asked == ["https://www.example.gov.cn/f?id=1"]
    assert (found.error, found.report.body) == (None, PROSE)


def test_pages_that_are_missing_are_named_but_not_all_of_them() -> None:
    frames = "".join(f'<iframe src="/f?id={number}"></iframe>' for number in range(9))
    found = read_page(capture(article(frames)), nowhere)
    assert found.error is not None
    assert found.error.endswith("id=2 and 6 more")


def test_an_annual_report_on_disclosure_has_its_tables() -> None:
    rows = "<tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>8</td></tr>"
    body = f"<div id='zoom'><p>{PROSE}</p><table>{rows}</table></div>"
    found = read_page(capture(article(body, title="某县2022年政府信息公开工作年度报告")), nowhere)
    assert found.tables is not None
    assert found.tables.disclosed == {"licences": {"decisions": 8}}
    assert (
        read_page(capture(article(body, title="某县2022年工作情况的报告")), nowhere).tables is None
    )


@pytest.mark.parametrize("status", [301, 404, 503])
def test_an_answer_of_another_status_is_no_article(status: int) -> None:
    page = capture(article(f"<div id='zoom'><p>{PROSE}</p></div>"), status=status)
    found = read_page(page, nowhere)
    assert found.error == f"expected an article, found an answer with the status {status}"
    assert (found.report.title, found.report.body) == ("", None)


def test_a_page_that_is_none_is_of_no_family() -> None:
    found = read_page(capture(b"%PDF-1.7", "http://www.example.gov.cn/a.html"), nowhere)
    assert (found.family, found.error) == (None, "expected an HTML page, found a PDF file")


def test_what_is_unread_says_where_it_was() -> None:
    found = unread(URL, "why", "trs")
    assert (found.report.url, found.report.body_state) == (URL, BodyState.UNREAD)
    assert (found.family, found.error) == ("trs", "why")
    assert host_of("a.html") == ""
