"""Hanweb's module for 政府信息公开: a column's shell, and `search.jsp` by POST.

The service answers a form with a fragment of markup; a form that is not the column's gets none.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from govreports.replica.pages import COLUMN, fill

if TYPE_CHECKING:
    from govreports.replica.pages import Line, Site, Target

SERVICE = "/module/xxgk/search.jsp"
CATEGORY, NODE, AREA = "A0212", "149", "MB0W3246-6"


def shell(column_path: str, column_id: int) -> str:
    """The column's page: the tree of categories in a frame, a script that asks for the list."""
    return fill(
        "hanweb_openness",
        column=COLUMN,
        column_path=column_path,
        column_id=column_id,
        category=CATEGORY,
        node=NODE,
        area=AREA,
    )


def answer(site: Site, target: Target, column_id: int) -> str:
    """An answer of the service."""
    wished = {
        "infotypeId": CATEGORY,
        "jdid": NODE,
        "area": AREA,
        "divid": f"div{column_id}",
        "texttype": "0",
    }
    if target.method != "POST" or any(target.get(name) != text for name, text in wished.items()):
        return fill("hanweb_openness_list", rows="", pages=0, pager="")
    number = min(target.number("currpage") or 1, site.pages)
    rows = "\n".join(row(place, line) for place, line in enumerate(site.page(number)))
    return fill("hanweb_openness_list", rows=rows, pages=site.pages, pager=pager(site, number))


def row(place: int, line: Line) -> str:
    """A row: its header stands in attributes as well, for the box that opens under the mouse."""
    article = line.article
    parity = "odd" if place % 2 == 0 else "even"
    return (
        f'<tr class="tr_main_value_{parity}"><td align="center">{place + 1}</td>'
        f'<td><a href="{line.path}" target="_blank" title="{escape(article.title)}" '
        f'mc="{escape(article.title)}" syh="{escape(article.printed("index_number"))}" '
        f'gkfs="主动公开" rq="{article.printed("published_on")}">'
        f"{escape(article.list_title())}</a></td>"
        f'<td width="120" align="center">{article.printed("published_on")}</td></tr>'
    )


def pager(site: Site, number: int) -> str:
    """Links to pages, all of them scripts."""
    ways = {"首 页": 1, "上一页": number - 1, "下一页": number + 1, "尾 页": site.pages}
    return "&nbsp;".join(
        f'<a href="javascript:gotopage({page})">{text}</a>'
        for text, page in ways.items()
        if 0 < page <= site.pages and page != number
    )
