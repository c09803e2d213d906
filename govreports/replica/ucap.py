"""开普 CMSPRO (Ucap), as counties of 新疆, 山西 and 江西 run it.

A column is filled by a search of its channel that answers JSON, or is a row of
static pages with TRS's pager in its longer form. An article's title and text
stand in elements of the CMS's own; long texts hold marks where the browser
turns the page.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from govreports.replica.blocks import two_a_row
from govreports.replica.layout import Style
from govreports.replica.pages import (
    COLUMN,
    Page,
    SinglePage,
    Site,
    Stated,
    Target,
    column_link,
    fill,
    known,
    links,
    painted,
    pairs,
    related,
    shell,
    to_the_minute,
)

if TYPE_CHECKING:
    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

SITE = "xcx"
FOLDER = f"/{SITE}/c101979"
COLUMN_PATH = f"{FOLDER}/list.shtml"
OPENNESS = f"/{SITE}/c101666/gkindex.shtml"
CHANNEL = hashlib.md5(b"xuechuan/c101979", usedforsecurity=False).hexdigest()
SEARCH = f"/common/search/{CHANNEL}"
# The service brings no more rows at once, whatever it is asked for.
MOST_ROWS = 20
NUMBERED = re.compile(re.escape(FOLDER) + r"/list_(\d{1,9})\.shtml")
LABELS = {
    "索引号": "index_number",
    "主题分类": "topic",
    "发布机构": "publisher",
    "发布日期": "published_at",
    "名称": "title",
    "文号": "document_number",
    "有效性": "validity",
    "来源": "source",
}
EDITOR = Style("line-height: 2; text-indent: 2em;")
PASTED = Style("margin-top: 0px;", ' style="font-size: 16pt; font-family: 仿宋_GB2312"')
PAGE_BREAK = "<p>#PAGE_BREAK#</p>\n"
# So many blocks stand on one page of the browser's.
BLOCKS_A_PAGE = 16
RELATED = '<li><a href="{path}">{title}</a><span>索引号：{number}</span></li>'


class Ucap(SinglePage):
    """Dialects of the list: ``json`` from the channel's search, ``static`` pages."""

    family = "ucap"
    dialects: tuple[str, ...] = ("json", "static")
    home = "/"
    column = COLUMN_PATH

    def path(self, article: Article, number: int) -> str:
        """``/<site>/c<column>/<month>/<32 hex digits>.shtml``."""
        del number
        return f"{FOLDER}/{article.published_at:%Y%m}/{hexadecimal(article.key)}.shtml"

    def file(self, article: Article, file: Attachment) -> str:
        """Files lie in a folder of the article's name beside it."""
        return f"{hexadecimal(article.key)}/files/{hexadecimal(file.stem)}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Pictures lie as files do, named by their time."""
        name = f"{article.published_at:%Y%m%d%H%M%S}{hexadecimal(picture.stem)[:6]}"
        return f"{hexadecimal(article.key)}/images/{name}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The header table, all of its cells; pages without it have the metas."""
        del dialect
        if not article.header:
            return Stated((), known(article, {"": "published_at"}), to_the_minute(article))
        header = pairs(article, LABELS, lambda _: True)
        return Stated(header, known(article, LABELS), to_the_minute(article))

    def article(self, sheet: Sheet) -> str:
        """Meta tags, title, header table, text, files."""
        article = sheet.article
        inner = fill(
            "ucap_article",
            site=SITE,
            column=COLUMN,
            column_path=COLUMN_PATH,
            title=escape(article.title),
            header=header(article),
            body=self.body(sheet),
            files=self.files(article),
            related=related(sheet, RELATED),
        )
        return framed(sheet, article.title, inner, metas(article))

    def body(self, sheet: Sheet) -> str:
        """The text, with a mark wherever the browser begins another page."""
        blocks = sheet.article.blocks
        if len(blocks) <= BLOCKS_A_PAGE:
            return painted(self, sheet, (EDITOR, PASTED), blocks)
        first, second = blocks[:BLOCKS_A_PAGE], blocks[BLOCKS_A_PAGE:]
        untitled = replace(sheet, article=replace(sheet.article, repeats_title=False))
        head = painted(self, sheet, (EDITOR, PASTED), first)
        tail = painted(self, untitled, (EDITOR, PASTED), second)
        return f"{head}\n{PAGE_BREAK}{tail}"

    def files(self, article: Article) -> str:
        """Links below the text."""
        rows = "\n".join(
            f'<li><a href="{self.file(article, file)}" target="_blank">{escape(file.name)}</a></li>'
            for file in article.boxed
        )
        return f'<div class="rel-appendixs"><ul class="infoList notTime">\n{rows}\n</ul></div>'

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 信息公开, the column's list in its dialect, its search."""
        if target.path in {"/", f"/{SITE}/index.shtml"}:
            return Page(home(site))
        if target.path == OPENNESS:
            return Page(openness(site))
        if target.path == SEARCH and site.dialect == "json":
            return Page(search(site, target), "application/json")
        if target.path == COLUMN_PATH:
            return Page(json_list(site) if site.dialect == "json" else static_list(site, 1))
        number = NUMBERED.fullmatch(target.path)
        if number is None or site.dialect == "json" or not 1 < int(number[1]) <= site.pages:
            return None
        return Page(static_list(site, int(number[1])))


