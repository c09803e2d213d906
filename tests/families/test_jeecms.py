"""JEECMS where the replica does not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.families.jeecms import Jeecms
from govreports.records import Ask, Needs, RawReport
from tests.reading.pages import PROSE, article, capture

if TYPE_CHECKING:
    from govreports.records import Capture

HOST = "http://www.example.gov.cn"
PAGE = f"{HOST}/tzgg/1662.jhtml"
ROWS = "".join(f'<li><a href="{n}.jhtml">第{n}号报告</a>2024-01-0{n}</li>' for n in range(1, 5))


def listing_next(pager: str, path: str = "/tzgg/index.jhtml") -> list[str]:
    page = capture(f'<ul>{ROWS}</ul><div class="pagesite">{pager}</div>', HOST + path)
    return [ask.url for ask in Jeecms().listing(page).next]


@pytest.mark.parametrize(
    "link",
    [
        """<a href="#" onclick="location.href=encodeURI('index_2.jhtml');">下一页</a>""",
        """<a href="javascript:;" onclick='location.href=encodeURI("index_2.jhtml")'>下一页</a>""",
        '<a href="index_2.jhtml">下一页</a>',
    ],
)
def test_the_next_page_is_where_the_pager_s_word_leads(link: str) -> None:
    assert listing_next(f"共9条记录 1/3页 {link}") == [f"{HOST}/tzgg/index_2.jhtml"]


@pytest.mark.parametrize(
    "link",
    [
        '<a disabled="disabled">下一页</a>',
        """<a href="#" onclick="location.href=encodeURI('index_3.jhtml');">尾页</a>""",
        """<a href="#" onclick="location.href=encodeURI('index_3.jhtml');">下一页</a>""",
    ],
)
def test_the_last_page_leads_nowhere(link: str) -> None:
    assert listing_next(f"共9条记录 3/3页 {link}", "/tzgg/index_3.jhtml") == []


def test_a_list_page_s_number_is_in_its_address() -> None:
    page = capture(f"<ul>{ROWS}</ul>", f"{HOST}/tzgg/index_3.jhtml")
    assert Jeecms().listing(page).page == 3


def filed(call: str) -> Capture:
    links = '<ul class="attach"><li><a id="attach0" title="一.doc">一.doc</a></li>'
    links += '<li><a id="attach1">二.xls</a></li><li><a id="attachment">三.pdf</a></li></ul>'
    head = f"<script>{call}</script>"
    return capture(article(f"<div><p>{PROSE}</p></div>{links}", head), PAGE)


CALL = 'Cms.attachment("/cms","1662","2","attach");'
TAILS = f"{HOST}/cms/attachment_url.jspx?cid=1662&n=2"
FILE = f"{HOST}/cms/attachment.jspx?cid=1662"


def test_files_without_an_address_are_asked_for() -> None:
    assert Jeecms().report(filed(CALL)) == Needs((Ask(TAILS),))


@pytest.mark.parametrize(
    ("answer", "urls"),
    [
        ('["&t=1&k=a","&t=1&k=b"]', [f"{FILE}&i=0&t=1&k=a", f"{FILE}&i=1&t=1&k=b"]),
        ('["&t=1&k=a"]', [f"{FILE}&i=0&t=1&k=a", f"{FILE}&i=1"]),
        ("<html>404</html>", [f"{FILE}&i=0", f"{FILE}&i=1"]),
    ],
)
def test_a_file_s_address_is_completed_by_the_answer(answer: str, urls: list[str]) -> None:
    report = Jeecms().report(filed(CALL), None, (capture(answer, TAILS, requested_url=TAILS),))
    assert isinstance(report, RawReport)
    assert [(file.name, file.url) for file in report.attachments] == [
        ("一.doc", urls[0]),
        ("二.xls", urls[1]),
    ]


@pytest.mark.parametrize(
    "call",
    ['Cms.attachment("","1662","0","attach");', 'Cms.attachment("","1662","9999","attach");'],
)
def test_no_files_or_too_many_to_be_true_are_not_asked_for(call: str) -> None:
    report = Jeecms().report(filed(call))
    assert isinstance(report, RawReport)
    assert (report.body, report.attachments) == (PROSE, ())


def parted(text: str, address: str = PAGE) -> Capture:
    pager = "<a onclick=\"location.href=encodeURI('1662_2.jhtml')\">下一页</a> 1662_3.jhtml"
    return capture(article(f"<div><p>{text}</p></div><div>{pager}</div>"), address)


def test_a_text_in_parts_is_put_together() -> None:
    needs = Jeecms().report(parted(PROSE))
    assert isinstance(needs, Needs)
    assert [ask.url for ask in needs.parts] == [
        f"{HOST}/tzgg/1662_2.jhtml",
        f"{HOST}/tzgg/1662_3.jhtml",
    ]
    parts = tuple(parted(PROSE.replace("本年度", "其次"), ask.url) for ask in needs.parts[:1])
    assert isinstance(Jeecms().report(parted(PROSE), None, parts), Needs)
    parts += (parted(PROSE.replace("本年度", "最后"), needs.parts[1].url),)
    report = Jeecms().report(parted(PROSE), None, parts)
    assert isinstance(report, RawReport)
    assert [line[:2] for line in (report.body or "").split("\n")] == ["本年", "其次", "最后"]


def test_links_to_other_articles_are_no_parts() -> None:
    page = capture(article(f"<div><p>{PROSE}</p></div><a href='1663_2.jhtml'>二</a>"), PAGE)
    assert isinstance(Jeecms().report(page), RawReport)


def test_parts_behind_plain_links_are_put_in_once() -> None:
    link = '<a href="1662_2.jhtml">下一页</a>'
    page = capture(article(f"<div><p>{PROSE}</p></div><div>{link}</div>"), PAGE)
    needs = Jeecms().report(page)
    assert isinstance(needs, Needs)
    (ask,) = needs.parts
    second = article(f"<div><p>{PROSE.replace('本年度', '其次')}</p></div>")
    part = capture(second, ask.url, requested_url=ask.url)
    report = Jeecms().report(page, None, (part,))
    assert isinstance(report, RawReport)
    assert [line[:2] for line in (report.body or "").split("\n")] == ["本年", "其次"]
