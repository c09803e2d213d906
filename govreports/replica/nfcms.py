"""NFCMS (南方新媒体), gkmlpt's sibling for a site's news columns: plain lists, a line, a text.

An included head declares GBK whatever the page's bytes are, and a second
title. Lists declare no totals.
"""

from __future__ import annotations

import re
import zlib
from html import escape
from typing import TYPE_CHECKING

from govreports.replica.blocks import meta_tags
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
)

if TYPE_CHECKING:
    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

FOLDER = "/zwgk/fzjs"
COLUMN_PATH = f"{FOLDER}/index.html"
OPENNESS = "/zwgk/index.html"
NUMBERED = re.compile(re.escape(FOLDER) + r"/index_(\d{1,9})\.html")
THOUSAND = 1000
LINE = {"文章日期": "published_at", "来源": "source"}
EDITOR = Style("line-height: 2.5em;")
PASTED = Style("text-indent: 2em;", ' style="font-family: 仿宋_GB2312; font-size: 21px;"')
RELATED = '<li><a href="{path}">{title}</a><span>索引号：{number}</span></li>'


class Nfcms(SinglePage):
    """One dialect: ``list``."""

    family = "nfcms"
    dialects: tuple[str, ...] = ("list",)
    home = "/"
    column = COLUMN_PATH

    def path(self, article: Article, number: int) -> str:
        """``…/content/post_<id>.html``."""
        del article
        return f"{FOLDER}/content/post_{2_159_000 + 807 * number}.html"

    def file(self, article: Article, file: Attachment) -> str:
        """``/attachment/0/<thousands>/<id>/<post>.docx``."""
        return f"/attachment/0/{stored(file.stem, article)}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """``/img/0/<thousands>/<id>/<post>.png``."""
        return f"/img/0/{stored(picture.stem, article)}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The line below the title: there is no header."""
        del dialect
        shown = article.printing("published_at", time_line(article))
        header = pairs(shown, LINE, lambda _: False)
        return Stated(header, known(article, LINE), article.published_at)

    def article(self, sheet: Sheet) -> str:
        """Meta tags, title, line, text with its files."""
        article = sheet.article
        inner = fill(
            "nfcms_article",
            column=COLUMN,
            column_path=COLUMN_PATH,
            title=escape(article.title),
            published=time_line(article),
            source=escape(article.printed("source")),
            post=sheet.path.rpartition("_")[2].removesuffix(".html"),
            body=painted(self, sheet, (EDITOR, PASTED), article.blocks) + self.files(article),
            related=related(sheet, RELATED),
        )
        rows = {
            "ColumnName": COLUMN,
            "ArticleTitle": article.title,
            "PubDate": article.printed("published_on"),
            "ContentSource": article.printed("source"),
        }
        return framed(sheet, article.title, inner, meta_tags(rows))

    def files(self, article: Article) -> str:
        """Links at the end of the text, as the editor puts them there."""
        return "".join(
            f'\n<p><a href="{self.file(article, file)}" title="{escape(file.name)}" '
            f'target="_blank">{escape(file.name)}</a></p>'
            for file in article.boxed
        )

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 政务公开, the column's lists."""
        if target.path in {"/", "/index.html"}:
            return Page(home(site))
        if target.path == OPENNESS:
            return Page(openness(site))
        if target.path == COLUMN_PATH:
            return Page(listing(site, 1))
        number = NUMBERED.fullmatch(target.path)
        there = number is not None and 1 < int(number[1]) <= site.pages
        return Page(listing(site, int(number[1]))) if number and there else None


def stored(stem: str, article: Article) -> str:
    """Return where a file is stored, without its suffix."""
    number = 200_000 + zlib.crc32(stem.encode()) % 100_000
    return f"{number // THOUSAND}/{number}/{zlib.crc32(article.key.encode()) % 10**7}"


def time_line(article: Article) -> str:
    """Time as printed, with seconds."""
    seconds = "" if article.override("published_at") else f":{article.published_at:%S}"
    return article.printed("published_at") + seconds


def framed(frame: Site | Sheet, title: str, main: str, metas: str = "") -> str:
    """A whole page around its main part."""
    ways = {"首页": "/index.html", "政务公开": OPENNESS, "政务服务": "/zwfw/index.html"}
    return shell("nfcms_shell", frame, title, main, navigation=links(ways), metas=metas)


def home(site: Site) -> str:
    """The home page."""
    rows = {"政府信息公开": OPENNESS, "走进椰城": "/zjyc/index.html"}
    inner = fill("nfcms_links", title="要闻", links=links(rows))
    return framed(site, site.place.site_name, inner)


def openness(site: Site) -> str:
    """政务公开: its columns, ours among them."""
    rows = {
        "法治政府建设动态": "/zwgk/fzdt/index.html",
        **column_link(site, COLUMN_PATH),
        "规划统计": "/zwgk/ghtj/index.html",
    }
    inner = fill("nfcms_links", title="政务公开", links=links(rows))
    return framed(site, f"政务公开-{site.place.site_name}", inner)


def listing(site: Site, number: int) -> str:
    """One list page."""
    rows = "\n".join(map(list_row, site.page(number)))
    inner = fill("nfcms_list", column=COLUMN, rows=rows, pager=pager(number, site.pages))
    return framed(site, COLUMN, inner)


def list_row(row: Line) -> str:
    """A row: the whole title, day."""
    article = row.article
    return (
        f'<li><i></i><a href="{row.path}" target="_blank">{escape(article.title)}</a>'
        f"<span>{article.printed('published_on')}</span></li>"
    )


def pager(number: int, count: int) -> str:
    """Links to the first, the numbered, the next and the last page; no word of how many."""
    steps = [("first", "第一页", 1)]
    steps += [("normal", str(page), page) for page in range(1, min(count, 5) + 1)]
    steps += [("next", "下一页", number + 1)] if number < count else []
    steps.append(("last", "最后一页", count))
    return "\n".join(
        f'<a class="{"current" if word == str(number) else name}" href="{address(page)}">\n'
        f"{word}\n</a>"
        for name, word, page in steps
    )


def address(page: int) -> str:
    """Address of a list page."""
    return COLUMN_PATH if page == 1 else f"{FOLDER}/index_{page}.html"
