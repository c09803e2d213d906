"""JEECMS, as counties run it: ``.jhtml`` pages, pagers made of scripts, files behind a service.

An article's files have no address in its page; ``attachment_url.jspx`` answers
a tail for each of them. Long texts stand in parts.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from govreports.replica.blocks import cells, table_and_line, two_a_row
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
    links,
    painted,
    related,
    shell,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

CHANNEL = "/fzzfjs"
COLUMN_PATH = f"{CHANNEL}/index.jhtml"
OPENNESS = "/zwgk/index.jhtml"
TAILS = "/attachment_url.jspx"
NUMBERED = re.compile(re.escape(CHANNEL) + r"/index_(\d{1,9})\.jhtml")
# The moment that the service's keys were made, in milliseconds: one for all requests.
MADE_AT = 1_714_960_800_000
LABELS = {
    "索引号": "index_number",
    "发布机构": "publisher",
    "主题分类": "topic",
    "成文日期": "issued_on",
    "文号": "document_number",
    "有效性": "validity",
}
DISABLED = 'disabled="disabled"'
EDITOR = Style("text-indent: 2em;")
PASTED = Style("line-height: 28pt;", ' style="font-size: 16pt; font-family: 仿宋_GB2312"')
RELATED = '<li><a href="{path}">{title}</a><span>索引号：{number}</span></li>'


class Jeecms:
    """Dialects of the list's pager: ``pager`` leads on by scripts, ``links`` by plain links."""

    family = "jeecms"
    dialects: tuple[str, ...] = ("pager", "links")
    home = "/"
    column = COLUMN_PATH

    def path(self, article: Article, number: int) -> str:
        """``/<channel>/<id>.jhtml``."""
        del article
        return f"{CHANNEL}/{30_000 + 17 * number}.jhtml"

    def file(self, article: Article, file: Attachment) -> str:
        """In the text an upload's own address, below it one that a script puts together."""
        if file.in_body:
            at = article.published_at
            name = f"{at:%d%H%M%S}{zlib.crc32(file.stem.encode()) % 36**3:04x}"
            return f"/u/cms/www/{at:%Y%m}/{name}{file.suffix}"
        content, number = content_id(article), article.boxed.index(file)
        return f"/attachment.jspx?cid={content}&i={number}{tail(content, number)}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Pictures are uploads."""
        at = article.published_at
        name = f"{at:%d%H%M%S}{zlib.crc32(picture.stem.encode()) % 36**3:04x}"
        return f"/u/cms/www/{at:%Y%m}/{name}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The header table (an empty cell stays), time with seconds and source below the title."""
        del dialect
        shown = article.printing("published_at", time_line(article))
        stated = table_and_line(shown, LABELS, {"发布日期": "published_at", "来源": "source"})
        return replace(stated, published_at=article.published_at)

    def article(self, sheet: Sheet) -> str:
        """The first, and mostly only, part of an article."""
        return self.part(sheet, 1)

    def part(self, sheet: Sheet, part: int) -> str:
        """Header table, title, time and source, one part of the text, the files' links."""
        article = sheet.article
        inner = fill(
            "jeecms_article",
            column=COLUMN,
            column_path=COLUMN_PATH,
            header=header(article),
            title=escape(article.title),
            published=time_line(article),
            source=escape(article.printed("source")),
            body=self.body(sheet, part),
            parts=parts(sheet, part),
            files=files(article),
            neighbours=neighbours(sheet),
            related=related(sheet, RELATED),
        )
        title = f"{article.title}-{sheet.place.site_name}"
        return framed(sheet, title, inner, calls(article))

    def body(self, sheet: Sheet, part: int) -> str:
        """One part of the text, counted from 1."""
        article = sheet.article
        first = (
            sheet if part == 1 else replace(sheet, article=replace(article, repeats_title=False))
        )
        return painted(self, first, (EDITOR, PASTED), cut(article, part - 1))

    def further(self, sheet: Sheet) -> Mapping[str, str]:
        """``<id>_2.jhtml`` and on."""
        stem = sheet.path.removesuffix(".jhtml")
        numbers = range(2, sheet.article.parts + 1)
        return {f"{stem}_{number}.jhtml": self.part(sheet, number) for number in numbers}

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 政务公开, the column's lists, the service for the files' addresses."""
        if target.path in {"/", "/index.jhtml"}:
            return Page(home(site))
        if target.path == OPENNESS:
            return Page(openness(site))
        if target.path == COLUMN_PATH:
            return Page(listing(site, 1))
        if target.path == TAILS:
            return Page(tails(target), "text/plain")
        number = NUMBERED.fullmatch(target.path)
        there = number is not None and 1 < int(number[1]) <= site.pages
        return Page(listing(site, int(number[1]))) if number and there else None


def content_id(article: Article) -> int:
    """Return the content's number in the system."""
    return zlib.crc32(article.key.encode()) % 10**6


def tail(content: int, number: int) -> str:
    """What the service adds to a file's address: when, and the key for then."""
    key = hashlib.md5(f"{content};{number};{MADE_AT}".encode(), usedforsecurity=False).hexdigest()
    return f"&t={MADE_AT}&k={key}"


