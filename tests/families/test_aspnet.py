from __future__ import annotations

import pytest

from govreports.families.aspnet import ASPNET
from govreports.records import Ask, Listing
from tests.families.lists import SITE, items
from tests.reading.pages import capture

FAMILY = ASPNET
URL = f"{SITE}/Government/List.aspx?ThemeId=2"
STATE = '<input type="hidden" name="__VIEWSTATE" value="/wEP+A=">'
NEXT = "<a href=\"javascript:__doPostBack('ctl00$Pager','3')\">下一页</a>"


def listing(pager: str, fields: str = "", form: str = '<form action="./List.aspx?a=1">') -> Listing:
    source = (
        f"<html><body>{form}{STATE}{fields}<ul>{items()}</ul>"
        f'<div class="pager">{pager}</div></form></body></html>'
    )
    return FAMILY.listing(capture(source, URL))


def only(found: Listing) -> Ask:
    (ask,) = found.next
    return ask


def test_the_next_page_is_asked_for_by_the_pages_own_form() -> None:
    ask = only(listing(f"共9条 第2页/共3页 {NEXT}"))
    assert (ask.method, ask.url) == ("POST", f"{SITE}/Government/List.aspx?a=1")
    assert ask.form == (
        ("__EVENTTARGET", "ctl00$Pager"),
        ("__EVENTARGUMENT", "3"),
        ("__VIEWSTATE", "/wEP+A="),
    )


def test_a_form_without_an_address_goes_to_the_pages_own() -> None:
    assert only(listing(NEXT, form='<form method="post">')).url == URL


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ('<input name="key" value="法治">', ("key", "法治")),
        ('<input name="key">', ("key", "")),
        ('<textarea name="note">甲</textarea>', ("note", "甲")),
        ('<input type="checkbox" name="all" value="1" checked>', ("all", "1")),
        ('<select name="y"><option value="0">全部</option><option>1</option></select>', ("y", "0")),
        ('<select name="y"><option>0</option><option selected>1</option></select>', ("y", "1")),
    ],
)
def test_what_a_browser_sends_is_sent(field: str, sent: tuple[str, str]) -> None:
    assert sent in only(listing(NEXT, field)).form


@pytest.mark.parametrize(
    "field",
    [
        '<input type="submit" name="go" value="检索">',
        '<input type="image" name="go">',
        '<input type="checkbox" name="all" value="1">',
        '<input value="no name">',
        '<select name="y"></select>',
        '<input type="hidden" name="__EVENTARGUMENT" value="old">',
    ],
)
def test_what_no_browser_sends_is_left_out(field: str) -> None:
    assert only(listing(NEXT, field)).form == only(listing(NEXT)).form


def test_a_pager_of_numbers_leads_to_the_one_behind_its_own() -> None:
    links = "".join(
        f"<a href=\"javascript:__doPostBack('Grid','Page${number}')\">{number}</a>"
        for number in (1, 3)
    )
    assert only(listing(f"第2页 {links}")).form[1] == ("__EVENTARGUMENT", "Page$3")


def test_the_form_with_the_state_serves_a_pager_outside_of_it() -> None:
    source = (
        f'<html><body><form action="/login"></form><form>{STATE}</form><ul>{items()}</ul>'
        f'<div class="pager">{NEXT}</div></body></html>'
    )
    ask = only(FAMILY.listing(capture(source, URL)))
    assert (ask.url, ("__VIEWSTATE", "/wEP+A=") in ask.form) == (URL, True)


def test_a_page_without_the_state_cannot_be_posted_back() -> None:
    source = f'<html><body><ul>{items()}</ul><div class="pager">{NEXT}</div></body></html>'
    assert FAMILY.listing(capture(source, URL)).next == ()


def test_lists_that_page_by_address_need_no_form() -> None:
    assert only(listing('<a href="?page=2">下一页</a>')) == Ask(
        f"{SITE}/Government/List.aspx?page=2"
    )


def test_a_dead_link_ends_the_list() -> None:
    assert listing('<a disabled="disabled">下一页</a>').next == ()
