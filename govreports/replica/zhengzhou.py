"""The Zhengzhou 索引号 platform (``public.<city>.gov.cn``), derived from JEECMS.

Header cards are ``ul.pubinfo-card > li > i[icon][title=LABEL] + em``: a reader
sees icons and values, the labels stand in the ``title`` attribute only. Lists
are query routes on ``/`` and their anchors are direct children of the ``ul``.
The pages carry none of the standard meta tags.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

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

DIRECTORY = "D0104X"
DIRECTORY_LIST = f"/?a=dir&h=1&p={DIRECTORY}"
COLUMN_LIST = f"/?a=path&d=19&p={DIRECTORY}"
OPENNESS = "/?a=platform"
LABELS = {
    "索引号": "index_number",
    "发布机构": "publisher",
    "关键词": "keywords",
    "成文日期": "issued_on",
    "发布日期": "published_on",
    "体裁": "document_type",
    "文号": "document_number",
    "有效性": "validity",
}
# The icon font's letters; those behind the fifth have not been seen on a page.
ICONS = {"索引号": "h", "发布机构": "V", "关键词": "t", "成文日期": "G", "发布日期": "1"}
EDITOR = Style("text-indent: 2em;")
PASTED = Style("line-height: 37px;", ' style="font-family: 仿宋_gb2312;"', ' lang="EN-US"')
RELATED = '<li><a href="{path}">{title}</a><em>索引号：{number}</em></li>'


class Zhengzhou(SinglePage):
    """Dialects: ``labelled`` header cards, or ``bare`` values without labels."""

    family = "zhengzhou"
    dialects: tuple[str, ...] = ("labelled", "bare")
    home = "/"
    column = COLUMN_LIST
    known_path = DIRECTORY_LIST

    def path(self, article: Article, number: int) -> str:
        """``/D0104X/8508629.jhtml``; the id is one of a database shared by all cities."""
        del article
        return f"/{DIRECTORY}/{8_400_000 + 137 * number}.jhtml"

    def file(self, article: Article, file: Attachment) -> str:
        """JEECMS stores uploads by month, day and time, with four random characters.

        A newer attachment root keeps the Chinese name and takes a token.
        """
        at = article.published_at
        if file.suffix == ".pdf":
            return f"/attachment/{quote(file.name)}?{quote(file.stem)}=="
        return f"/u/cms/public/{at:%Y%m}/{at:%d%H%M%S}{file.stem[-4:]}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Images lie where uploads do."""
        at = article.published_at
        return f"/u/cms/public/{at:%Y%m}/{at:%d%H%M%S}{picture.stem[-4:]}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """Labels and values, or the bare values numbered by their slots."""
        if not article.header:
            return Stated((), frozenset())
        card = pairs(article, LABELS, lambda _: False)
        if dialect == "bare":
            card = tuple((f"#{slot}", value) for slot, (_, value) in enumerate(card, 1))
        return Stated(card, known(article, LABELS))

    def article(self, sheet: Sheet) -> str:
        """Header card, title, text, files below."""
        article = sheet.article
        inner = fill(
            "zhengzhou_article",
            card=card(article, sheet.dialect) if article.header else "",
            title=escape(article.title),
            body=painted(self, sheet, (EDITOR, PASTED), article.blocks),
            files=self.files(article),
            related=related_box(sheet),
            content_id=content_id(sheet.path),
        )
        title = f"{article.title}-政务公开"
        return framed(sheet, title, inner, content_id(sheet.path))

    def files(self, article: Article) -> str:
        """The box of attachments below the text."""
        if not article.boxed:
            return ""
        rows = "\n".join(
            f'<li>\n<a href="{escape(self.file(article, file))}" target="_blank">'
            f"{escape(file.name)}</a>\n</li>"
            for file in article.boxed
        )
        box = '<div class="content-relative attachment ">\n<div>附件</div>'
        return f"{box}\n<ul>\n{rows}\n</ul>\n</div>"

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, the openness platform, and the two lists of the directory."""
        if target.path != "/":
            return None
        kind, directory = target.get("a"), target.get("p")
        if kind in {"dir", "path"} and directory == DIRECTORY:
            return Page(listing(site, target, target.number("page") or 1))
        if kind == "platform":
            return Page(platform(site))
        return Page(home(site)) if kind is None else None


