"""博达 Visual SiteBuilder (西安博达), the old table template that 天山区 runs.

One line under the title is the whole header (``2023-03-15 11:17:07 发文单位:… 点击数:``),
the text repeats the title, and lists page in reverse: the first page is
``slug.htm``, page k is ``slug/<total-k+1>.htm``, the last ``slug/1.htm``.
"""

from __future__ import annotations

import re
import zlib
from html import escape
from typing import TYPE_CHECKING

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
    related,
    shell,
)

if TYPE_CHECKING:
    from datetime import datetime

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

SLUG = "/open/guard/catalog/bjzf/tsqzfxxgkml"
OPENNESS = "/zwgk.htm"
TREE_ID = 3168
OWNER = 1251064581
NUMBERED = re.compile(re.escape(SLUG) + r"/(\d{1,9})\.htm")
EDITOR = Style("text-indent: 2em;")
PASTED = Style(
    "line-height: 39px;text-indent: 43px;word-break: break-all",
    ' style="font-family: 仿宋_gb2312;font-size: 21px"',
    ' lang="EN-US" style="font-size: 21px"',
)
# Before this year the line read ``来源:…   (点击: )``.
NEW_LINE = 2019
LINK = '<tr><td><a href="{path}">{text}</a></td></tr>'
CELL = '<td align="center"><a href="{path}">{text}</a></td>'
RELATED = '<tr><td><a href="{path}">{title}</a></td><td>索引号：{number}</td></tr>'


class Vsb(SinglePage):
    """Dialects of the list: ``table`` rows in the second form, or ``lines`` (``li#line_u…``)."""

    family = "vsb"
    dialects: tuple[str, ...] = ("table", "lines")
    home = "/"
    column = f"{SLUG}.htm"
    known_path = f"{SLUG}.htm"

    def path(self, article: Article, number: int) -> str:
        """``/info/<treeid>/<newsid>.htm``."""
        del article
        return f"/info/{TREE_ID}/{120_000 + 23 * number}.htm"

    def file(self, article: Article, file: Attachment) -> str:
        """The download servlet; the file's name is in the link's text only."""
        del article
        number = zlib.crc32(file.stem.encode()) % 10**7
        query = f"urltype=news.DownloadAttachUrl&owner={OWNER}&wbfileid={number}"
        return f"/system/_content/download.jsp?{query}"

    def picture(self, article: Article, picture: Picture) -> str:
        """``/__local/…``: pictures lie by the digits of a hash."""
        del article
        name = f"{zlib.crc32(picture.stem.encode()):08X}"
        return f"/__local/{name[0]}/{name[1:3]}/{name[3:]}.png"

    def stated(self, article: Article, dialect: str) -> Stated:
        """The one line under the title: time, and who issued it or where it came from."""
        del dialect
        label, name = issuer(article)
        header = ((label, article.printed(name)), *article.extra, ("#1", time_line(article)))
        return Stated(header, known(article, {label: name}) | {"published_on"}, clock(article))

    def article(self, sheet: Sheet) -> str:
        """Title cell, line, text, files, neighbours, close button."""
        article = sheet.article
        inner = fill(
            "vsb_article",
            column=COLUMN,
            column_path=f"{SLUG}.htm",
            title=escape(article.title),
            line=line(article, news_id(sheet.path)),
            body=painted(self, sheet, (EDITOR, PASTED), article.blocks),
            files=self.files(article),
            neighbours=neighbours(sheet),
            related=related(sheet, RELATED),
        )
        title = f"{article.title}-{sheet.place.site_name}"
        return framed(sheet, title, inner, news_id(sheet.path))

    def files(self, article: Article) -> str:
        """Lines 附件【name】 with a count of downloads that a script fills in."""
        return "\n".join(
            f'<tr><td><span>附件【<a href="{escape(self.file(article, file))}" target="_blank">'
            f'{escape(file.name)}</a>】</span>已下载<span id="nattach{number}">'
            f'<script language="javascript">getClickTimes({number},{OWNER},"wbnewsfile","attach")'
            f"</script></span>次</td></tr>"
            for number, file in enumerate(article.boxed, 1)
        )

    def page(self, target: Target, site: Site) -> Page | None:
        """Home page, 政务公开, the column's lists in reverse."""
        if target.path in {"/", "/index.htm"}:
            return Page(home(site))
        if target.path == OPENNESS:
            return Page(openness(site))
        if target.path == f"{SLUG}.htm":
            return Page(listing(site, 1))
        match = NUMBERED.fullmatch(target.path)
        if match is None or not 1 <= int(match[1]) < site.pages:
            return None
        return Page(listing(site, site.pages - int(match[1]) + 1))


