"""Articles of our own composition, the same ones for the same arguments.

Reports, plans, disclosure reports and notices are put together from the clause
bank (``clauses.toml``): 400 to 6,000 characters each, every title once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from importlib import resources
from random import Random
from typing import TYPE_CHECKING, Any

from govreports.records import ReportKind
from govreports.replica.articles import Article, Cell, Lines, Numbered, Paragraph, Table
from govreports.replica.seams import with_seams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govreports.replica.articles import Block
    from govreports.replica.places import Issuer, Place

BEIJING = timezone(timedelta(hours=8))
CLAUSES: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("clauses.toml").read_text("utf-8")
)
SLOT = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")
HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
# Themes of a department's report: from half a page to eight pages.
LENGTHS = (2, 3, 4, 6, 8)
YEARS = range(2023, 2007, -1)
# Nine reports in ten of such a column are annual reports or plans; the rest is notices.
KINDS = ("annual",) * 6 + ("plan",) * 2 + ("disclosure",) + ("notice",)
TITLES = (
    "{name}{year}年度法治政府建设情况报告",
    "{name}关于{year}年度推进法治政府建设工作情况的报告",
    "{name}{year}年度法治政府建设年度报告",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is composed before numbers and dates are assigned."""

    title: str
    blocks: tuple[Block, ...]
    kind: ReportKind
    document_type: str
    keywords: tuple[str, ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """Fills clauses for one body and one year."""

    place: Place
    issuer: Issuer
    year: int
    random: Random

    def fill(self, clause: str) -> str:
        """Put values into a clause's slots."""
        return SLOT.sub(self.slot, clause)

    def slot(self, match: re.Match[str]) -> str:
        """Value of one slot; see the head of ``clauses.toml``."""
        name, low, high = match.groups()
        if name == "n":
            return str(self.random.randint(int(low), int(high)))
        if name == "p":
            return f"{self.random.uniform(int(low), int(high)):.1f}"
        return self.words()[name]

    @property
    def governs(self) -> bool:
        """Whether the reporting body is the government itself."""
        return self.issuer == self.place.issuers[0]

    def words(self) -> dict[str, str]:
        """Slots that are words."""
        return {
            "name": self.issuer.name,
            "we": "政府系统" if self.governs else "我" + self.issuer.name[-1].replace("会", "委"),
            "area": self.place.area,
            "year": str(self.year),
            "next": str(self.year + 1),
        }

    def some(self, clauses: Sequence[str], low: int, high: int) -> list[str]:
        """A few of the clauses, filled, in their order."""
        count = min(len(clauses), self.random.randint(low, high))
        chosen = sorted(self.random.sample(range(len(clauses)), count))
        return [self.fill(clauses[place]) for place in chosen]

    def first(self, clauses: Sequence[str], low: int, high: int) -> list[str]:
        """The first few clauses, filled: for lists that count 一是, 二是."""
        return [self.fill(clause) for clause in clauses[: self.random.randint(low, high)]]

    def one(self, clauses: Sequence[str]) -> str:
        """One clause, filled."""
        return self.fill(self.random.choice(clauses))

    def annual(self) -> Draft:
        """法治政府建设年度报告 in its four parts."""
        blocks = [
            Paragraph(self.one(CLAUSES["opening"])),
            *self.headed("一、主要举措和成效", self.themes((10, 12) if self.governs else LENGTHS)),
            *self.headed("二、存在的不足", self.first(CLAUSES["shortcoming"], 2, 5)),
            *self.headed(
                "三、主要负责人履行第一责任人职责情况", self.some(CLAUSES["leader"], 1, 3)
            ),
            *self.headed("四、各单位工作亮点", self.highlights()),
            *self.headed("五、下一步工作安排", self.first(CLAUSES["plan"], 3, 6)),
            Paragraph(self.one(CLAUSES["closing"])),
        ]
        kind = ReportKind.LAW_GOVERNMENT_ANNUAL
        title = self.one(TITLES)
        return Draft(title, tuple(blocks), kind, "报告", ("法治政府", "工作报告"), signed=True)

    def themes(self, counts: Sequence[int]) -> list[str]:
        """Paragraphs of the part on what was done: as many themes as one of ``counts``."""
        themes = CLAUSES["theme"]
        chosen = self.random.sample(range(len(themes)), self.random.choice(counts))
        most = 9 if self.governs else 6
        lines: list[str] = []
        for number, place in enumerate(sorted(chosen)):
            lines.append(f"（{ORDINALS[number]}）{themes[place]['head']}")
            lines.append("".join(self.some(themes[place]["sentences"], 3, most)))
        return lines

    def highlights(self) -> list[str]:
        """What single bodies did: all of them where the government reports, else one."""
        bodies = self.place.issuers[1:] if self.governs else (self.issuer,)
        return [
            "".join(
                self.fill(clause.replace("{body}", body.name))
                for clause in self.random.sample(
                    CLAUSES["highlight"]["sentences"], 4 if self.governs else 2
                )
            )
            for body in bodies
        ]

    def headed(self, head: str, lines: Iterable[str]) -> Iterator[Block]:
        """A heading and its paragraphs."""
        yield Paragraph(head, strong=True)
        yield from map(Paragraph, lines)

    def plan(self) -> Draft:
        """工作安排, sent round by a notice whose signature stands before the plan."""
        name = f"{self.place.place}{self.year}年度法治政府建设工作安排"
        blocks: list[Block] = [
            Paragraph("各有关单位："),
            Paragraph(f"现将《{name}》印发给你们，请认真抓好落实。"),
            Paragraph(self.issuer.name, align="right"),
            Paragraph(name, align="center", strong=True),
            Paragraph(self.fill(CLAUSES["scheme"]["opening"])),
            *self.headed("一、重点任务", ()),
            Numbered(tuple(self.some(CLAUSES["scheme"]["tasks"], 5, 7))),
            *self.headed("二、保障措施", self.first(CLAUSES["plan"], 5, 6)),
            *self.headed("三、任务分工", ()),
            self.duties(),
            Paragraph(self.fill(CLAUSES["scheme"]["closing"])),
        ]
        title = f"{self.issuer.name}关于印发{name}的通知"
        kind = ReportKind.LAW_GOVERNMENT_PLAN
        return Draft(title, tuple(blocks), kind, "通知", ("法治政府", "工作安排"), signed=False)

    def duties(self) -> Table:
        """Who does what by when: a table whose first column is merged over rows."""
        heads = self.random.sample(CLAUSES["theme"], 2)
        rows: list[tuple[Cell, ...]] = [(Cell("任务"), Cell("牵头单位"), Cell("完成时限"))]
        for theme in heads:
            bodies = self.random.sample(self.place.issuers[1:], 2)
            months = self.random.sample(range(3, 12), 2)
            first, second = (
                (Cell(body.name), Cell(f"{self.year}年{month}月"))
                for body, month in zip(bodies, months, strict=True)
            )
            rows += [(Cell(theme["head"], rows=2), *first), second]
        return Table((*rows, (Cell("未列明的任务由各单位自行安排", columns=3),)))

    def disclosure(self) -> Draft:
        """政府信息公开工作年度报告 with its tables."""
        part = CLAUSES["disclosure"]
        blocks = [
            Paragraph(self.fill(part["opening"])),
            *self.headed("一、总体情况", [*self.some(part["overall"], 2, 4), *self.themes((2,))]),
            *self.headed("二、主动公开政府信息情况", ()),
            self.counts(),
            *self.headed("三、存在的主要问题及改进情况", self.some(part["problems"], 2, 2)),
            *self.headed("四、其他需要报告的事项", [self.fill(part["other"])]),
        ]
        title = f"{self.issuer.name}{self.year}年政府信息公开工作年度报告"
        kind = ReportKind.DISCLOSURE_ANNUAL
        return Draft(title, tuple(blocks), kind, "报告", ("信息公开", "年度报告"), signed=True)

    def counts(self) -> Table:
        """The table of acts: headings merged over columns, numbers below."""
        numbers = [Cell(str(self.random.randint(0, 900))) for _ in range(6)]
        names = ("规章", "行政规范性文件", "行政许可")
        body = [
            (Cell(name), *numbers[2 * place : 2 * place + 2]) for place, name in enumerate(names)
        ]
        return Table(
            (
                (Cell("信息内容", rows=2), Cell("本年件数", columns=2)),
                (Cell("制发"), Cell("现行有效")),
                *body,
            )
        )

    def notice(self) -> Draft:
        """通知 on one of the usual topics; its steps are lines of one block."""
        topic, reason = self.random.choice(CLAUSES["notice"]["topics"])
        steps = self.some(CLAUSES["notice"]["steps"], 3, 6)
        blocks = (
            Paragraph("各有关单位："),
            Paragraph(self.fill(reason)),
            Lines(tuple(f"{ORDINALS[n]}、{step}" for n, step in enumerate(steps))),
            *self.headed("有关背景：", self.themes((3,))),
        )
        title = f"{self.issuer.name}关于{self.fill(topic)}的通知"
        return Draft(title, blocks, ReportKind.OTHER, "通知", ("行政执法", "通知"), signed=True)


def compose(place: Place, count: int, seed: int = 0) -> tuple[Article, ...]:
    """Compose ``count`` articles of a place, newest first.

    Raises :class:`ValueError` where there are not that many different titles.
    """
    random = Random(f"{place.name}:{seed}")  # noqa: S311 - composes texts, guards nothing
    drafts: dict[str, tuple[Composer, Draft]] = {}
    for kind, issuer, year in assignments(place, random):
        if len(drafts) == count:
            break
        composer = Composer(place, issuer, year, random)
        draft: Draft = getattr(composer, kind)()
        drafts.setdefault(draft.title, (composer, draft))
    if len(drafts) < count:
        message = f"no {count} different titles for {place.name}; at most {len(drafts)}"
        raise ValueError(message)
    dated = [(publication(composer, draft), composer, draft) for composer, draft in drafts.values()]
    dated.sort(key=lambda row: row[0])
    finished = [finish(number, *row) for number, row in enumerate(dated, 1)]
    return tuple(with_seams(place, finished))[::-1]


def assignments(place: Place, random: Random) -> Iterator[tuple[str, Issuer, int]]:
    """Kind, body and year of every report that could be written, recent years first."""
    for start in range(0, len(YEARS), 6):
        pool = [
            (kind, issuer, year)
            for kind in sorted(set(KINDS))
            for issuer in place.issuers
            for year in YEARS[start : start + 6]
        ]
        weights = {kind: KINDS.count(kind) for kind in KINDS}
        # Efraimidis and Spirakis: a weighted order without replacement.
        pool.sort(key=lambda row: random.random() ** (1 / weights[row[0]]), reverse=True)
        yield from pool


def publication(composer: Composer, draft: Draft) -> datetime:
    """When it was published: reports early in the next year, plans in spring."""
    random = composer.random
    months = {"报告": (1, 3), "通知": (3, 11)}[draft.document_type]
    year = composer.year + (draft.document_type == "报告")
    day = date(year, random.randint(*months), random.randint(1, 28))
    hour = time(random.randint(8, 17), random.randint(0, 59), random.randint(1, 59))
    return datetime.combine(day, hour, BEIJING)


def finish(number: int, at: datetime, composer: Composer, draft: Draft) -> Article:
    """Give a draft its numbers, dates and signature."""
    issuer, random = composer.issuer, composer.random
    issued = at.date() - timedelta(days=random.choice((0, 0, 1, 2, 5)))
    article = Article(
        key=f"{composer.place.name}-{number:04d}",
        title=draft.title,
        published_at=at,
        blocks=draft.blocks,
        index_number=f"{issuer.code}/{at.year}-{number:05d}",
        document_number=f"{issuer.mark}〔{issued.year}〕{random.randint(1, 96)}号",
        publisher=issuer.name,
        issued_on=issued,
        document_type=draft.document_type,
        topic="综合政务",
        keywords=draft.keywords,
        disclosure="主动公开",
        validity="有效",
        source=issuer.name,
        report_year=composer.year,
        report_kind=draft.kind,
    )
    return signed(article, issuer, number) if draft.signed else article


def signed(article: Article, issuer: Issuer, number: int) -> Article:
    """Add the signature block (落款) in one of the forms that portals show."""
    day = article.issued_on or article.published_at.date()
    plain = f"{day.year}年{day.month}月{day.day}日"
    forms: tuple[tuple[Block, ...], ...] = (
        (Paragraph(issuer.name, align="right"), Paragraph(plain, align="right")),
        (Paragraph(issuer.name, align="right"), Paragraph(han_date(day), align="right")),
        (Lines((issuer.name, plain)),),
        (Paragraph(plain, align="right"),),
    )
    form = number % len(forms)
    who = None if form == len(forms) - 1 else issuer.name
    blocks = (*article.blocks, *forms[form])
    return replace(article, blocks=blocks, signed_by=who, signed_on=day)


def han_date(day: date) -> str:
    """A date in Chinese numerals: 二〇二一年三月十五日."""
    year = str(day.year).translate(HAN_DIGITS)
    return f"{year}年{han_number(day.month)}月{han_number(day.day)}日"


def han_number(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else str(tens).translate(HAN_DIGITS) + "十"
    return head + (str(ones).translate(HAN_DIGITS) if ones else "")
