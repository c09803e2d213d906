from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.families.hanweb import Hanweb
from govreports.records import Ask
from tests.families.lists import SITE, answer
from tests.reading.pages import capture

if TYPE_CHECKING:
    from govreports.records import Listing

FAMILY = Hanweb()
COLUMN = f"{SITE}/col/col42/index.html"
SERVICE = f"{SITE}/module/xxgk/search.jsp"
SCRIPT = """<script>$.ajax({ type: "POST",
url: "/module/xxgk/search.jsp?texttype=0&vc_title=&currpage=" + page + "&sortfield=,orderid:0",
data: "infotypeId=%s&jdid=149&area=%s&divid=div42&currpage=" + page + "&fbtime=-1" });</script>"""


def shell(category: str = "A02", area: str = "", tree: str = "") -> Ask:
    source = f"<html><body>{SCRIPT % (category, area)}{tree}</body></html>"
    listing = FAMILY.listing(capture(source, COLUMN))
    assert listing.is_shell
    (ask,) = listing.next
    return ask


def fragment(columns: tuple[int, ...], pages: int = 3) -> str:
    rows = "".join(
        f'<tr class="tr_main_value_{parity}"><td>1</td><td><a href="/col/col1/index.html">类</a>'
        f'<a href="/art/2024/1/2/art_{column}_{number}.html" title="测试区第{number}号报告">报…</a>'
        "</td><td>2024-01-02</td></tr>"
        for number, (column, parity) in enumerate(zip(columns, ("odd", "even") * 9, strict=False))
    )
    pager = f"共{pages}页&nbsp;<a href='javascript:go(2)'>下一页</a>"
    return f"<table>{rows}</table><table class='tb_title'><tr><td>{pager}</td></tr></table>"


def read(columns: tuple[int, ...], ask: Ask, pages: int = 3) -> Listing:
    return FAMILY.listing(answer(fragment(columns, pages), ask))


def test_a_shell_asks_with_all_that_its_script_says() -> None:
    ask = shell()
    assert (ask.url, ask.method) == (SERVICE, "POST")
    assert dict(ask.form) == {
        "infotypeId": "A02",
        "texttype": "0",
        "vc_title": "",
        "currpage": "1",
        "sortfield": ",orderid:0",
        "jdid": "149",
        "area": "",
        "divid": "div42",
        "fbtime": "-1",
    }
    assert ("Referer", COLUMN) in ask.headers


@pytest.mark.parametrize(("stated", "sent"), [("", "MB0W3246-6"), ("002", "002")])
def test_the_organisation_stands_in_the_trees_address_too(stated: str, sent: str) -> None:
    tree = '<iframe src="/module/xxgk/tree.jsp?divid=div42&area=MB0W3246-6"></iframe>'
    assert dict(shell(area=stated, tree=tree).form)["area"] == sent


def test_an_answer_leads_on_with_the_form_that_was_asked() -> None:
    ask = shell()
    listing = read((42, 42, 7), ask)
    assert [row.title for row in listing.rows] == [f"测试区第{n}号报告" for n in range(3)]
    assert (listing.page, listing.declared_pages) == (1, 3)
    (further,) = listing.next
    assert dict(further.form) == {**dict(ask.form), "currpage": "2"}
    assert (further.url, further.headers) == (ask.url, ask.headers)


def test_the_last_page_leads_nowhere() -> None:
    assert read((42,), shell(), pages=1).next == ()
    assert read((), shell()).next == ()


def test_asked_without_a_category_only_the_columns_own_rows_count() -> None:
    listing = read((42, 7, 42), shell(category=""))
    assert len(listing.rows) == 2
    assert (listing.declared_rows, listing.declared_pages) == (None, None)
    assert dict(listing.next[0].form)["currpage"] == "2"


def test_an_answer_that_was_asked_for_by_address_leads_on_by_form() -> None:
    asked = Ask(f"{SERVICE}?infotypeId=A02&jdid=149&vc_title=&currpage=2")
    listing = read((42,), asked)
    assert listing.page == 2
    (further,) = listing.next
    assert (further.url, further.method) == (SERVICE, "POST")
    assert dict(further.form) == {
        "infotypeId": "A02",
        "jdid": "149",
        "vc_title": "",
        "currpage": "3",
    }