def hexadecimal(text: str) -> str:
    """Return 32 hex digits, as the CMS names things."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def metas(article: Article) -> str:
    """Article tags; the CMS leaves an element of its own inside one of them."""
    at = article.printed("published_at")
    rows = {
        "ColumnName": COLUMN,
        "ColumnType": COLUMN,
        "ArticleTitle": escape(article.title),
        "PubDate": f"<PUBLISHTIME>{at}</PUBLISHTIME>",
        "ContentSource": "",
        "others": "2024-05-06 10:21:43",
    }
    return "\n".join(f'<meta name="{name}" content="{text}"/>' for name, text in rows.items())


def header(article: Article) -> str:
    """Label and value cells, the labels padded to one width."""
    if not article.header:
        return ""
    cells = [
        f'<td class="td_title am-text-center" width="100">{"&nbsp;&nbsp;".join(label)}</td>'
        f'<td class="td_content">{value_of(label, text)}</td>'
        for label, text in pairs(article, LABELS, lambda _: True)
    ]
    rows = two_a_row(cells, '<tr class="double">{}</tr>')
    return f'<table class="am-table am-table-bordered" id="gk-info">\n{rows}\n</table>'


def value_of(label: str, text: str) -> str:
    """A cell's value: the title is once more in the CMS's element."""
    return f"<UCAPTITLE>{escape(text)}</UCAPTITLE>" if label == "名称" else escape(text)


def framed(frame: Site | Sheet, title: str, main: str, metas: str = "") -> str:
    """A whole page around its main part."""
    ways = {"首页": f"/{SITE}/index.shtml", "信息公开": OPENNESS, "政务服务": f"/{SITE}/zwfw.shtml"}
    navigation = links(ways)
    return shell("ucap_shell", frame, title, main, navigation=navigation, site=SITE, metas=metas)


def home(site: Site) -> str:
    """The home page."""
    rows = {"政府信息公开": OPENNESS, "雪川概况": f"/{SITE}/c101600/list.shtml"}
    inner = fill("ucap_links", title="今日雪川", links=links(rows))
    return framed(site, site.place.site_name, inner)


def openness(site: Site) -> str:
    """信息公开: its columns, ours among them."""
    rows = {
        "法治政府建设动态": f"/{SITE}/c101978/list.shtml",
        **column_link(site, COLUMN_PATH),
        "统计公报": f"/{SITE}/c101980/list.shtml",
    }
    inner = fill("ucap_links", title="法定主动公开内容", links=links(rows))
    return framed(site, "信息公开", inner)


def json_list(site: Site) -> str:
    """The column page whose rows a script fetches."""
    inner = fill(
        "ucap_json_list",
        site=SITE,
        column=COLUMN,
        channel=CHANNEL,
        search=SEARCH,
        per_page=site.per_page,
    )
    return framed(site, COLUMN, inner)


def static_list(site: Site, number: int) -> str:
    """One static list page."""
    inner = fill(
        "ucap_static_list",
        site=SITE,
        column=COLUMN,
        rows="\n".join(map(list_row, site.page(number))),
        pages=site.pages,
        number=number,
        stem="list",
        declared=site.declared,
    )
    return framed(site, COLUMN, inner)


def list_row(row: Line) -> str:
    """A row: title cut in the text and whole in `@title`, day."""
    article = row.article
    return (
        f'<li><a href="{row.path}" title="{escape(article.title)}" target="_blank">'
        f"{escape(article.list_title())}</a><span>{article.printed('published_on')}</span></li>"
    )


def search(site: Site, target: Target) -> str:
    """An answer of the channel's search."""
    number = max(target.number("page") or 1, 1)
    size = min(target.number("_pageSize") or site.per_page, MOST_ROWS, site.per_page)
    rows = site.window((number - 1) * size, size)
    data = {
        "channelId": CHANNEL,
        "page": number,
        "rows": size,
        "total": site.declared,
        "results": [result(row) for row in rows],
    }
    return json.dumps({"data": data}, ensure_ascii=False)


def result(row: Line) -> dict[str, object]:
    """One row of the search: a missing value is the word for it."""
    article = row.article
    metas = {"refno": article.printed("document_number"), "source": article.source or "undefined"}
    return {
        "title": article.title,
        "subTitle": "null",
        "url": row.path,
        "content": "",
        "publishedTimeStr": f"{article.published_at:%Y-%m-%d %H:%M:%S}",
        "channelName": COLUMN,
        "domainMetaList": [
            {"resultList": [{"key": key, "value": text} for key, text in metas.items()]}
        ],
    }
