"""大汉 jpaas, the newer platform of Hanweb, as cities of Zhejiang and ministries run it.

A column page is a shell that names its list's unit, or shows the first rows
above a pager that names it; the unit service answers markup in JSON and takes
the page's number in `paramJson` only.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from html import escape
from typing import TYPE_CHECKING

from govreports.replica.blocks import cells, meta_tags, table_and_line
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

COLUMN_ID = 1229000345
COLUMN_PATH = f"/col/col{COLUMN_ID}/index.html"
OPENNESS = "/col/col1229000300/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
DOWNLOAD = "/api-gateway/jpaas-web-server/front/document/download"
WEB_ID = "3577"
TEMPLATE_SET = "fUn7pjzPV0dB1wLhu9zHD"
TAG = "当前栏目list"
# Every so many articles come from the older system and keep their addresses.
OLDER_EVERY = 3
LABELS = {
    "索引号": "index_number",
    "发布机构": "publisher",
    "主题分类": "topic",
    "有效性": "validity",
    "成文日期": "issued_on",
    "公开方式": "disclosure",
    "文件编号": "document_number",
}
CELL = '<div class="flex"><h1 style="border-left:none;">{label}：</h1><p>{text}</p></div>'
EDITOR = Style("text-indent: 2em;")
PASTED = Style("line-height: 35px;", ' style="font-size: 21px;font-family: 仿宋_GB2312"')
RELATED = '<li><a href="{path}">{title}</a><span>索引号：{number}</span></li>'


class Jpaas(SinglePage):
    """Dialects of the column page: `script` names the list's unit, `pager` shows a first page."""

    family = "jpaas"
    dialects: tuple[str, ...] = ("script", "pager")
    home = "/"
    column = COLUMN_PATH

    def path(self, article: Article, number: int) -> str:
        """`/art/2024/art_<32 hex digits>.html`, or the older `/art/2020/3/25/art_<column>_<id>`."""
        at = article.published_at
        if number % OLDER_EVERY == 0:
            name = f"art_{COLUMN_ID}_{1_772_000 + 41 * number}"
            return f"/art/{at.year}/{at.month}/{at.day}/{name}.html"
        return f"/art/{at.year}/art_{hexadecimal(article.key)}.html"

    def file(self, article: Article, file: Attachment) -> str:
        """The download service; the file's name stands in the link's text only."""
        del article
        return f"{DOWNLOAD}?fileUrl={stored(file.stem)}&fileName={stored(file.stem)}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """`/cms_files/…/picture/0/<32 hex digits>.png`."""
        del article
        return f"/cms_files/jcms1/web{WEB_ID}/site/picture/0/{hexadecimal(picture.stem)}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The header's pairs (one without a value stays), time and source below the title."""
        del dialect
        line = {"发布时间": "published_at", "信息来源": "source"}
        return table_and_line(article, LABELS, line)

    def article(self, sheet: Sheet) -> str:
        """Meta tags, header of label and value blocks, title, time, text."""
        article = sheet.article
        inner = fill(
            "jpaas_article",
            column=COLUMN,
            column_path=COLUMN_PATH,
            column_id=hexadecimal(COLUMN_PATH),
            web_id=WEB_ID,
            header=header(article),
            title=escape(article.title),
            published=article.printed("published_at"),
            source=escape(article.printed("source")),
            body=painted(self, sheet, (EDITOR, PASTED), article.blocks),
            files=self.files(article),
            related=related(sheet, RELATED),
        )
        return framed(sheet, article.title, inner, metas(sheet))

    def files(self, article: Article) -> str:
        """Links below the text, each with the icon of its kind inside."""
        if not article.boxed:
            return ""
        rows = "".join(
            f'<p><a href="{escape(self.file(article, file))}"><img style="border:none;" '
            f'src="/cms_files/default/module/jslib/icons/{file.suffix[1:]}.png" />'
            f"{escape(file.name)}</a></p>\n"
            for file in article.boxed
        )
        return f'<div class="fj">\n{rows}</div>'

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 政务公开, the column page, the unit service."""
        if target.path in {"/", "/index.html"}:
            return Page(home(site))
        if target.path == OPENNESS:
            return Page(openness(site))
        if target.path == COLUMN_PATH:
            return Page(column_page(site))
        return Page(unit(site, target), "application/json") if target.path == UNIT else None


def hexadecimal(text: str) -> str:
    """Return 32 hex digits, as the platform names things."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def stored(stem: str) -> str:
    """Return where a file is stored, without its suffix."""
    return f"/cms_files/jcms1/web{WEB_ID}/site/attach/0/{hexadecimal(stem)}"


