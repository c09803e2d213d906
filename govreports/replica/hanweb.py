"""大汉版通 (Hanweb JCMS), as 荆门 and its 漳河新区 run it.

A column page holds its first group of rows in ``<script type="text/xml">`` and
names the rest in a jpage call; further groups come from ``dataproxy.jsp``, asked
by a window of records or by the number of the group.
"""

from __future__ import annotations

import zlib
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from govreports.replica import hanweb_openness
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

COLUMN_ID = 18658
# A column may cite articles of the city's; they keep the number of their own column.
CITED_COLUMN_ID = 693
CITED_EVERY = 8
COLUMN_PATH = f"/col/col{COLUMN_ID}/index.html"
OPENNESS = "/col/col18640/index.html"
PROXY = "/module/web/jpage/dataproxy.jsp"
WEB_ID, UNIT_ID = 26, 49913
# Pages in a group, which is what one request brings.
GROUP_SIZE = 3
# What some builds answer to a request that they do not understand: 54 bytes without a row.
EMPTY_ANSWER = "<datastore>\n\n\n<recordset>\n\n</recordset>\n\n\n</datastore>"
LABELS = {
    "索引号": "index_number",
    "信息分类": "disclosure",
    "发布机构": "publisher",
    "生成日期": "issued_on",
    "文号": "document_number",
    "有效性": "validity",
}
PADDED = {"文号": "文　　号", "有效性": "有 效 性"}
EDITOR = Style("text-indent:2em;")
PASTED = Style(
    "font-size:14px;text-indent:43px;line-height:37px;",
    ' style="font-size:21px;font-family:仿宋_GB2312;color:black;"',
)
RELATED = '<li><a href="{path}">{title}</a><span>索引号：{number}</span></li>'


