"""ASP.NET Web Forms as counties run them: `PublicInfoList.aspx`, `__VIEWSTATE`, AspNetPager.

The server keeps nothing between two requests: a postback without the state of the page before it
gets the first page again.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, ClassVar

from govreports.replica.layout import Style
from govreports.replica.pages import COLUMN, Page, Site, Target, fill, whole
from govreports.replica.plain import EDITOR, Plain, day, hex_id, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

LIST = "/Government/PublicInfoList.aspx"
COLUMN_PATH = f"{LIST}?ThemeId=2"
PAGER = "ctl00$ContentPlaceHolder1$AspNetPager1"
SEARCH = "ctl00$btnSearch"
LINK = '<a href="{href}" style="margin-right:5px;">{text}</a>'
PASTED = Style(
    "MARGIN: 0cm 0cm 0pt; LINE-HEIGHT: 28pt",
    ' style="FONT-SIZE: 16pt; FONT-FAMILY: 仿宋_GB2312"',
    ' lang="EN-US"',
)


class AspNet(Plain):
    """Dialects of the list: ``postback`` pages by script and state, ``address`` by ``page=``."""

    family = "aspnet"
    dialects: tuple[str, ...] = ("postback", "address")
    home = "/Default.aspx"
    column = COLUMN_PATH
    openness = "/Government/Index.aspx"
    labels: ClassVar[Mapping[str, str]] = {
        "索引号": "index_number",
        "发布机构": "publisher",
        "文号": "document_number",
        "主题分类": "topic",
        "生成日期": "issued_on",
        "发布日期": "published_at",
        "有效性": "validity",
        "公开方式": "disclosure",
    }
    kept: ClassVar[frozenset[str]] = frozenset({"文号"})
    styles: ClassVar[tuple[Style, Style]] = (EDITOR, PASTED)

    def path(self, article: Article, number: int) -> str:
        """``PublicInfoShow.aspx?ID=2017``."""
        del article
        return f"/Government/PublicInfoShow.aspx?ID={2000 + 17 * number}"

    def file(self, article: Article, file: Attachment) -> str:
        """``/UploadFiles/<month>/<time>``."""
        at = article.published_at
        return f"/UploadFiles/{at:%Y%m}/{stamp(article, file.stem)}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """Pictures lie where files do."""
        return f"/UploadFiles/{article.published_at:%Y%m}/{stamp(article, picture.stem)}.png"

    def parts(self, sheet: Sheet) -> dict[str, str]:
        """The header as a list, and the page's state."""
        items = "\n".join(
            f"<li><b>{label}：</b>{escape(value)}</li>"
            for label, value in self.shown(sheet.article)
        )
        table = f'<ul class="xxgk-info">\n{items}\n</ul>' if items else ""
        return {"table": table, "state": state(sheet.path)}

    def lists(self, target: Target, site: Site) -> Page | None:
        """The list, by address or by postback."""
        if target.path != LIST:
            return None
        number = asked_page(site, target)
        inner = listing(site, number) if number else fill("aspnet_nothing")
        return Page(self.framed(site, COLUMN, inner))


def state(text: str) -> str:
    """The hidden state of a page: bytes in base 64 that the server alone can read."""
    return base64.b64encode(f"/wEPDwUK{hex_id(text)}{text}".encode()).decode()


def asked_page(site: Site, target: Target) -> int:
    """The page asked for: the first one without its state, none (0) where a search is sent."""
    if target.get(SEARCH) is not None:
        return 0
    if site.dialect == "address":
        return min(target.number("page") or 1, site.pages)
    number = whole(target.get("__EVENTARGUMENT") or "") or 1
    known = {state(f"{LIST}#{page}") for page in range(1, site.pages + 1)}
    fits = target.get("__EVENTTARGET") == PAGER and target.get("__VIEWSTATE") in known
    return min(number, site.pages) if fits and target.get("ctl00$ddlYear") == "0" else 1


def listing(site: Site, number: int) -> str:
    """A list page with its form, its state and its pager."""
    return fill(
        "aspnet_list",
        action=escape(f".{LIST.removeprefix('/Government')}?ThemeId=2"),
        state=state(f"{LIST}#{number}"),
        search=SEARCH,
        column=COLUMN,
        rows="\n".join(map(row, site.page(number))),
        pager=pager(site, number),
        input=f"{PAGER}_input",
    )


def pager(site: Site, number: int) -> str:
    """AspNetPager: what it states, numbers, 下一页; links of the page itself are dead."""
    numbers = "".join(
        f'<span style="font-weight:Bold;color:red;">{page}</span>'
        if page == number
        else LINK.format(href=turned(site, page), text=page)
        for page in range(1, site.pages + 1)
    )
    following = LINK.format(href=turned(site, number + 1), text="下一页")
    dead = '<a disabled="disabled" style="margin-right:5px;">下一页</a>'
    return (
        f"共{site.declared}条记录 第{number}页/共{site.pages}页 {numbers}"
        f"{following if number < site.pages else dead}"
    )


def turned(site: Site, number: int) -> str:
    """The address of a link to a page."""
    if site.dialect == "address":
        return escape(f"{COLUMN_PATH}&page={number}")
    return f"javascript:__doPostBack('{PAGER}','{number}')"


def row(line: Line) -> str:
    """A row of the table: number, title, day."""
    article = line.article
    return (
        f'<tr><td class="t1">{escape(article.printed("index_number"))}</td>'
        f'<td><a href="{escape(line.path)}" title="{escape(article.title)}" target="_blank">'
        f"{escape(article.list_title())}</a></td><td>{day(article)}</td></tr>"
    )