def news_id(path: str) -> str:
    """Return the system's id of an article, taken from its path."""
    return path.rpartition("/")[2].partition(".")[0]


def issuer(article: Article) -> tuple[str, str]:
    """Label and field of the line's name: the template changed over the years."""
    old = article.published_at.year < NEW_LINE
    return ("来源", "source") if old else ("发文单位", "publisher")


def clock(article: Article) -> datetime:
    """Time as the line prints it: the old template has no seconds."""
    at = article.published_at
    return at.replace(second=0) if issuer(article)[0] == "来源" else at


def time_line(article: Article) -> str:
    """Time as printed, without a label: a value-only header."""
    old = issuer(article)[0] == "来源"
    seconds = "" if old or article.override("published_at") else f"{article.published_at::%S}"
    return article.printed("published_at") + seconds


def line(article: Article, news_id: str) -> str:
    """Time, name and click counter, in the template of the article's time."""
    label, name = issuer(article)
    text = escape(article.printed(name))
    extra = "".join(f"&nbsp;{key}:{escape(value)}" for key, value in article.extra)
    clicks = f'<script>_showDynClicks("wbnews", {OWNER}, {news_id})</script>'
    old = label == "来源"
    at = f'<span class="timestyle1400">\n{time_line(article)}</span>'
    gap = "&nbsp;&nbsp;" if old else "&nbsp;"
    after = f"{gap}(点击: {clicks})" if old else f"{gap}点击数:{clicks}"
    return f'{at}<span class="authorstyle1400">{gap}{label}:{text}{extra}</span>{after}'


def neighbours(sheet: Sheet) -> str:
    """上一条 and 下一条, page-relative and in the system's own misspelt element."""
    rows = zip(("上一条", "下一条"), sheet.neighbours, strict=False)
    return "<br/>\n".join(
        f'<lable>{word}：</lable><a href="{news_id(other.path)}.htm">{escape(other.title)}</a>'
        for word, other in rows
    )


def framed(frame: Site | Sheet, title: str, main: str, news_id: str = "0") -> str:
    """A whole page around its main part."""
    ways = {"首页": "/index.htm", "政务公开": OPENNESS, "办事服务": "/bsfw.htm"}
    return shell(
        "vsb_shell",
        frame,
        title,
        main,
        navigation=links(ways, CELL),
        tree_id=str(TREE_ID),
        news_id=news_id,
        owner=str(OWNER),
    )


def home(site: Site) -> str:
    """The home page."""
    rows = {"政府信息公开": OPENNESS, "天山概况": "/tsgk.htm", "公告公示": "/gggs.htm"}
    inner = fill("vsb_links", title="网站首页", links=links(rows, LINK))
    return framed(site, site.place.site_name, inner)


def openness(site: Site) -> str:
    """政务公开: the catalogues, the column among them."""
    rows = {
        "法治政府建设专题讲座": "/fzjz.htm",
        **column_link(site, f"{SLUG}.htm"),
        "政府信息公开指南": "/open/guard/gkzn.htm",
    }
    inner = fill("vsb_links", title="政府信息公开目录", links=links(rows, LINK))
    return framed(site, f"政务公开-{site.place.site_name}", inner)


