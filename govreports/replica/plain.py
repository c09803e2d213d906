"""What templates of plain make have in common: a header by labels, a line below the title, files.

Such a template names its labels and paths and lays out its own markup: `templates/<family>_…`.
"""

from __future__ import annotations

import hashlib
import zlib
from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING, ClassVar

from govreports.replica.blocks import meta_tags, two_a_row
from govreports.replica.layout import Style
from govreports.replica.pages import (
    COLUMN,
    Page,
    SinglePage,
    Stated,
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
    from collections.abc import Mapping

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Sheet, Site, Target

EDITOR = Style("text-indent:2em;")
PASTED = Style("line-height:30pt;", ' style="font-family:仿宋_GB2312;font-size:16pt;"')
RELATED = '<li><a href="{path}" title="{title}">{title}</a><span>索引号：{number}</span></li>'


class Plain(SinglePage, ABC):
    """Part of a template; see the module.

    ``labels`` are those of the header, ``line`` those of the line below the title, each with the
    field that it gives; ``kept`` stand in the header without a value as well. ``openness`` is the
    page between the home page and the column. ``listed`` are words that the list says of a page
    without a header, by the service's names for them.
    """

    family: str = ""
    dialects: tuple[str, ...] = ()
    home: str = "/"
    column: str = ""
    openness: str = "/zwgk/index.html"
    labels: ClassVar[Mapping[str, str]] = {}
    line: ClassVar[Mapping[str, str]] = {}
    listed: ClassVar[Mapping[str, str]] = {}
    kept: ClassVar[frozenset[str]] = frozenset()
    styles: ClassVar[tuple[Style, Style]] = (EDITOR, PASTED)

    @abstractmethod
    def path(self, article: Article, number: int) -> str:
        """Path of an article's page."""

    @abstractmethod
    def file(self, article: Article, file: Attachment) -> str:
        """Path of an attachment."""

    @abstractmethod
    def picture(self, article: Article, picture: Picture) -> str:
        """Path of an image."""

    @abstractmethod
    def parts(self, sheet: Sheet) -> dict[str, str]:
        """What the family's article markup has places for besides title, text and files."""

    @abstractmethod
    def lists(self, target: Target, site: Site) -> Page | None:
        """The column's pages and services; ``None`` where nothing lies."""

    def shown(self, article: Article) -> tuple[tuple[str, str], ...]:
        """Label → value of the header, nothing on pages without one."""
        return pairs(article, self.labels, self.kept.__contains__) if article.header else ()

    def below(self, article: Article, dialect: str) -> tuple[tuple[str, str], ...]:
        """Label → value of the line below the title."""
        del dialect
        return tuple((label, article.printed(name)) for label, name in self.line.items())

    def stated(self, article: Article, dialect: str) -> Stated:
        """Header and line; the time that a meta tag has, where neither gives one."""
        names = {**(self.labels if article.header else self.listed), **self.line}
        if not {"published_on", "published_at"} & set(names.values()):
            names["PubDate"] = "published_at"
        header = (*self.shown(article), *self.below(article, dialect))
        at = to_the_minute(article) if "published_at" in names.values() else None
        return Stated(header, known(article, names), at)

    def metas(self, article: Article) -> str:
        """Article tags of 国办发〔2017〕47号."""
        rows = {
            "ColumnName": COLUMN,
            "ColumnType": COLUMN,
            "ArticleTitle": article.title,
            "PubDate": article.printed("published_at"),
            "ContentSource": article.printed("source"),
        }
        return meta_tags(rows)

    def article(self, sheet: Sheet) -> str:
        """An article's page: the family's markup around header, line, text and files."""
        article = sheet.article
        inner = fill(
            f"{self.family}_article",
            column=COLUMN,
            column_path=escape(self.column),
            title=escape(article.title),
            body=self.body(sheet),
            files=self.files(sheet),
            related=related(sheet, RELATED),
            **self.parts(sheet),
        )
        return self.framed(sheet, article.title, inner, self.metas(article))

    def body(self, sheet: Sheet) -> str:
        """The text as one of the portal's editors left it."""
        return painted(self, sheet, self.styles, sheet.article.blocks)

    def files(self, sheet: Sheet) -> str:
        """Links to the files that are listed below the text."""
        article = sheet.article
        return "\n".join(
            f'<p><a href="{escape(self.file(article, file))}">{escape(file.name)}</a></p>'
            for file in article.boxed
        )

    def framed(self, frame: Site | Sheet, title: str, main: str, metas: str = "") -> str:
        """A whole page around its main part."""
        ways = {"首页": self.home, "政务公开": self.openness, "互动交流": "/hdjl/index.html"}
        name = f"{title}_{frame.place.site_name}"
        shown = links(ways)
        return shell(f"{self.family}_shell", frame, name, main, metas=metas, navigation=shown)

    def linked(self, site: Site, title: str, rows: Mapping[str, str]) -> Page:
        """A page of links."""
        inner = fill("plain_links", title=title, links=links(rows))
        return Page(self.framed(site, title, inner))

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 政务公开, or what the family has besides."""
        if target.path in {self.home, "/", "/index.html"}:
            rows = {"政府信息公开": self.openness, "走进本地": "/zjbd/index.html"}
            return self.linked(site, "要闻", rows)
        if target.path == self.openness:
            rows = {
                "法治政府建设示范创建": "/zwgk/sfcj/index.html",
                **column_link(site, self.column),
                "财政资金": "/zwgk/czzj/index.html",
            }
            return self.linked(site, "政府信息公开", rows)
        return self.lists(target, site)


def day(article: Article) -> str:
    """The day of publication as lists print it."""
    return article.printed("published_on")


def stamp(article: Article, stem: str) -> str:
    """A file name as servers make them: the time and eight hex digits of chance."""
    return f"{article.published_at:%Y%m%d%H%M%S}{zlib.crc32(stem.encode()):08x}"


def hex_id(text: str) -> str:
    """The 32 hex digits by which a system knows something."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def cells(rows: tuple[tuple[str, str], ...], pattern: str) -> str:
    """Table rows of two pairs each; ``pattern`` has ``{label}`` and ``{value}``."""
    return two_a_row([pattern.format(label=label, value=escape(value)) for label, value in rows])
