"""新点 (Epoint, EWB): a column's shell, the shared script, the service `getgovinfolist`.

Articles print no header table: a line below the title, and the article tags.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from govreports.replica.layout import Style
from govreports.replica.pages import COLUMN, Page, Site, Target, fill
from govreports.replica.plain import EDITOR, Plain, day, hex_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

CATEGORY = "002008003"
COLUMN_PATH = f"/dynamic/zwgk/govInfoPub.html?categorynum={CATEGORY}&deptcode="
STATIC = f"/zwgk/002008/{CATEGORY}"
SCRIPT = "/js/webBuilderCommon.js"
SITE = "5d1a7c3e-20b4-4c1f-9e6a-8f0b7d2c4a11"
PROJECTS = {"service": "/EWB-FRONT", "wrapped": "/EWB_QY_Mid"}
ACTION = "/rest/lightfrontaction/getgovinfolist"
PASTED = Style(
    "font-family: Calibri;font-size: 16px;text-indent: 28px;padding: 0;line-height: 40px",
    ' style="font-family: 仿宋;letter-spacing: 0;font-size: 21px"',
    ' style="font-family: 仿宋;letter-spacing: 0;font-size: 21px"',
)


class Epoint(Plain):
    """Dialects of the list.

    ``service`` takes what is asked for as it stands, ``wrapped`` only inside of ``params``;
    ``static`` has pages ``1.html``, ``2.html``, … and another line below the title.
    """

    family = "epoint"
    dialects: tuple[str, ...] = ("service", "wrapped", "static")
    column = COLUMN_PATH
    openness = "/zwgk/moreinfo.html"
    line: ClassVar[Mapping[str, str]] = {"信息来源": "source", "发布日期": "published_at"}
    styles: ClassVar[tuple[Style, Style]] = (EDITOR, PASTED)

    def path(self, article: Article, number: int) -> str:
        """``/zwgk/…/20260710/<UUID>.html``."""
        name = UUID(hex_id(f"{article.key}/{number}"))
        return f"{STATIC}/{article.published_at:%Y%m%d}/{name}.html"

    def file(self, article: Article, file: Attachment) -> str:
        """Files are kept under an id of their own; the name is the link's text."""
        del article
        return f"/EWB-FRONT/upload/{UUID(hex_id(file.stem))}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Pictures too."""
        del article
        return f"/EWB-FRONT/upload/{UUID(hex_id(picture.stem))}.png"

    def below(self, article: Article, dialect: str) -> tuple[tuple[str, str], ...]:
        """The other line has a place for an author, which a script takes away."""
        line = super().below(article, dialect)
        return (*line, ("作者", "")) if dialect == "static" else line

    def parts(self, sheet: Sheet) -> dict[str, str]:
        """The line below the title and the page's id."""
        article = sheet.article
        values = {
            "source": escape(article.printed("source")),
            "published": escape(article.printed("published_at")),
        }
        name = "run_on" if sheet.dialect == "static" else "lines"
        guid = sheet.path.rpartition("/")[2].removesuffix(".html")
        return {"line": fill(f"epoint_{name}", **values), "guid": guid}

    def lists(self, target: Target, site: Site) -> Page | None:
        """The shell, the shared script, the service; or static pages."""
        if target.path == COLUMN_PATH.partition("?")[0]:
            inner = static(site, 1) if site.dialect == "static" else fill("epoint_shell_list")
            return Page(self.framed(site, COLUMN, inner))
        if site.dialect == "static":
            number = page_number(target.path)
            inside = 0 < number <= site.pages
            return Page(self.framed(site, COLUMN, static(site, number))) if inside else None
        project = PROJECTS[site.dialect]
        if target.path == SCRIPT:
            return Page(fill("epoint_script", site=SITE, project=project), "text/javascript")
        if target.path == project + ACTION:
            return Page(answer(site, target), "application/json")
        return None


def page_number(path: str) -> int:
    """Number of a static list page, 0 for other paths."""
    name = path.removeprefix(STATIC + "/").removesuffix(".html")
    return int(name) if name.isascii() and name.isdecimal() else 0


def static(site: Site, number: int) -> str:
    """A static list page: dates in brackets, a pager that states ``1/3``.

    Its links are scripts, but for the one on the column's own page.
    """
    rows = "\n".join(static_row(line) for line in site.page(number))
    leads = number == 1 < site.pages
    return fill(
        "epoint_static_list",
        column=COLUMN,
        rows=rows,
        number=number,
        pages=site.pages,
        following=f"{STATIC}/2.html" if leads else "javascript:void(0)",
    )


def static_row(line: Line) -> str:
    """A row; the title is cut in its text."""
    article = line.article
    return (
        f'<li class="ewb-list-node clearfix"><a href="{line.path}" target="_blank" '
        f'title="{escape(article.title)}">{escape(article.list_title())}</a>'
        f'<span class="ewb-list-date">[{day(article)}]</span></li>'
    )


def answer(site: Site, target: Target) -> str:
    """An answer of the service; what it cannot read it answers with an error and no rows."""
    wish = wished(site, target)
    if wish is None or wish.get("siteGuid") != SITE or wish.get("categorynum") != CATEGORY:
        return json.dumps({"status": {"code": "500", "text": "error"}, "custom": None})
    number, size = int(wish["pageIndex"]), min(int(wish["pageSize"]), site.per_page)
    rows = site.window(number * size, size)
    custom = {"total": site.declared, "data": [record(line) for line in rows]}
    return json.dumps({"custom": custom, "status": {"code": "200"}}, ensure_ascii=False)


def wished(site: Site, target: Target) -> dict[str, Any] | None:
    """What a request asks for, ``None`` where it is none that this service reads."""
    try:
        body = json.loads(target.body)
    except json.JSONDecodeError:
        return None
    if not isinstance(body, dict) or target.method != "POST":
        return None
    wish = body.get("params") if site.dialect == "wrapped" else body
    return wish if isinstance(wish, dict) else None


def record(line: Line) -> dict[str, str]:
    """A row as the service has it: the title with the colour of its list and without."""
    article = line.article
    return {
        "infourl": line.path,
        "title": f"<font color=''>{article.list_title()}</font>",
        "realtitle": article.title,
        "infodate": day(article),
        "categorynum": CATEGORY,
        "infoid": hex_id(line.path),
    }