def tails(target: Target) -> str:
    """An answer of the service for the files' addresses."""
    content, count = target.number("cid") or 0, target.number("n") or 0
    return json.dumps([tail(content, number) for number in range(min(count, 99))])


def time_line(article: Article) -> str:
    """Time as printed, with seconds."""
    seconds = "" if article.override("published_at") else f":{article.published_at:%S}"
    return article.printed("published_at") + seconds


def calls(article: Article) -> str:
    """The calls of the system's script: files' addresses, the counter."""
    content = content_id(article)
    return (
        '<script type="text/javascript">\n$(function() {\n'
        f'Cms.attachment("","{content}","{len(article.boxed)}","attach");\n'
        f'Cms.viewCount("","{content}");\n'
        'Cms.siteFlow("", location.href, document.referrer);\n});\n</script>'
    )


def header(article: Article) -> str:
    """Label and value cells, two pairs a row."""
    if not article.header:
        return ""
    rows = two_a_row(cells(article, LABELS, '<td class="bt">{label}：</td><td>{text}</td>'))
    return f'<table class="xxgk_head" width="100%">\n{rows}\n</table>'


def files(article: Article) -> str:
    """Links without an address below the text; a script gives them one."""
    rows = "\n".join(
        f'<li><a id="attach{number}" title="{escape(file.name)}">{escape(file.name)}</a></li>'
        for number, file in enumerate(article.boxed)
    )
    return f'<ul class="attach_list">\n{rows}\n</ul>' if rows else ""


def parts(sheet: Sheet, part: int) -> str:
    """The pager of an article in several parts."""
    count, stem = sheet.article.parts, sheet.path.rpartition("/")[2].removesuffix(".jhtml")
    if count == 1:
        return ""
    return f'<div class="pagesite"><div>{steps(stem, part, count, "pager")}</div></div>'


def neighbours(sheet: Sheet) -> str:
    """上一篇 and 下一篇."""
    rows = zip(("上一篇", "下一篇"), sheet.neighbours, strict=False)
    return "\n".join(
        f'<li style="line-height:30px;"><strong>{word}：</strong>'
        f'<a href="{other.path}" style="color:#333;">{escape(other.title)}</a></li>'
        for word, other in rows
    )


def framed(frame: Site | Sheet, title: str, main: str, calls: str = "") -> str:
    """A whole page around its main part."""
    ways = {"首页": "/", "政务公开": OPENNESS, "资料下载": "/zlxz/index.jhtml"}
    return shell("jeecms_shell", frame, title, main, navigation=links(ways), calls=calls)


def home(site: Site) -> str:
    """The home page."""
    rows = {"政府信息公开": OPENNESS, "麦岭概况": "/mlgk/index.jhtml"}
    inner = fill("jeecms_links", title="麦岭要闻", links=links(rows))
    return framed(site, site.place.site_name, inner)


def openness(site: Site) -> str:
    """政务公开: its columns, ours among them."""
    rows = {
        "法治政府建设知识": "/fzzs/index.jhtml",
        **column_link(site, COLUMN_PATH),
        "行政执法": "/xzzf/index.jhtml",
    }
    inner = fill("jeecms_links", title="法定主动公开内容", links=links(rows))
    return framed(site, f"政务公开-{site.place.site_name}", inner)


def listing(site: Site, number: int) -> str:
    """One list page."""
    pager = f"共{site.declared}条记录 {number}/{site.pages}页\n"
    inner = fill(
        "jeecms_list",
        column=COLUMN,
        column_path=COLUMN_PATH,
        rows="\n".join(map(list_row, site.page(number))),
        pager=pager + steps("index", number, site.pages, site.dialect),
    )
    return framed(site, f"{COLUMN}-{site.place.site_name}", inner)


def list_row(row: Line) -> str:
    """A row: day, title cut in the text and whole in `@title`."""
    article = row.article
    return (
        f'<li><span>{article.printed("published_on")}</span><a href="{row.path}" '
        f'title="{escape(article.title)}" target="_blank">{escape(article.list_title())}</a></li>'
    )


def steps(stem: str, number: int, count: int, dialect: str) -> str:
    """The pager's four words and its selection; words that lead nowhere are disabled."""
    targets = {"首页": 1, "上一页": number - 1, "下一页": number + 1, "尾页": count}
    leads = {page for page in range(1, count + 1) if page != number}
    words = "&nbsp;".join(
        f"<a {lead(stem, page, dialect) if page in leads else DISABLED}>{word}</a>"
        for word, page in targets.items()
    )
    options = "".join(f'<option value="{page}">{page}</option>' for page in range(1, count + 1))
    return f"&nbsp;{words}\n&nbsp;第<select>{options}</select>页"


def lead(stem: str, page: int, dialect: str) -> str:
    """Attributes of a pager's link."""
    file = f"{stem}.jhtml" if page == 1 else f"{stem}_{page}.jhtml"
    if dialect == "links":
        return f'href="{file}"'
    return f'href="#" onclick="location.href=encodeURI(\'{file}\');"'
