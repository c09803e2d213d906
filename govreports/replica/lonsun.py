"""龙讯 (Lonsun) as cities of Anhui run it: ``/public/column/…``, label services, ``Ls.pagination``.

An article's header table stands there twice, for desks and for phones; a script writes the 文号.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, ClassVar

from govreports.replica.layout import Style
from govreports.replica.pages import COLUMN, Page, Site, Target, fill
from govreports.replica.plain import EDITOR, Plain, day, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

ORGAN, CATEGORY, SITE = 6608251, 7053584, 6798811
COLUMN_PATH = f"/public/column/{ORGAN}?type=4&catId={CATEGORY}&action=list"
SERVICE = "/site/label/8888"
PASTED = Style(
    "margin:0pt;text-indent:32pt;text-autospace:ideograph-numeric;line-height:29pt;",
    ' style="font-family:仿宋_GB2312;font-size:16pt;"',
    " style=\"font-family:'Times New Roman'\"",
)
PAIR = '<th width="15%">{label}：</th>\n<td class="pmingcheng{more}"{name}>{value}</td>\n'
PADDED = {"索引号": '索<span style="padding-right:0.5em;"></span>引<span></span>号'}
WIDE = {
    "文号": "文&emsp;&emsp;号",
    "名称": "名&emsp;&emsp;称",
    "关键词": "关<span></span>键<span></span>词",
}
# One label of the phones' table differs from the one that it repeats.
PHONES = {"发布日期": "发文日期"}
PARTS = re.compile(r"(\D+)〔(\d{4})〕(\d+号)")


class Lonsun(Plain):
    """Dialects of the list.

    ``label`` asks the label service for further pages, ``shell`` for the first one as well,
    ``news`` pages by address.
    """

    family = "lonsun"
    dialects: tuple[str, ...] = ("label", "shell", "news")
    column = COLUMN_PATH
    labels: ClassVar[Mapping[str, str]] = {
        "索引号": "index_number",
        "发布机构": "publisher",
        "主题分类": "topic",
        "发布日期": "published_at",
        "文号": "document_number",
        "关键词": "keywords",
        "名称": "title",
    }
    line: ClassVar[Mapping[str, str]] = {"信息来源": "source", "发布时间": "published_at"}
    kept: ClassVar[frozenset[str]] = frozenset({"文号", "关键词"})
    styles: ClassVar[tuple[Style, Style]] = (EDITOR, PASTED)

    def path(self, article: Article, number: int) -> str:
        """``/public/6608251/10758829.html``: organisation and id."""
        del article
        return f"/public/{ORGAN}/{10_750_000 + 83 * number}1.html"

    def file(self, article: Article, file: Attachment) -> str:
        """A place of the file store; the name is in the link's text only."""
        return f"/group1/M00/0C/1A/{stamp(article, file.stem)}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Pictures lie where files do."""
        return f"/group1/M00/0C/1B/{stamp(article, picture.stem)}.png"

    def parts(self, sheet: Sheet) -> dict[str, str]:
        """The two header tables, the line, the script's 文号."""
        article = sheet.article
        shown = self.shown(article)
        twin = tuple((PHONES.get(label, label), value) for label, value in shown)
        line = dict(self.below(article, sheet.dialect))
        return {
            "table": table(shown, "hidden-sm hidden-xs") + table(twin, "hidden-lg hidden-md"),
            "source": escape(line["信息来源"]),
            "published": escape(line["发布时间"]),
            "number": escape(number_parts(article)) if article.header else "",
            "info_id": sheet.path.rpartition("/")[2].removesuffix(".html"),
        }

    def lists(self, target: Target, site: Site) -> Page | None:
        """The column, its further pages by address, the label service."""
        number = target.number("pageIndex") or 1
        if target.path == SERVICE:
            return fragment(site, target, number)
        if target.path == COLUMN_PATH.partition("?")[0]:
            return Page(self.framed(site, COLUMN, first(site, number)))
        return None


def table(rows: tuple[tuple[str, str], ...], seen: str) -> str:
    """A header table for one kind of screen; the 文号's cell is empty until a script fills it."""
    if not rows:
        return ""
    made = "".join(
        "<tr>\n"
        + PAIR.format(
            label=PADDED.get(label, label),
            more=" wenhao" if label == "文号" else "",
            name=' id="_fileNum"' if label == "文号" else "",
            value=" " if label == "文号" else escape(value),
        )
        + "</tr>\n"
        for label, value in rows
    )
    tag = f'<table class="table_suoyin {seen}" width="100%" border="0">'
    return f"{tag}<tbody>\n{made}</tbody></table>\n"


def number_parts(article: Article) -> str:
    """The 文号 as the page's script has it: three parts, or one that was typed by hand."""
    printed = article.printed("document_number")
    found = PARTS.fullmatch(printed)
    return ",".join(found.groups()) if found else printed


def first(site: Site, number: int) -> str:
    """The column's page: rows and pager, or a script that asks for them."""
    if site.dialect == "shell":
        call = fill("lonsun_call", **asked("1"))
        return fill("lonsun_column", column=COLUMN, list=f"<script>\n{call}</script>")
    return fill("lonsun_column", column=COLUMN, list=listed(site, number))


def fragment(site: Site, target: Target, number: int) -> Page | None:
    """An answer of the label service: nothing, where the request is not the one for this list."""
    fits = target.get("labelName") == "publicInfoList" and target.get("catId") == str(CATEGORY)
    return Page(listed(site, number)) if fits and target.get("IsAjax") == "1" else Page("")


def listed(site: Site, number: int) -> str:
    """The list with its pager's script."""
    return fill(
        "lonsun_list",
        rows="\n".join(map(row, site.page(number))),
        turn=turn(site),
        total=f"isTotal: true,\ntotal: {site.declared}," if site.dialect == "news" else "",
        current=number - 1,
        pages=site.pages,
        size=site.per_page,
    )


def turn(site: Site) -> str:
    """What the pager's function does with the number of a page."""
    if site.dialect == "news":
        return f"location.href = '{COLUMN_PATH}&pageIndex=' + pageIndex;"
    return fill("lonsun_call", **asked("pageIndex"))


def asked(page: str) -> dict[str, str]:
    """The fields of a request to the label service."""
    return {"site": str(SITE), "organ": str(ORGAN), "category": str(CATEGORY), "page": page}


def row(line: Line) -> str:
    """A row: title, a link to its 解读 that is no row, day."""
    article = line.article
    return (
        f'<li class="clearfix">\n<a class="title" href="{line.path}" target="_blank" '
        f'title="{escape(article.title)}">{escape(article.list_title())}</a>\n'
        f'<span class="split">|</span><a class="a" href="/public/{ORGAN}/1.html">解读</a>\n'
        f'<span class="date">{day(article)}</span>\n</li>'
    )
