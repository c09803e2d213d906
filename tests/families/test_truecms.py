"""TrueCMS where the replica does not reach."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from govreports.families.base import UnreadableError
from govreports.families.truecms import TrueCms
from tests.reading.pages import capture

if TYPE_CHECKING:
    from govreports.records import Listing

HOST = "http://www.example.gov.cn"
COLUMN = f"{HOST}/nt/xxgk/xxgk.html"
SERVICE = f"{HOST}/truecms/messageController/getMessage.do"


def call(options: str, service: str = "/truecms/messageController/getMessage.do") -> str:
    return (
        f"$('#page').jpage({{ {options} proxyUrl:'{service}', ajaxParam:{{ columnId:'7a-8b' }} }})"
    )


def column(options: str, before: str = "") -> Listing:
    return TrueCms().listing(capture(f"{before}<script>{call(options)}</script>", COLUMN))


def records(count: int, total: int) -> str:
    rows = "".join(
        f'<record><![CDATA[<li><a href="/{n}.html">第{n}号报告</a>2024-01-02</li>]]></record>'
        for n in range(count)
    )
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{rows}</recordset></datastore>"


def answer(body: str, window: str) -> Listing:
    url = f"{SERVICE}?columnId=7a-8b&{window}"
    return TrueCms().listing(capture(body, url, requested_url=f"{url}#{quote(COLUMN, safe='')}"))


def window_of(url: str) -> tuple[str, ...]:
    query = parse_qs(urlsplit(url).query)
    return tuple(query[name][0] for name in ("startrecord", "endrecord", "perpage"))


@pytest.mark.parametrize(
    ("options", "window"),
    [
        ("perPage: 10, groupSize: 2,", ("1", "20", "10")),
        ("", ("1", "45", "15")),
        ("perPage: rows, groupSize: 0,", ("1", "45", "15")),
    ],
)
def test_the_service_is_asked_for_the_window_that_the_page_s_script_asks_for(
    options: str, window: tuple[str, ...]
) -> None:
    listing = column(options)
    (ask,) = listing.next
    assert listing.is_shell
    assert window_of(ask.url) == window
    assert ask.headers == (("Referer", COLUMN),)


def test_hidden_first_rows_are_all_where_they_are_as_many_as_stated() -> None:
    listing = column("totalRecord: 3,", f'<div id="initData">{records(3, 3)}</div>')
    assert (len(listing.rows), listing.declared_rows, listing.next) == (3, 3, ())


def test_the_window_behind_hidden_first_rows_begins_behind_them() -> None:
    listing = column("totalRecord: 9, perPage: 2,", f'<div id="initData">{records(3, 9)}</div>')
    assert window_of(listing.next[0].url) == ("4", "9", "2")


def test_an_answer_may_be_plain_xml() -> None:
    listing = answer(records(2, 5), "startrecord=1&endrecord=2&perpage=2")
    assert (len(listing.rows), listing.declared_rows) == (2, 5)
    assert window_of(listing.next[0].url) == ("3", "4", "2")
    assert listing.next[0].headers == (("Referer", COLUMN),)


def test_windows_go_on_by_the_rows_that_came() -> None:
    body = json.dumps({"result": records(2, 50)})
    listing = answer(f"cb({body})", "startrecord=11&endrecord=20&perpage=10")
    assert listing.page == 2
    assert window_of(listing.next[0].url) == ("13", "22", "10")


def test_an_answer_without_rows_ends_the_column() -> None:
    listing = answer('{"result": ""}', "startrecord=11&endrecord=20&perpage=10")
    assert (listing.rows, listing.next) == ((), ())


def test_a_list_that_the_page_prints_is_read_as_it_is() -> None:
    rows = "".join(f'<li><a href="{n}.html">第{n}号报告</a>2024-01-0{n}</li>' for n in range(1, 5))
    assert len(TrueCms().listing(capture(f"<ul>{rows}</ul>", COLUMN)).rows) == 4


def test_a_page_with_neither_rows_nor_a_call_is_refused() -> None:
    with pytest.raises(UnreadableError):
        TrueCms().listing(capture(f"<script>{call('', '/other.do')}</script>", COLUMN))
