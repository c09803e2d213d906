"""TRS WCM (拓尔思) as the Jingdezhen cities run it: ``index_N.shtml``, ``t<id>.shtml``.

Articles carry the standard meta tags of 国办发〔2017〕47号, a header of
``li 索引号：…`` and a body in nested ``.TRS_Editor`` boxes with a ``<style>`` inside.
Lists link relatively (``./202104/t…``) and page by a ``createPageHTML`` call.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from govreports.replica.layout import Style
from govreports.replica.pages import (
    COLUMN,
    Page,
    Site,
    Stated,
    Target,
    column_link,
    cut,
    fill,
    known,
    links,
    painted,
    pairs,
    related,
    shell,
    to_the_minute,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

OPENNESS = "/zfxxgk/"
COLUMN_DIRECTORY = "/zfxxgk/zfxxgkml/fdzdgknr_15921/fzzfjs/"
LABELS = {
    "索引号": "index_number",
    "发文机构": "publisher",
    "发文字号": "document_number",
    "主题分类": "topic",
    "成文日期": "issued_on",
    "发布日期": "published_at",
    "有效性": "validity",
    "公开方式": "disclosure",
}
# Labels are padded to one width, as the portals of this system have them.
PADDED = {"索引号": "索 引 号", "有效性": "有 效 性"}
EDITOR = Style()
PASTED = Style("", ' style="font-size: 16pt; font-family: 仿宋_GB2312"', ' lang="EN-US"')
# What the editor's stylesheet inside the text says; a reader must not take it for text.
STYLESHEET = (
    '<style type="text/css">\n.TRS_Editor P{line-height:2;font-family:宋体;font-size:14pt;}'
    ".TRS_Editor TD{line-height:2;font-family:宋体;font-size:14pt;}</style>"
)
RELATED = '<li><a href="{path}">{title}</a><i>索引号：{number}</i></li>'


class Trs:
    """One dialect: ``list``."""

    family = "trs"
    dialects: tuple[str, ...] = ("list",)
    home = "/"
    column = COLUMN_DIRECTORY

    def path(self, article: Article, number: int) -> str:
        """``…/202104/t1080281.shtml``: month of publication and document id."""
        return f"{COLUMN_DIRECTORY}{article.published_at:%Y%m}/t{1_080_000 + 61 * number}.shtml"

    def file(self, article: Article, file: Attachment) -> str:
        """``./P0…``: WCM names a file by time and chance, beside the article."""
        at = article.published_at
        return f"./P0{at:%Y%m%d%H%M%S}{zlib.crc32(file.stem.encode()) % 10**9:09d}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """``./W0…``: pictures are named as files are."""
        at = article.published_at
        return f"./W0{at:%Y%m%d%H%M%S}{zlib.crc32(picture.stem.encode()) % 10**9:09d}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The header's list and the line below the title, else the time that a meta tag has."""
        del dialect
        if not article.header:
            return Stated((), known(article, {"时间": "published_at"}), to_the_minute(article))
        names = {**LABELS, "来源": "source"}
        header = pairs(article, LABELS, lambda label: label == "发文字号")
        shown = (("来源", article.printed("source")), ("时间", article.printed("published_at")))
        return Stated((*header, *shown), known(article, names), to_the_minute(article))

    def article(self, sheet: Sheet) -> str:
        """The first, and mostly only, page of an article."""
        return self.part(sheet, 0)

    def part(self, sheet: Sheet, part: int) -> str:
        """Meta tags, header list, title, line of source and time, one part of the text, files."""
        article = sheet.article
        inner = fill(
            "trs_article",
            column=COLUMN,
            column_path=COLUMN_DIRECTORY,
            header=header(article),
            title=escape(article.title),
            extend=extend(article),
            document_id=document_id(sheet.path),
            body=self.body(sheet, part),
            parts=parts(sheet, part),
            files=self.files(article),
            neighbours=neighbours(sheet),
            related=related(sheet, RELATED),
        )
        return framed(sheet, article.title, inner, metas(article))

    def body(self, sheet: Sheet, part: int) -> str:
        """One part of the text in two nested editor boxes, the outer unquoted."""
        article = sheet.article
        first = (
            sheet if part == 0 else replace(sheet, article=replace(article, repeats_title=False))
        )
        text = painted(self, first, (EDITOR, PASTED), cut(article, part))
        return (
            f"<div class=TRS_Editor>{STYLESHEET}\n"
            f'<div class="TRS_Editor">{STYLESHEET}\n{text}\n</div></div>'
        )

    def further(self, sheet: Sheet) -> Mapping[str, str]:
        """``t…_1.shtml`` and on: the pages of an article that ``createDetailPageHTML`` links."""
        stem = sheet.path.removesuffix(".shtml")
        return {
            f"{stem}_{part}.shtml": self.part(sheet, part) for part in range(1, sheet.article.parts)
        }

    def files(self, article: Article) -> str:
        """The box of attachments below the text."""
        if not article.boxed:
            return ""
        rows = "\n".join(
            f'<li><a href="{self.file(article, file)}">{escape(file.name)}</a></li>'
            for file in article.boxed
        )
        return (
            '<div class="article_attachment"><div class="title_base">附件下载</div>\n'
            f'<ul id="file_ul_fj">\n{rows}\n</ul></div>'
        )

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, the openness page, the column's lists."""
        if target.path in {"/", "/index.shtml"}:
            return Page(home(site))
        if target.path in {OPENNESS, OPENNESS + "index.shtml"}:
            return Page(openness(site))
        number = list_number(target.path)
        return Page(listing(site, number)) if 0 < number <= site.pages else None