def content_id(path: str) -> str:
    """Return the platform's id of an article, taken from its path."""
    return path.rpartition("/")[2].partition(".")[0]


def card(article: Article, dialect: str) -> str:
    """The header's list items; empty slots are left out by the platform."""
    rows = pairs(article, LABELS, lambda _: False)
    return "\n".join(slot(label, value, dialect) for label, value in rows)


def slot(label: str, value: str, dialect: str) -> str:
    """One header item."""
    title = f' title="{label}"' if dialect == "labelled" else ""
    icon = ICONS.get(label, "n")
    return f'\t<li>\n\t\t<i icon="{icon}"{title}></i>\n\t\t<em>{escape(value)}</em>\n\t</li>'


def related_box(sheet: Sheet) -> str:
    """The box 相关文件 below the text."""
    if not sheet.neighbours:
        return ""
    rows = related(sheet, RELATED)
    return f'<div class="content-relative">\n<div>相关文件</div>\n<ul>\n{rows}\n</ul>\n</div>'


def framed(frame: Site | Sheet, title: str, main: str, content_id: str = "") -> str:
    """A whole page around its main part."""
    ways = {"首页": "/", "政府信息公开": OPENNESS, "机构职能": "/?a=info&k=law&t=org&i=02&d=4"}
    more = {"navigation": links(ways), "content_id": content_id}
    return shell("zhengzhou_shell", frame, title, main, **more)


def home(site: Site) -> str:
    """The home page: news that is none of the column's, and the way in."""
    rows = {
        "政府信息公开平台": OPENNESS,
        "公开指南": "/?a=dir&h=1&p=D44Y",
        "依申请公开": "/?a=apply",
    }
    inner = fill("zhengzhou_links", title="政务公开", links=links(rows))
    return framed(site, site.place.site_name, inner)


def platform(site: Site) -> str:
    """The openness platform: directories, the column among them."""
    rows = {
        "法治政府建设领导机构": "/?a=info&k=law&t=path&i=01&d=49",
        "政府文件": DIRECTORY_LIST,
        **column_link(site, COLUMN_LIST),
        "财政预决算": "/?a=dir&h=1&p=D12Y",
    }
    inner = fill("zhengzhou_links", title="法定主动公开内容", links=links(rows))
    return framed(site, f"政府信息公开平台-{site.place.site_name}", inner)


def listing(site: Site, target: Target, number: int) -> str:
    """One list page; the labelled dialect's rows carry cards, the other's a date."""
    labelled = site.dialect == "labelled"
    rows = (
        with_card(row, site.dialect) if labelled else with_date(row) for row in site.page(number)
    )
    inner = fill(
        "zhengzhou_list",
        column=COLUMN,
        list_class="page-list" if labelled else "common-list",
        rows="\n".join(rows),
        pager=pager(target, number, site.pages),
    )
    return framed(site, f"{COLUMN}-{site.place.site_name}", inner)


def with_card(row: Line, dialect: str) -> str:
    """A row and its header card, and the same card once more for small screens."""
    items = card(row.article, dialect) if row.article.header else ""
    return (
        f'<a class="list_item_pubinfo_a" href="{row.path}" target="_blank">'
        f"<span>{escape(row.article.title)}</span></a>\n"
        f'<ul class="pubinfo-card">\n{items}\n</ul>\n'
        f'<ul class="pubinfo-card-list-m hidden">\n{items}\n</ul>'
    )


def with_date(row: Line) -> str:
    """A row of the older list: title and day."""
    day = row.article.printed("published_on")
    title = escape(row.article.title)
    return f'<a href="{row.path}" target="_blank"><span>{title}</span><em>{day}</em></a>'


def pager(target: Target, number: int, pages: int) -> str:
    """Numbers between 上一页 and 下一页: the last but one anchor is the last page."""
    rest = "&".join(f"{key}={value}" for key, value in target.parameters if key != "page")

    def link(page: int, text: str) -> str:
        now = ' class="now"' if text == str(number) else ""
        return f'<a href="/?{escape(rest)}&amp;page={page}"{now}>{text}</a>'

    numbers = (link(page, str(page)) for page in range(1, pages + 1))
    before, after = link(max(1, number - 1), "上一页"), link(min(pages, number + 1), "下一页")
    return "\n".join((before, *numbers, after))