def listing(site: Site, number: int) -> str:
    """One list page in the portal's dialect; addresses are relative to it."""
    up = "../" * (4 if number == 1 else 5)
    row = table_row if site.dialect == "table" else line_row
    first = (number - 1) * site.per_page
    rows = (row(place, entry, up) for place, entry in enumerate(site.page(number), first + 1))
    pager = table_pager if site.dialect == "table" else lines_pager
    inner = fill(
        f"vsb_{site.dialect}_list",
        column=COLUMN,
        up=up,
        rows="\n".join(rows),
        pager=pager(site, number),
    )
    return framed(site, f"{COLUMN}-{site.place.site_name}", inner)


def table_row(number: int, row: Line, up: str) -> str:
    """A row of the catalogue: link in the second cell, day in the fifth."""
    article = row.article
    return (
        f'<tr height="25"><td align="center">{number}</td>'
        f'<td><a href="{up}{row.path[1:]}" title="{escape(article.title)}" target="_blank">'
        f"{escape(article.list_title())}</a></td>"
        "<td>&nbsp;</td><td>&nbsp;</td>"
        f'<td align="center">{article.printed("published_on")}</td></tr>'
    )


def line_row(number: int, row: Line, up: str) -> str:
    """A row of the newer list component."""
    article = row.article
    return (
        f'<li id="line_u7_{number - 1}"><span>{article.printed("published_on")}</span>'
        f'<a href="{up}{row.path[1:]}" target="_blank" title="{escape(article.title)}">'
        f"{escape(article.list_title())}</a></li>"
    )


def address(site: Site, current: int, number: int) -> str:
    """Relative address of list page ``number`` as page ``current`` links to it."""
    name = SLUG.rpartition("/")[2]
    if number == 1:
        return f"{name}.htm" if current == 1 else f"../{name}.htm"
    file = f"{site.pages - number + 1}.htm"
    return f"{name}/{file}" if current == 1 else file


def table_pager(site: Site, number: int) -> str:
    """``共N条  k/n`` and four words, those that lead nowhere in plain spans."""
    steps = {
        "首页": (1, number > 1),
        "上页": (number - 1, number > 1),
        "下页": (number + 1, number < site.pages),
        "尾页": (site.pages, number < site.pages),
    }
    words = "".join(
        f'<a href="{address(site, number, page)}" class="Next">{word}</a>'
        if leads
        else f'<span class="PrevDisabled">{word}</span>'
        for word, (page, leads) in steps.items()
    )
    return (
        '<table cellspacing="0" border="0" cellpadding="0" class="headStyle1397"><tbody><tr>'
        '<td nowrap align="left" width="1%" id="fanye1397">'
        f"共{site.declared}条&nbsp;&nbsp;{number}/{site.pages}&nbsp;</td>"
        f'<td nowrap align="left"><div>{words}</div></td></tr></tbody></table>'
    )


def lines_pager(site: Site, number: int) -> str:
    """The newer pager: numbers in ``span.p_no``, the present one in ``span.p_no_d``."""
    numbers = "".join(
        f'<span class="p_no_d">{page}</span>'
        if page == number
        else f'<span class="p_no"><a href="{address(site, number, page)}">{page}</a></span>'
        for page in range(1, site.pages + 1)
    )
    following = (
        f'<span class="p_next p_fun"><a href="{address(site, number, number + 1)}">下页</a></span>'
        f'<span class="p_last p_fun"><a href="{address(site, number, site.pages)}">尾页</a></span>'
    )
    tail = following if number < site.pages else '<span class="p_next_d p_fun_d">下页</span>'
    return (
        '<div class="pb_sys_common pb_sys_normal pb_sys_style1">'
        f'<span class="p_pages">{numbers}{tail}</span>'
        f'<span class="p_t">共{site.declared}条</span></div>'
    )
