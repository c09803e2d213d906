"""The platform of Shanghai: sections `/nw39220/`, archives by year, departments' lists.

The index of a section shows what is newest and links to an archive for each year, whose folders
follow no rule.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, ClassVar

from govreports.replica.layout import Style
from govreports.replica.pages import COLUMN, Page, Site, Stated, Target, fill, known
from govreports.replica.plain import EDITOR, Plain, cells, day, hex_id

if TYPE_CHECKING:
    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

SECTION = "/nw39220"
NEWEST = 3
PAGE = re.compile(r"(.*)/index(?:_(\d+))?\.html")
PICTURES = ('<img src="/assets/img/file2020.png">', '<img src="/assets/img/download2020.png">')
PAIR = "<td>{label}</td><td>{value}</td>"
PASTED = Style("text-indent: 2em;", ' style="font-family: FangSong; font-size: 18px;"')


class Shanghai(Plain):
    """Dialects of the list: ``archives`` by year, ``department`` in one."""

    family = "shanghai"
    dialects: tuple[str, ...] = ("archives", "department")
    home = "/index.html"
    column = f"{SECTION}/index.html"
    openness = "/nw4411/index.html"
    styles: ClassVar[tuple[Style, Style]] = (EDITOR, PASTED)

    def path(self, article: Article, number: int) -> str:
        """``/nw12344/20240130/<32 hex digits>.html``."""
        return f"/nw12344/{article.published_at:%Y%m%d}/{hex_id(f'{article.key}/{number}')}.html"

    def file(self, article: Article, file: Attachment) -> str:
        """``/cmsres/6e/<32 hex digits>/<32 hex digits>``."""
        return f"/cmsres/{folder(article, file.stem)}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Pictures lie where files do."""
        return f"/cmsres/{folder(article, picture.stem)}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The day, in brackets behind the title and without a label."""
        del dialect
        shown = day_shown(article)
        return Stated((("#1", shown),), known(article, {"#1": "published_on"}))

    def parts(self, sheet: Sheet) -> dict[str, str]:
        """The day behind the title; the header's table, which the template comments out."""
        article = sheet.article
        rows = (
            ("索取号", article.printed("index_number")),
            ("发布机构", article.printed("publisher")),
            ("文件编号", article.printed("document_number")),
            ("公开类别", article.printed("disclosure")),
        )
        return {
            "date": day_shown(article),
            "table": cells(rows, PAIR),
            "aside": self.aside(sheet),
        }

    def files(self, sheet: Sheet) -> str:
        """Links below the text; departments have a box beside it."""
        if sheet.dialect == "department":
            return ""
        rows = "".join(
            f"<li>{self.link(sheet, file, file.name)}</li>" for file in sheet.article.boxed
        )
        return f'<ol class="no-border-bottom">{rows}</ol>'

    def aside(self, sheet: Sheet) -> str:
        """A department's box: two pictures that lead to each file, whose name is in ``@title``."""
        if sheet.dialect != "department":
            return ""
        rows = "".join(
            f"<div>{self.link(sheet, file, picture)}</div>"
            for file in sheet.article.boxed
            for picture in PICTURES
        )
        return f'<div class="col-md-4" id="typediv6">{rows}</div>'

    def link(self, sheet: Sheet, file: Attachment, shown: str) -> str:
        """A link to a file."""
        href, title = self.file(sheet.article, file), escape(file.name)
        return f'<a href="{href}" title="{title}" target="_blank">{shown}</a>'

    def lists(self, target: Target, site: Site) -> Page | None:
        """The section's index, its archives; a department's list."""
        found = PAGE.fullmatch(target.path)
        if found is None:
            return None
        number = int(found[2] or 1)
        if site.dialect == "department":
            rows = site.window(0, len(site.rows))
            return self.list_page(site, rows, number, site.excess) if found[1] == SECTION else None
        if found[1] == SECTION:
            return self.index(site) if number == 1 else None
        return self.archive(site, found[1], number)

    def index(self, site: Site) -> Page:
        """The section's index: a few rows, and the archives."""
        rows = "\n".join(map(row, site.window(0, NEWEST)))
        inner = fill("shanghai_list", column=COLUMN, rows=rows, years=years(site), pages=1)
        return Page(self.framed(site, COLUMN, inner))

    def archive(self, site: Site, folder: str, number: int) -> Page | None:
        """A page of a year's archive; the newest lacks what the list promises too much."""
        year = next((one for one in years_of(site) if year_folder(one) == folder), None)
        if year is None:
            return None
        rows = tuple(
            line
            for line in site.window(0, len(site.rows))
            if line.article.published_at.year == year
        )
        excess = site.excess if year == years_of(site)[0] else 0
        return self.list_page(site, rows, number, excess)

    def list_page(
        self, site: Site, rows: tuple[Line, ...], number: int, excess: int
    ) -> Page | None:
        """A page of a list."""
        pages = max(1, -(-(len(rows) + excess) // site.per_page))
        if not 0 < number <= pages:
            return None
        start = (number - 1) * site.per_page
        shown = "\n".join(map(row, site.part(rows, start, site.per_page)))
        links = years(site) if site.dialect == "archives" else ""
        inner = fill("shanghai_list", column=COLUMN, rows=shown, years=links, pages=pages)
        return Page(self.framed(site, COLUMN, inner))


def folder(article: Article, stem: str) -> str:
    """Folder and name of a file."""
    of_article = hex_id(article.key)
    return f"{of_article[:2]}/{of_article}/{hex_id(stem)}"


def day_shown(article: Article) -> str:
    """The day of publication in Chinese notation, unless the page prints something else."""
    printed = article.override("published_on") or article.override("published_at")
    return printed or f"{article.published_at:%Y年%m月%d日}"


def years_of(site: Site) -> list[int]:
    """Years with articles, the newest first."""
    return sorted({line.article.published_at.year for line in site.rows}, reverse=True)


def year_folder(year: int) -> str:
    """The folder of a year's archive: the platform changed its mind over the years."""
    return f"/xxgk{year}" if year % 2 else f"/nw{39_000 + year}"


def years(site: Site) -> str:
    """Links to the archives, some with the year in an element of its own."""
    return "\n".join(
        f'<a href="{year_folder(year)}/index.html">'
        + (f"<h4>{year}年</h4>" if year % 3 else f"{year}年")
        + "</a>"
        for year in years_of(site)
    )


def row(line: Line) -> str:
    """A row, and a twin of it from another day that is commented out."""
    article = line.article
    link = f'<a href="{line.path}" title="{escape(article.title)}" target="_blank">'
    return (
        f'<!-- <li>{link}旧版</a><span class="time">2001-01-01</span></li> -->\n'
        f"<li>{link}{escape(article.list_title())}</a> "
        f'<span class="time">{day(article)}</span></li>'
    )