def document_id(path: str) -> str:
    """Return WCM's id of an article, taken from its path."""
    return path.rpartition("/t")[2].partition(".")[0]


def list_number(path: str) -> int:
    """Return the number of a list page from 1 (``index_1.shtml`` is 2), 0 for other paths."""
    if not path.startswith(COLUMN_DIRECTORY):
        return 0
    name = path.removeprefix(COLUMN_DIRECTORY)
    if name in {"", "index.shtml"}:
        return 1
    place = whole(name.removeprefix("index_").removesuffix(".shtml"))
    return place + 1 if place else 0


def metas(article: Article) -> str:
    """Article tags of 国办发〔2017〕47号, and WCM's note of when it built the page."""
    rows = {
        "ColumnName": COLUMN,
        "ColumnType": COLUMN,
        "ArticleTitle": article.title,
        "PubDate": article.printed("published_at"),
        "ContentSource": article.printed("source"),
        "Keywords": article.printed("keywords"),
    }
    tags = [f'<meta name="{name}" content="{escape(text)}" />' for name, text in rows.items()]
    return "\n".join((*tags, '<meta name="others" content="页面生成时间 2024-05-06 10:21:43" />'))


def header(article: Article) -> str:
    """The header list; a 文号 that is missing leaves its label with nothing behind."""
    if not article.header:
        return ""
    rows = pairs(article, LABELS, lambda label: label == "发文字号")
    items = "\n".join(
        f"<li>{PADDED.get(label, label)}：{escape(text)}</li>" for label, text in rows
    )
    return f'    <div class="sub"><ul class="trt-row">\n{items}\n</ul></div>'


def extend(article: Article) -> str:
    """Source and time below the title; pages without a header have neither."""
    if not article.header:
        return ""
    return (
        f'        <span class="article_source">来源：{escape(article.printed("source"))}</span>\n'
        f'        <span class="article_time">时间：{article.printed("published_at")}</span>'
    )


def parts(sheet: Sheet, part: int) -> str:
    """Return the call that draws the pager of an article in several pages."""
    count = sheet.article.parts
    if count == 1:
        return ""
    name = f"t{document_id(sheet.path)}"
    return f'<script>createDetailPageHTML({count}, {part}, "{name}", "shtml");</script>'


def neighbours(sheet: Sheet) -> str:
    """Links to 上一篇 and 下一篇."""
    rows = zip(("上一篇", "下一篇"), sheet.neighbours, strict=False)
    return "".join(
        f'<p>{word}：<a href="{other.path}">{escape(other.title)}</a></p>' for word, other in rows
    )


def framed(frame: Site | Sheet, title: str, main: str, metas: str = "") -> str:
    """A whole page around its main part."""
    ways = {"首页": "/", "政务公开": OPENNESS, "办事服务": "/bsfw/", "互动交流": "/hdjl/"}
    name = f"{title}_{frame.place.site_name}"
    return shell("trs_shell", frame, name, main, metas=metas, navigation=links(ways))


def home(site: Site) -> str:
    """The home page."""
    rows = {"政府信息公开": OPENNESS, "政府公报": "/zfgb/", "数据开放": "/sjkf/"}
    inner = fill("trs_links", title="要闻", links=links(rows))
    return framed(site, "首页", inner)


def openness(site: Site) -> str:
    """政府信息公开: the directory with the column in it."""
    rows = {
        "政府信息公开指南": "/zfxxgk/zfxxgkzn/",
        "法治政府建设示范创建": "/zfxxgk/zfxxgkml/fdzdgknr_15921/sfcj/",
        **column_link(site, COLUMN_DIRECTORY),
        "政府预决算": "/zfxxgk/zfxxgkml/fdzdgknr_15921/czxx/zfyjs/",
    }
    inner = fill("trs_links", title="法定主动公开内容", links=links(rows))
    return framed(site, "政府信息公开", inner)


def listing(site: Site, number: int) -> str:
    """One list page."""
    inner = fill(
        "trs_list",
        column=COLUMN,
        rows="\n".join(map(list_row, site.page(number))),
        pages=site.pages,
        current=number - 1,
        declared=site.declared,
    )
    names = ("ColumnName", "ColumnType")
    tags = "\n".join(f'<meta name="{name}" content="{COLUMN}" />' for name in names)
    return framed(site, COLUMN, inner, tags)


def list_row(row: Line) -> str:
    """A row: relative link, title cut in the text and whole in ``@title``, day."""
    article = row.article
    href = "./" + row.path.removeprefix(COLUMN_DIRECTORY)
    return (
        f'<li><i><img alt="" src="/images/dot.png"/></i> <a href="{href}" '
        f'title="{escape(article.title)}" target="_blank">{escape(article.list_title())}</a> '
        f"<span>{article.printed('published_on')}</span></li>"
    )
