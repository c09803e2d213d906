"""gkmlpt, the catalogue platform of Guangdong's governments, beside a site of NFCMS.

One page serves all categories; a script reads the category from the fragment
and asks the API. The page's number of rows is the service's own choice.
"""

from __future__ import annotations

import json
import re
import zlib
from html import escape
from typing import TYPE_CHECKING, Any

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

SITE_ID = "990016"
CATEGORY = 2811
INDEX = "/gkmlpt/index"
API = re.compile(r"/gkmlpt/api/all/(\d{1,9})")
MILLION, THOUSAND = 10**6, 10**3
LABELS = {
    "索引号": "index_number",
    "分类": "topic",
    "发布机构": "publisher",
    "成文日期": "issued_on",
    "名称": "title",
    "文号": "document_number",
    "发布日期": "published_on",
    "主题词": "keywords",
}
# The title takes a row of its own.
WIDE = ("名称", "主题词")
EDITOR = Style("line-height: 2em;")
PASTED = Style("text-indent: 2em;", ' style="font-family: 仿宋_GB2312; font-size: 21px;"')
RELATED = '<li><a href="{path}">{title}</a><span>索引号：{number}</span></li>'


class Gkmlpt(SinglePage):
    """Dialects of the article: its text in the ``page``, or in the configuration's ``detail``."""

    family = "gkmlpt"
    dialects: tuple[str, ...] = ("page", "detail")
    home = "/"
    column = f"{INDEX}#{CATEGORY}"

    def path(self, article: Article, number: int) -> str:
        """``/gkmlpt/content/<millions>/<thousands>/post_<id>.html``."""
        del article
        post = 3_640_000 + 617 * number
        return f"/gkmlpt/content/{post // MILLION}/{post // THOUSAND}/post_{post}.html"

    def file(self, article: Article, file: Attachment) -> str:
        """``/attachment/0/<thousands>/<id>/<post>.docx``."""
        number = 200_000 + zlib.crc32(file.stem.encode()) % 100_000
        post = zlib.crc32(article.key.encode()) % 10**7
        return f"/attachment/0/{number // THOUSAND}/{number}/{post}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """``/img/1/…``."""
        number = 1_100_000 + zlib.crc32(picture.stem.encode()) % 100_000
        post = zlib.crc32(article.key.encode()) % 10**7
        return f"/img/1/{number // THOUSAND}/{number}/{post}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The header table, which no page lacks; it gives the day of publication only."""
        del dialect
        header = pairs(article, LABELS, lambda _: True)
        return Stated(header, known(article, LABELS))

    def article(self, sheet: Sheet) -> str:
        """Meta tags, configuration, header table, title, text with its files."""
        article = sheet.article
        text = painted(self, sheet, (EDITOR, PASTED), article.blocks) + self.files(article)
        inner = fill(
            "gkmlpt_article",
            category=CATEGORY,
            title=escape(article.title),
            header=header(article),
            published=article.printed("published_on"),
            body=text if sheet.dialect == "page" else "",
            related=related(sheet, RELATED),
        )
        detail = {"id": post_id(sheet.path), "title": article.title, "content": text}
        config = f"DETAIL: {as_json(detail)},"
        return framed(sheet, article.title, inner, config, metas(article))

    def files(self, article: Article) -> str:
        """Links at the end of the text, as the editor puts them there."""
        return "".join(
            f'\n<p><a href="{self.file(article, file)}" alt="{escape(file.name)}">'
            f"{escape(file.name)}</a></p>"
            for file in article.boxed
        )

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, the catalogue, the API."""
        if target.path in {"/", "/index.html"}:
            return Page(home(site))
        if target.path == INDEX:
            return Page(index(site))
        category = API.fullmatch(target.path)
        if category is None or target.get("sid") != SITE_ID:
            return None
        return Page(api(site, int(category[1]), target), "application/json")


def post_id(path: str) -> int:
    """Return an article's id, taken from its path."""
    return int(path.rpartition("_")[2].partition(".")[0])


