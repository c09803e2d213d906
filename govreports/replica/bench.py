"""A portal for measuring: many distinct articles of one size, rendered beforehand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from random import Random
from typing import TYPE_CHECKING

from govreports.records import ReportKind
from govreports.replica.articles import Article, Paragraph
from govreports.replica.corpus import BEIJING, CLAUSES, Composer
from govreports.replica.layout import Painter, Style
from govreports.replica.places import PLACES
from govreports.replica.portal import ReplicaPortal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.answers import Document
    from govreports.replica.articles import Block
    from govreports.replica.shelf import Entry

# Filled clauses that pages are dealt from: enough that no two pages share most of theirs.
POOL = 800
FIRST = datetime(2012, 1, 4, 9, 0, tzinfo=BEIJING)
STEP = timedelta(hours=19)
MARK = "〔正文〕"
STYLE = Style(
    "line-height: 37px;", ' style="font-family: 仿宋_gb2312;font-size: 21px"', ' lang="EN-US"'
)
KILOBYTE = 1024
# What a page holds beside its text, after the mean of real portals' article pages of this size:
# a good fifth of the bytes are scripts, and 44 KB hold about four hundred elements.
MENU_LINKS = 90
SCRIPT_BYTES = 9 * KILOBYTE
# One paragraph in so many is pasted from a word processor, its numbers split over spans.
PASTED_EVERY = 4


class BenchPortal(ReplicaPortal):
    """A portal whose paragraphs are rendered once each, not once a page."""

    def __init__(self, name: str, articles: list[Article], html: Mapping[Block, str]) -> None:
        """Take the articles; ``html`` holds their paragraphs' markup."""
        self.html = html
        super().__init__(name, PLACES[name].family, articles)
        self.prepare()

    def prepare(self) -> None:
        """Render and compress every page before the first request: no crawl is to pay for it."""
        sizes = (len(page.compressed_answer.body) for page in self.article_pages())
        self.compressed_bytes = sum(sizes)

    def rendered(self, key: str, entry: Entry) -> Document:
        """Render a page around its paragraphs' ready markup."""
        sheet = self.sheet(key)
        if any(block not in self.html for block in entry.article.blocks):
            return super().rendered(key, entry)
        empty = replace(entry.article, blocks=(Paragraph(MARK),))
        shell = self.template.article(replace(sheet, article=empty, layout=""))
        body = "\n".join(self.html[block] for block in entry.article.blocks)
        page = shell.replace(MARK, f"</p>\n{body}\n<p>").replace("</body>", f"{FRAME}</body>")
        return self.document(page, modified=entry.modified)


def bench_portal(
    count: int, size_kb: int = 44, name: str = "jinshui", seed: int = 0
) -> BenchPortal:
    """Make a portal of ``count`` articles, each page about ``size_kb`` KiB uncompressed."""
    return BenchPortal(name, *bench_articles(count, size_kb, name, seed))


def bench_articles(
    count: int, size_kb: int, name: str, seed: int
) -> tuple[list[Article], Mapping[Block, str]]:
    """Make the articles of a bench, and the markup of each paragraph that they share."""
    random = Random(f"bench:{seed}")  # noqa: S311 - deals out paragraphs, guards nothing
    pool = paragraphs(name, random)
    html: dict[Block, str] = {
        paragraph: plain(paragraph) if number % PASTED_EVERY else painted(paragraph, random)
        for number, paragraph in enumerate(pool)
    }
    average = sum(len(text.encode()) for text in html.values()) / len(html)
    shell_size = 8 * KILOBYTE + len(FRAME.encode())
    amount = min(len(pool), max(1, int((size_kb * KILOBYTE - shell_size) / average)))
    return [article(name, number, random.sample(pool, amount)) for number in range(count)], html


def paragraphs(name: str, random: Random) -> list[Paragraph]:
    """Fill clauses with ever new numbers until there are enough different ones."""
    place = PLACES[name]
    clauses = [clause for theme in CLAUSES["theme"] for clause in theme["sentences"]]
    pool: dict[Paragraph, None] = {}
    while len(pool) < POOL:
        issuer = random.choice(place.issuers)
        composer = Composer(place, issuer, random.randint(2012, 2023), random)
        pool[Paragraph(composer.one(clauses) + composer.one(clauses))] = None
    return list(pool)


def painted(paragraph: Paragraph, random: Random) -> str:
    """Markup of one paragraph."""
    painter = Painter(STYLE, random, lambda file: file.stem, lambda picture: picture.stem)
    return painter.block(paragraph)


def plain(paragraph: Paragraph) -> str:
    """Markup of a paragraph that was typed in the CMS's own editor."""
    return f'<p style="text-indent: 2em; text-align: left;">{escape(paragraph.text)}</p>'


def frame() -> str:
    """Menus and scripts around the article, the same on every page."""
    links = "".join(
        f'<li><a href="/?a=dir&amp;p=D{number:04d}X" target="_blank">公开事项{number}</a></li>\n'
        for number in range(MENU_LINKS)
    )
    line = "window.pageConfig.push({key: 'panel', width: 1200, visible: true});\n"
    script = line * (SCRIPT_BYTES // len(line))
    return f'<ul class="site-menu">{links}</ul>\n<script type="text/javascript">\n{script}</script>'


FRAME = frame()


def article(name: str, number: int, blocks: list[Paragraph]) -> Article:
    """One article of the bench: its own title, numbers and times."""
    place = PLACES[name]
    issuer = place.issuers[number % len(place.issuers)]
    at = FIRST + number * STEP
    return Article(
        key=f"bench-{number:06d}",
        title=f"{issuer.name}{at.year}年度法治政府建设情况报告（第{number + 1}期）",
        published_at=at,
        blocks=tuple(blocks),
        index_number=f"{issuer.code}/{at.year}-{number:05d}",
        document_number=f"{issuer.mark}〔{at.year}〕{number + 1}号",
        publisher=issuer.name,
        issued_on=at.date(),
        document_type="报告",
        topic="综合政务",
        keywords=("法治政府", "工作报告"),
        disclosure="主动公开",
        validity="有效",
        source=issuer.name,
        report_year=at.year,
        report_kind=ReportKind.LAW_GOVERNMENT_ANNUAL,
    )
