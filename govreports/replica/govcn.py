"""The policy library of the State Council's portal: a shell, `/search-gov/data`, its articles.

The real library lies on a host of its own (`sousuo.www.gov.cn`) and lists addresses of another; a
replica has one, and lists paths.
"""

from __future__ import annotations

import json
import zlib
from html import escape
from typing import TYPE_CHECKING, ClassVar

from govreports.replica.layout import Style
from govreports.replica.pages import COLUMN, Page, Site, Target, fill
from govreports.replica.plain import EDITOR, Plain, cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.articles import Article, Attachment, Picture
    from govreports.replica.pages import Line, Sheet

COLUMN_PATH = "/zcwjk/policyDocumentLibrary?t=zhengcelibrary"
SERVICE = "/search-gov/data"
PADDED = {"索引号": "索 引 号", "标题": "标　　题", "来源": "来　　源"}
PAIR = '<td width="89"><b>{label}：</b></td><td width="270">{value}</td>'
PASTED = Style("text-indent: 2em; font-family: 宋体; font-size: 12pt;", ' style="font-size: 12pt"')
PARTED = "parted"


class GovCn(Plain):
    """Dialects of the list.

    ``whole`` answers with one list, ``parted`` with one for each category, each with its total.
    """

    family = "govcn"
    dialects: tuple[str, ...] = ("whole", PARTED)
    column = COLUMN_PATH
    openness = "/zhengce/index.htm"
    labels: ClassVar[Mapping[str, str]] = {
        "标题": "title",
        "发文机关": "publisher",
        "发文字号": "document_number",
        "来源": "source",
        "主题分类": "topic",
        "公文种类": "document_type",
        "成文日期": "issued_on",
        "发布日期": "published_on",
        "索引号": "index_number",
    }
    kept: ClassVar[frozenset[str]] = frozenset({"发文字号", "索引号"})
    listed: ClassVar[Mapping[str, str]] = {"index": "index_number", "childtype": "topic"}
    styles: ClassVar[tuple[Style, Style]] = (EDITOR, PASTED)

    def path(self, article: Article, number: int) -> str:
        """``/zhengce/zhengceku/202104/content_5600061.htm``."""
        return (
            f"/zhengce/zhengceku/{article.published_at:%Y%m}/content_{5_600_000 + 61 * number}.htm"
        )

    def file(self, article: Article, file: Attachment) -> str:
        """Files lie beside the article: below ``files``, by a number."""
        folder = f"/zhengce/zhengceku/{article.published_at:%Y%m}/5600/files"
        return f"{folder}/{name(file.stem)}{file.suffix}"

    def picture(self, article: Article, picture: Picture) -> str:
        """``W0…``, as the system before this one named them."""
        return f"/zhengce/zhengceku/{article.published_at:%Y%m}/W0{name(picture.stem)}.png"

    def metas(self, article: Article) -> str:
        """The portal's own tags beside those of the standard; build times are no dates."""
        at = article.printed("published_at").replace(" ", "-")
        return (
            f'{super().metas(article)}\n<meta name="manuscriptId" content="{name(article.key)}">\n'
            f'<meta name="firstpublishedtime" content="{at}:00">\n'
            '<meta name="lastmodifiedtime" content="2024-05-06-10:21:43">\n'
            '<meta name="lanmu" content="政策">'
        )

    def parts(self, sheet: Sheet) -> dict[str, str]:
        """The header table: two pairs a row, labels padded to one width."""
        shown = self.shown(sheet.article)
        rows = tuple((PADDED.get(label, label), value) for label, value in shown)
        return {"table": f"<table>{cells(rows, PAIR)}</table>" if rows else ""}

    def lists(self, target: Target, site: Site) -> Page | None:
        """The library's shell and its service."""
        if target.path == COLUMN_PATH.partition("?")[0]:
            return Page(self.framed(site, COLUMN, fill("govcn_library", column=COLUMN)))
        return Page(answer(site, target), "application/json") if target.path == SERVICE else None


def name(text: str) -> str:
    """Digits of chance."""
    return f"{zlib.crc32(text.encode()):010d}"


def answer(site: Site, target: Target) -> str:
    """An answer of the service; it wants to know from which page it is asked."""
    if target.get("type") != "gwyzcwjk" or not target.referer:
        return json.dumps({"code": 1001, "msg": "抱歉，没有找到相关结果"}, ensure_ascii=False)
    number = target.number("p") or 1
    size = min(target.number("n") or site.per_page, site.per_page)
    search = parted(site, number, size) if site.dialect == PARTED else whole(site, number, size)
    answered = {"paramsVO": {"p": number, "n": size}, "searchVO": search}
    return json.dumps(answered, ensure_ascii=False)


def whole(site: Site, number: int, size: int) -> dict[str, object]:
    """One list with its total."""
    rows = site.window((number - 1) * size, size)
    return {
        "totalCount": site.declared,
        "pageSize": size,
        "currentPage": number,
        "totalpage": -(-site.declared // size),
        "catMap": {},
        "listVO": [record(line) for line in rows],
    }


def parted(site: Site, number: int, size: int) -> dict[str, object]:
    """A list for each category. The pages that it states are those of all rows together."""
    government = site.place.government
    both = site.window(0, len(site.rows))
    parts = {
        "gongwen": [line for line in both if line.article.publisher == government],
        "bumenfile": [line for line in both if line.article.publisher != government],
    }
    missing = site.declared - sum(map(len, parts.values()))
    start = (number - 1) * size
    return {
        "totalCount": site.declared,
        "pageSize": size,
        "currentPage": number,
        "totalpage": -(-site.declared // size),
        "listVO": [],
        "catMap": {
            kind: {
                "catName": kind,
                "totalCount": len(rows) + (missing if kind == "bumenfile" else 0),
                "listVO": [record(line) for line in rows[start : start + size]],
            }
            for kind, rows in parts.items()
        },
    }


def record(line: Line) -> dict[str, object]:
    """A row as the service has it."""
    article = line.article
    return {
        "id": f"zhengceku:{name(article.key)}",
        "title": escape(article.title),
        "url": line.path,
        "pcode": article.printed("document_number"),
        "puborg": article.publisher,
        "pubtime": int(article.published_at.timestamp() * 1000),
        "pubtimeStr": f"{article.published_at:%Y.%m.%d}",
        "childtype": article.topic,
        "index": article.printed("index_number"),
        "summary": f"{article.title} {site_words(article)}",
        "source": article.printed("source"),
    }


def site_words(article: Article) -> str:
    """The first words of the text, which the service gives as a summary."""
    return (article.body() or "")[:60]
