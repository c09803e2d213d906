"""TrueCMS, as cities of 江苏 run it: `jpage` lists behind `getMessage.do`.

The service refuses a request without the column page as `Referer`, and a
window larger than its own. The markup of articles is the common one; only
addresses and lists are the system's.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from govreports.replica.blocks import cells, meta_tags, table_and_line, two_a_row
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
    links,
    painted,
    related,
    shell,
)

if TYPE_CHECKING:
    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

SITE = "wtsrmzf"
COLUMN_PATH = f"/{SITE}/fzzfjs/fzzfjs.html"
OPENNESS = f"/{SITE}/zwgk/zwgk.html"
SERVICE = "/TrueCMS/messageController/getMessage.do"
COLUMN_ID = str(uuid5(NAMESPACE_URL, COLUMN_PATH))
# Windows of more rows than this are answered 404.
MOST_ROWS = 50
GROUP_SIZE = 3
LABELS = {
    "索引号": "index_number",
    "主题分类": "topic",
    "发布机构": "publisher",
    "成文日期": "issued_on",
    "文号": "document_number",
    "有效性": "validity",
    "主题词": "keywords",
}
EDITOR = Style("text-indent: 2em;")
PASTED = Style("line-height: 30pt;", ' style="font-size: 16pt; font-family: 仿宋"', ' lang="EN-US"')
RELATED = '<li><a href="{path}">{title}</a><span>索引号：{number}</span></li>'


class TrueCms(SinglePage):
    """Dialects of the list: ``json`` and ``jsonp`` answers, ``initdata`` with hidden first rows."""

    family = "truecms"
    dialects: tuple[str, ...] = ("json", "jsonp", "initdata")
    home = "/"
    column = COLUMN_PATH

    def path(self, article: Article, number: int) -> str:
        """``/<site>/<column>/content/<uuid>.html``."""
        return f"/{SITE}/fzzfjs/content/{uuid5(NAMESPACE_URL, f'{article.key}:{number}')}.html"

    def file(self, article: Article, file: Attachment) -> str:
        """Files lie by month, named by a UUID."""
        name = uuid5(NAMESPACE_URL, file.stem)
        return f"/{SITE}/fzzfjs/upload/{article.published_at:%Y%m}/{name}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Pictures lie as files do."""
        name = uuid5(NAMESPACE_URL, picture.stem)
        return f"/{SITE}/fzzfjs/upload/{article.published_at:%Y%m}/{name}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The header table (an empty cell stays), time and source below the title."""
        del dialect
        return table_and_line(article, LABELS, {"发布时间": "published_at", "来源": "source"})

    def article(self, sheet: Sheet) -> str:
        """Meta tags, header table, title, time and source, text, files."""
        article = sheet.article
        inner = fill(
            "truecms_article",
            site=SITE,
            column=COLUMN,
            column_path=COLUMN_PATH,
            header=header(article),
            title=escape(article.title),
            published=article.printed("published_at"),
            source=escape(article.printed("source")),
            body=painted(self, sheet, (EDITOR, PASTED), article.blocks),
            files=self.files(article),
            related=related(sheet, RELATED),
        )
        return framed(sheet, article.title, inner, metas(article))

    def files(self, article: Article) -> str:
        """Links below the text."""
        rows = "\n".join(
            f'<li><a href="{self.file(article, file)}" target="_blank">{escape(file.name)}</a></li>'
            for file in article.boxed
        )
        return f'<ul class="article-files">\n{rows}\n</ul>' if rows else ""

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 政务公开, the column page, the list service."""
        if target.path in {"/", f"/{SITE}/index.html"}:
            return Page(home(site))
        if target.path == OPENNESS:
            return Page(openness(site))
        if target.path == COLUMN_PATH:
            return Page(column_page(site))
        answer = message(site, target) if target.path == SERVICE else None
        return Page(answer, "application/json") if answer is not None else None


def metas(article: Article) -> str:
    """Article tags."""
    rows = {
        "ColumnName": COLUMN,
        "ArticleTitle": article.title,
        "PubDate": article.printed("published_at"),
        "ContentSource": article.printed("source"),
    }
    return meta_tags(rows, '<meta name="{name}" content="{text}" />')


def header(article: Article) -> str:
    """Label and value cells, two pairs a row."""
    if not article.header:
        return ""
    rows = two_a_row(cells(article, LABELS, "<th>{label}</th><td>{text}</td>"))
    return f'<table class="xxgk">\n{rows}\n</table>'


def framed(frame: Site | Sheet, title: str, main: str, metas: str = "") -> str:
    """A whole page around its main part."""
    ways = {"首页": f"/{SITE}/index.html", "政务公开": OPENNESS, "办事": f"/{SITE}/bs/bs.html"}
    navigation = links(ways)
    return shell("truecms_shell", frame, title, main, navigation=navigation, site=SITE, metas=metas)


def home(site: Site) -> str:
    """The home page."""
    rows = {"政府信息公开": OPENNESS, "苇塘概览": f"/{SITE}/wtgl/wtgl.html"}
    inner = fill("truecms_links", title="苇塘要闻", links=links(rows))
    return framed(site, site.place.site_name, inner)


def openness(site: Site) -> str:
    """政务公开: its columns, ours among them."""
    rows = {
        "法治政府建设要闻": f"/{SITE}/fzyw/fzyw.html",
        **column_link(site, COLUMN_PATH),
        "行政执法公示": f"/{SITE}/xzzf/xzzf.html",
    }
    inner = fill("truecms_links", title="法定主动公开内容", links=links(rows))
    return framed(site, f"政务公开-{site.place.site_name}", inner)


def column_page(site: Site) -> str:
    """The column: the plug-in's call and, in one dialect, the first rows hidden in the page."""
    inner = fill(
        "truecms_column",
        site=SITE,
        column=COLUMN,
        column_path=COLUMN_PATH,
        column_id=COLUMN_ID,
        service=SERVICE,
        first=first_rows(site) if site.dialect == "initdata" else "",
        declared=site.declared,
        per_page=-(-site.per_page // GROUP_SIZE),
        group_size=GROUP_SIZE,
    )
    return framed(site, f"{COLUMN}-{site.place.site_name}", inner)


def first_rows(site: Site) -> str:
    """The list's first rows, hidden in the column page."""
    return f'<div id="initData" style="display:none">{datastore(site, site.page(1))}</div>'


def datastore(site: Site, rows: tuple[Line, ...]) -> str:
    """The plug-in's XML."""
    records = "\n".join(f"<record><![CDATA[{record(row)}]]></record>" for row in rows)
    return (
        f"<datastore><totalrecord>{site.declared}</totalrecord>"
        f"<recordset>\n{records}\n</recordset></datastore>"
    )


def record(row: Line) -> str:
    """One row: title cut in the text and whole in `@title`, day."""
    article = row.article
    return (
        f'<li><a href="{row.path}" title="{escape(article.title)}" target="_blank">'
        f"{escape(article.list_title())}</a><span>{article.printed('published_on')}</span></li>"
    )


def message(site: Site, target: Target) -> str | None:
    """An answer of the service, nothing where it refuses."""
    start = target.number("startrecord") or 1
    size = (target.number("endrecord") or start) - start + 1
    welcome = target.referer.endswith(COLUMN_PATH) and target.get("columnId") == COLUMN_ID
    if not welcome or not 0 < size <= MOST_ROWS:
        return None
    result = {"result": datastore(site, site.window(start - 1, size))}
    text = json.dumps(result, ensure_ascii=False)
    return f"jsonpCallback({text});" if site.dialect == "jsonp" else text