class Hanweb(SinglePage):
    """Dialects of the list endpoint.

    ``both`` takes windows and group numbers, ``window`` only windows (and its
    pages name no next group), ``page`` only group numbers; ``stunted`` answers
    every further request with 54 bytes that hold no row. ``openness`` has the
    column in the module for 政府信息公开, which is asked by POST.
    """

    family = "hanweb"
    dialects: tuple[str, ...] = ("both", "window", "page", "stunted", "openness")
    home = "/"
    column = COLUMN_PATH

    def path(self, article: Article, number: int) -> str:
        """``/art/2020/3/25/art_<column>_<id>.html``, month and day unpadded."""
        at = article.published_at
        column = CITED_COLUMN_ID if number % CITED_EVERY == 0 else COLUMN_ID
        return f"/art/{at.year}/{at.month}/{at.day}/art_{column}_{1_220_000 + 41 * number}.html"

    def file(self, article: Article, file: Attachment) -> str:
        """The download servlet; the name is in the link's text only."""
        at = article.published_at
        name = f"{at:%y%m%d%H%M%S}{zlib.crc32(file.stem.encode()) % 10**6:06d}{file.suffix}"
        return f"/module/download/downfile.jsp?classid=0&filename={name}"

    def picture(self, article: Article, picture: Picture) -> str:
        """``/picture/0/<time>.png``."""
        at = article.published_at
        return f"/picture/0/{at:%y%m%d%H%M%S}{zlib.crc32(picture.stem.encode()) % 10**6:06d}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The header table (an empty cell stays), and the run-on line."""
        del dialect
        table = labels(article) if article.header else {}
        names = {**table, "发布日期": "published_at", "信息来源": "source"}
        header = pairs(article, names, lambda label: label in LABELS)
        return Stated(header, known(article, names), to_the_minute(article))

    def article(self, sheet: Sheet) -> str:
        """Meta tags, header table, title, run-on line, text."""
        article = sheet.article
        inner = fill(
            "hanweb_article",
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
        column, number = ids(sheet.path)
        counter = (
            "<!-- visitcount Begin --><iframe src='../../../../module/visitcount/visit.jsp?"
            f'type=3&i_webid={WEB_ID}&i_columnid={column}&i_articleid={number}\' name="vishidden" '
            'id="vishidden" frameborder="0" style="width:0; height:0; display:none"></iframe>'
            "<!-- visitcount End -->"
        )
        title = f"{sheet.place.site_name} {COLUMN} {article.title}"
        return framed(sheet, title, inner, metas(article), counter)

    def files(self, article: Article) -> str:
        """A row of links below the text."""
        if not article.boxed:
            return ""
        rows = "<br/>".join(
            f'<a href="{escape(self.file(article, file))}" target="_blank">{escape(file.name)}</a>'
            for file in article.boxed
        )
        return f'<tr><td class="fj">附件下载：{rows}</td></tr>'

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 政务公开, the column page and the list endpoint."""
        if target.path in {"/", "/index.html"}:
            return Page(home(site))
        if target.path == OPENNESS:
            return Page(openness(site))
        if target.path == COLUMN_PATH:
            return Page(column_page(site))
        if target.path == hanweb_openness.SERVICE:
            return Page(hanweb_openness.answer(site, target, COLUMN_ID))
        return Page(proxy(site, target), "text/xml") if target.path == PROXY else None


def ids(path: str) -> tuple[str, str]:
    """Return the column's and the article's id, taken from the path."""
    column, number = path.rpartition("/")[2].removesuffix(".html").split("_")[1:]
    return column, number


def metas(article: Article) -> str:
    """Article tags; the keywords are what a word counter made of the text."""
    rows = {
        "ColumnName": COLUMN,
        "ColumnType": COLUMN,
        "ArticleTitle": article.title,
        "pubdate": article.printed("published_at"),
        "author": "",
        "keywords": "工作 执法 法治",
        "contentSource": article.printed("source"),
    }
    return "\n".join(
        f'<meta name="{name}" content="{escape(text)}">' for name, text in rows.items()
    )


def labels(article: Article) -> dict[str, str]:
    """The table's fields: 信息分类 is in truth how the page is disclosed, or its topic."""
    return LABELS if article.disclosure else {**LABELS, "信息分类": "topic"}


def header(article: Article) -> str:
    """Four cells a row: label, value, label, value."""
    if not article.header:
        return ""
    cells = [
        f'<td width="15%" align="right"><b>{PADDED.get(label, label)}：</b></td>'
        f'<td width="35%">{escape(text)}</td>'
        for label, text in pairs(article, labels(article), lambda _: True)
    ]
    rows = "\n".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
    return f'<table class="xxgk_table" width="100%" border="0" cellspacing="0">\n{rows}\n</table>'


def framed(frame: Site | Sheet, title: str, main: str, metas: str = "", counter: str = "") -> str:
    """A whole page around its main part, and the maker's hidden link at its end."""
    ways = {"首页": "/index.html", "政务公开": OPENNESS, "互动交流": "/col/col18700/index.html"}
    return shell(
        "hanweb_shell",
        frame,
        title,
        main,
        navigation=links(ways),
        web_id=str(WEB_ID),
        metas=metas,
        counter=counter,
    )


def home(site: Site) -> str:
    """The home page."""
    rows = {"信息公开": OPENNESS, "新区概况": "/col/col18601/index.html"}
    inner = fill("hanweb_links", title="新区要闻", links=links(rows))
    return framed(site, site.place.site_name, inner)


def openness(site: Site) -> str:
    """政务公开: its columns, ours among them."""
    rows = {
        "法治政府建设专栏介绍": "/col/col18641/index.html",
        **column_link(site, COLUMN_PATH),
        "财政资金": "/col/col18660/index.html",
    }
    inner = fill("hanweb_links", title="政府信息公开", links=links(rows))
    return framed(site, f"{site.place.site_name} 政务公开", inner)


def column_page(site: Site) -> str:
    """The column: its first group in the page, the rest named in the jpage call."""
    tag = f'<meta name="ColumnName" content="{COLUMN}">'
    if site.dialect == "openness":
        inner = hanweb_openness.shell(COLUMN_PATH, COLUMN_ID)
        return framed(site, f"{site.place.site_name} {COLUMN}", inner, tag)
    inner = fill(
        "hanweb_column",
        column=COLUMN,
        column_path=COLUMN_PATH,
        column_id=COLUMN_ID,
        unit_id=UNIT_ID,
        web_id=WEB_ID,
        site_name=site.place.site_name,
        next_group="" if site.dialect == "window" else next_group(site, 1),
        records=records(site.page(1), 0),
        declared=site.declared,
        group_size=group_size(site),
        per_page=site.per_page // group_size(site),
    )
    return framed(site, f"{site.place.site_name} {COLUMN}", inner, tag)


def group_size(site: Site) -> int:
    """Pages in a group: three as everywhere, one where the rows of a request do not divide."""
    return 1 if site.per_page % GROUP_SIZE else GROUP_SIZE


def next_group(site: Site, number: int) -> str:
    """The link to a group; builds differ in how they write the site's name into it."""
    if number >= site.pages:
        return ""
    name = quote(quote(site.place.site_name)) if number == 1 else site.place.site_name
    folder = PROXY.rpartition("/")[0] + "/" if number == 1 else "./"
    query = (
        f"page={number}&appid=1&appid=1&webid={WEB_ID}&path=/&columnid={COLUMN_ID}"
        f"&unitid={UNIT_ID}&webname={name}&permissiontype=0"
    )
    return f'<nextgroup><![CDATA[<a href="{folder}dataproxy.jsp?{query}"></a>]]></nextgroup>\n'


def records(rows: tuple[Line, ...], first: int) -> str:
    """Rows as the endpoint has them, each in a CDATA section of its own."""
    return "\n".join(
        f"<record><![CDATA[\n{record(number, row)}]]></record>"
        for number, row in enumerate(rows, first)
    )


def record(number: int, row: Line) -> str:
    """One row; some templates break the date over three lines."""
    article = row.article
    day = article.printed("published_on")
    if number % 3 == 1:
        day = day.replace("-", "-\n")
    return (
        f'<li class="cf"><span class="site">·</span><a href=\'{row.path}\' target="_blank" '
        f"title='{escape(article.title)}' class=\"fl\">{escape(article.list_title())}</a>"
        f'<span style="float:right;">{day}</span></li>'
    )


def proxy(site: Site, target: Target) -> str:
    """An answer of the list endpoint, by the dialect's understanding of the request."""
    start, group = window_start(site, target), target.number("page")
    if site.dialect == "stunted" or target.get("unitid") != str(UNIT_ID):
        return EMPTY_ANSWER
    if start is not None:
        end = target.number("endrecord") or start + site.per_page
        return datastore(site, start, site.window(start, end - start), "")
    number = 0 if site.dialect == "window" or group is None else group
    rows = site.page(number + 1)
    return datastore(site, number * site.per_page, rows, next_group(site, number + 1))


def window_start(site: Site, target: Target) -> int | None:
    """Return the first record asked for, counted from 0, where the dialect knows windows."""
    start = target.number("startrecord")
    if start is None or start < 1 or site.dialect == "page":
        return None
    return start - 1


def datastore(site: Site, first: int, rows: tuple[Line, ...], following: str) -> str:
    """The endpoint's XML."""
    return (
        f"<datastore>\n<totalrecord>{site.declared}</totalrecord>\n<totalpage>"
        f"{-(-site.declared // (site.per_page // group_size(site)))}</totalpage>\n{following}"
        f"<recordset>\n{records(rows, first)}\n</recordset>\n</datastore>"
    )