def as_json(value: object) -> str:
    """JSON as PHP writes it into a script: no character that ends one."""
    text = json.dumps(value)
    for character in "<>&'":
        text = text.replace(character, f"\\u{ord(character):04X}")
    return text.replace("/", "\\/")


def metas(article: Article) -> str:
    """Article tags; the time stands nowhere else."""
    rows = {
        "ArticleTitle": article.title,
        "PubDate": article.printed("published_at"),
        "ContentSource": article.printed("source"),
    }
    return meta_tags(rows)


def header(article: Article) -> str:
    """Label and value cells, two pairs a row, some values over the whole row."""
    rows: list[str] = []
    half = ""
    for label, text in pairs(article, LABELS, lambda _: True):
        cell = f'<td class="first">\n{label}：\n</td>'
        if label in WIDE:
            rows.append(f'{cell}<td class="td-value" colspan="3"><span>{escape(text)}</span></td>')
            continue
        half += (
            f'{cell}<td class="td-value"><span title="{escape(text)}">{escape(text)}</span></td>'
        )
        if half.count("first") == len(WIDE):
            rows.append(half)
            half = ""
    rows += [half] if half else []
    return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"


def framed(frame: Site | Sheet, title: str, main: str, config: str, metas: str = "") -> str:
    """A whole page of the platform around its main part."""
    return shell(
        "gkmlpt_shell",
        frame,
        title,
        main,
        sid=SITE_ID,
        config=config,
        action="content" if metas else "index",
        metas=metas,
    )


def home(site: Site) -> str:
    """The site's home page, of the sibling system, which links to the catalogue."""
    rows = {"政务公开": "/zwgk/index.html", "政府信息公开": INDEX, "走进榕湾": "/zjrw/index.html"}
    return shell("gkmlpt_home", site, site.place.site_name, links(rows), sid=SITE_ID)


def index(site: Site) -> str:
    """The catalogue: its tree of categories in the configuration, ours among them."""
    ours = [node(CATEGORY, name, site.declared) for name in column_link(site, INDEX)]
    inner = [node(2810, "法治政府建设动态", 3), *ours, node(2812, "行政执法", 7)]
    tree = [
        {**node(2800, "政府信息公开指南", 1), "jump_url": "/zwgk/zn/index.html"},
        {**node(2801, "法定主动公开内容", 0), "children": inner},
    ]
    config = f"TREE: {as_json(tree)},"
    return framed(site, "政府信息公开平台", fill("gkmlpt_index"), config)


def node(number: int, name: str, count: int) -> dict[str, Any]:
    """A category of the tree."""
    return {"id": number, "name": name, "post_count": count, "children": [], "jump_url": ""}


def api(site: Site, category: int, target: Target) -> str:
    """An answer of the API: a page of a category, 0 being all of them."""
    number = max(target.number("page") or 1, 1)
    listed = category in {0, CATEGORY}
    rows = site.page(number) if listed else ()
    total = site.declared if listed else 0
    answer = {
        "classify": {"id": category, "name": COLUMN, "post_count": total},
        "total": total,
        "articles": [row_of(row) for row in rows],
    }
    return json.dumps(answer, ensure_ascii=False)


def row_of(row: Line) -> dict[str, Any]:
    """One article of the API: times in seconds, numbers, genre."""
    article = row.article
    at = int(article.published_at.timestamp())
    return {
        "id": post_id(row.path),
        "title": article.title,
        "url": row.path,
        "post_url": f"/zwgk/fzjs/content/post_{post_id(row.path)}.html",
        "document_number": article.printed("document_number"),
        "identifier": article.index_number,
        "publisher": article.publisher,
        "classify_main_name": COLUMN,
        "classify_genre_name": "",
        "create_time": at - 60,
        "publish_time": at,
        "display_publish_time": at,
        "is_expired": 0,
        "is_abolished": 0,
        "attachment": [],
        "json_ext": "[]",
    }