def metas(sheet: Sheet) -> str:
    """Article tags; the time of building the page is not that of publication."""
    article = sheet.article
    rows = {
        "ColId": hexadecimal(COLUMN_PATH),
        "ColumnName": COLUMN,
        "ColumnType": COLUMN,
        "ArticleTitle": article.title,
        "PubDate": article.printed("published_at"),
        "ContentSource": article.printed("source"),
        "Keywords": "",
        "Author": "",
        "Url": sheet.path,
        "MakeTime": "2024-05-06 10:21:43",
        "extend1": str(zlib.crc32(article.key.encode()) % 2000),
    }
    return meta_tags(rows)


def header(article: Article) -> str:
    """Label and value in blocks of their own, in two columns."""
    if not article.header:
        return ""
    rows = cells(article, LABELS, CELL)
    half = -(-len(rows) // 2)
    columns = ("\n".join(part) for part in (rows[:half], rows[half:]))
    sides = "\n".join(f'<div class="col-xs-12 col-sm-6">\n{side}\n</div>' for side in columns)
    return f'<div class="article-top"><div class="row">\n{sides}\n</div></div>'


def framed(frame: Site | Sheet, title: str, main: str, metas: str = "") -> str:
    """A whole page around its main part; its foot is a unit of its own."""
    ways = {
        "首页": "/index.html",
        "政务公开": OPENNESS,
        "政民互动": "/col/col1229000400/index.html",
    }
    navigation = links(ways)
    return shell(
        "jpaas_shell", frame, title, main, navigation=navigation, web_id=WEB_ID, metas=metas
    )


def home(site: Site) -> str:
    """The home page."""
    rows = {"政府信息公开": OPENNESS, "走进临溪": "/col/col1229000201/index.html"}
    inner = fill("jpaas_links", title="要闻", links=links(rows))
    return framed(site, site.place.site_name, inner)


def openness(site: Site) -> str:
    """政务公开: its columns, ours among them."""
    rows = {
        "法治政府建设专栏": "/col/col1229000344/index.html",
        **column_link(site, COLUMN_PATH),
        "财政预决算": "/col/col1229000346/index.html",
    }
    inner = fill("jpaas_links", title="法定主动公开内容", links=links(rows))
    return framed(site, f"{site.place.site_name} 政务公开", inner)


def column_page(site: Site) -> str:
    """The column: a script that names the list's unit, or the first page and its pager."""
    shown = script() if site.dialect == "script" else list_of(site, 1, whole=True)
    inner = fill("jpaas_column", column=COLUMN, column_path=COLUMN_PATH, list=shown)
    tags = f'<meta name="ColumnName" content="{COLUMN}">'
    return framed(site, COLUMN, inner, tags)


def query() -> str:
    """The unit's parameters as the platform writes them: JSON but for the quotes."""
    values = {
        "parseType": "bulidstatic",
        "webId": WEB_ID,
        "tplSetId": TEMPLATE_SET,
        "pageType": "column",
        "tagId": TAG,
        "editType": "null",
        "pageId": str(COLUMN_ID),
    }
    return "{" + ",".join(f"'{name}':'{text}'" for name, text in values.items()) + "}"


def script() -> str:
    """The script element that fetches the list."""
    return (
        f'<script id="unit_{COLUMN_ID}" src="/cms_files/default/script/AuthorizedRead/unitbuild.js"'
        f' url="{UNIT}" queryData="{query()}"></script>'
    )


def list_of(site: Site, number: int, *, whole: bool) -> str:
    """Rows and pager of one page; `whole` pagers name the unit, those of the service do not."""
    rows = "\n".join(map(list_row, site.page(number)))
    named = f' unitUrl="{UNIT}" queryData="{query()}"' if whole else ""
    pages = "".join(f'<a data-page="{page}">{page}</a>' for page in range(1, site.pages + 1))
    return (
        f'<div class="page-content"><ul>\n{rows}\n</ul></div>\n'
        f'<div class="pagination" count="{site.declared}" rows="{site.per_page}" '
        f'pageNo="{number}"{named}>{pages}</div>'
    )


def list_row(row: Line) -> str:
    """A row: title cut in the text and whole in `@title`, day."""
    article = row.article
    return (
        f'<li class="cf"><a class="fl" href="{row.path}" target="_blank" '
        f'title="{escape(article.title)}"><i></i>{escape(article.list_title())}</a>'
        f'<span class="fr">{article.printed("published_on")}</span></li>'
    )


def unit(site: Site, target: Target) -> str:
    """An answer of the unit service; a page number outside of `paramJson` is not heard."""
    if (target.get("tagId"), target.get("webId")) != (TAG, WEB_ID):
        return json.dumps({"success": False, "code": "500", "message": "", "data": None})
    number = asked_page(target)
    data = {"html": list_of(site, number, whole=False), "tagId": TAG}
    return json.dumps({"success": True, "code": "200", "message": "", "data": data})


def asked_page(target: Target) -> int:
    """Return the page that `paramJson` asks for, the first where there is none."""
    asked = json.loads(target.get("paramJson") or "{}")
    return max(int(asked.get("pageNo", 1)), 1)
