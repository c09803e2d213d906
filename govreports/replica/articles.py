"""What a report page of a replica says, apart from any markup.

An :class:`Article` is the truth that a template lays out and that a crawl's
record is compared with. Its blocks know their own text by the rules for body
text: one block or one ``<br>`` a paragraph, the cells of a table row separated
by a tab, merged cells repeating their value, list numerals as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from govreports.records import BodyState, ReportKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

LAYOUT_CHARACTERS = re.compile("[\u00a0\u3000\u200b-\u200f\u2060\ufeff\u00ad]")
HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
SPACES_IN_CHINESE = re.compile(f"(?<=[{HAN}]) +| +(?=[{HAN}])")
# 《党政机关公文格式》 and the portals' stylesheets cut a list title at about this length.
LIST_TITLE = 22


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: the name a reader is shown and the stem of the stored file.

    ``stem`` is what the CMS named the file; the template makes a path of it.
    ``in_body`` places the link inside the article's text (``附件：name``)
    instead of the list below it.
    """

    name: str
    stem: str
    in_body: bool = False

    @property
    def suffix(self) -> str:
        """File name extension with its dot."""
        return "." + self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``align`` is the CSS text-align value."""

    text: str
    align: str = "left"
    strong: bool = False

    def lines(self) -> tuple[str, ...]:
        """Text as a reader is to find it."""
        return (visible(self.text),)


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines in one block, separated by ``<br>``."""

    texts: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Text as a reader is to find it: one line, one paragraph."""
        return tuple(visible(text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An ordered list; the numerals are the browser's, not in the source."""

    items: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Text with the numerals that a browser draws."""
        return tuple(f"{n}.{visible(item)}" for n, item in enumerate(self.items, 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as HTML has it: covered places have no cell of their own."""

    rows: tuple[tuple[Cell, ...], ...]

    def lines(self) -> tuple[str, ...]:
        """One line a row, cells separated by a tab, merged cells repeated."""
        return tuple("\t".join(row) for row in self.grid())

    def grid(self) -> list[list[str]]:
        """Every place of the table with the text that covers it."""
        places: dict[tuple[int, int], str] = {}
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row:
                while (x, y) in places:
                    x += 1
                cover(places, cell, x, y)
        height, width = len(self.rows), 1 + max(x for x, _ in places)
        return [[places[x, y] for x in range(width)] for y in range(height)]


def cover(places: dict[tuple[int, int], str], cell: Cell, x: int, y: int) -> None:
    """Write a cell's text into every place that it covers."""
    for dy in range(cell.rows):
        for dx in range(cell.columns):
            places[x + dx, y + dy] = visible(cell.text)


@dataclass(frozen=True, slots=True)
class Picture:
    """A scanned page: an image that carries no text for a reader."""

    stem: str

    def lines(self) -> tuple[str, ...]:
        """No text."""
        return ()


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """The 附件 line inside the article, its name linked to the file."""

    attachment: Attachment
    lead: str = "附件："

    def lines(self) -> tuple[str, ...]:
        """Lead and name on one line."""
        return (visible(self.lead + self.attachment.name),)


Block = Paragraph | Lines | Numbered | Table | Picture | AttachmentLine


@dataclass(frozen=True, slots=True)
class Article:
    """One report, as true values; which of them a page shows is the template's.

    ``published_at`` is aware (+08:00) and has seconds. ``shown`` replaces, per
    field name, the characters that a page prints (``现行有效`` for 有效,
    ``2021-02-30`` for no date at all); ``extra`` are further label → value
    pairs of the header. ``header`` False leaves the visible header out, as
    pages that were migrated from an older CMS do.
    """

    key: str
    title: str
    published_at: datetime
    blocks: tuple[Block, ...]
    index_number: str | None = None
    document_number: str | None = None
    publisher: str | None = None
    issued_on: date | None = None
    document_type: str | None = None
    topic: str | None = None
    keywords: tuple[str, ...] = ()
    disclosure: str | None = None
    validity: str | None = None
    source: str | None = None
    signed_by: str | None = None
    signed_on: date | None = None
    report_year: int | None = None
    report_kind: ReportKind = ReportKind.OTHER
    boxed: tuple[Attachment, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    header: bool = True
    repeats_title: bool = False
    number_in_body: bool = False
    parts: int = 1

    @classmethod
    def from_text(
        cls,
        key: str,
        title: str,
        published_at: datetime,
        paragraphs: Iterable[str],
        **facts: Any,
    ) -> Self:
        """Make an article of given paragraphs; ``facts`` are fields of this class.

        Raises :class:`TypeError` where a fact is no field.
        """
        blocks = tuple(Paragraph(text) for text in paragraphs)
        plain = cls(key=key, title=title, published_at=published_at, blocks=blocks)
        return replace(plain, **facts)

    def attachments(self) -> tuple[Attachment, ...]:
        """All 附件 in page order: those in the text, then those listed below it."""
        linked = (block.attachment for block in self.blocks if isinstance(block, AttachmentLine))
        return (*linked, *self.boxed)

    def body(self) -> str | None:
        """正文 as a reader is to find it, ``None`` where the page holds no text."""
        if self.body_state() is not BodyState.TEXT:
            return None
        lines = (line for block in self.blocks for line in block.lines())
        return "\n".join(line for line in lines if line)

    def body_state(self) -> BodyState:
        """Where the report's text is."""
        written = [
            block for block in self.blocks if not isinstance(block, Picture | AttachmentLine)
        ]
        if any(line for block in written for line in block.lines()):
            return BodyState.TEXT
        pictured = any(isinstance(block, Picture) for block in self.blocks)
        return BodyState.IMAGES if pictured else BodyState.ATTACHMENT

    def override(self, field: str) -> str | None:
        """Characters that replace what a page would print for a field by itself."""
        return next((text for name, text in self.shown if name == field), None)

    def printed(self, field: str) -> str:
        """Characters that a page prints for a field, empty where there are none."""
        text = self.override(field)
        return as_printed(self, field) if text is None else text

    def printing(self, field: str, text: str) -> Article:
        """The same article whose page prints ``text`` for a field."""
        rest = tuple(pair for pair in self.shown if pair[0] != field)
        return replace(self, shown=(*rest, (field, text)))

    def list_title(self) -> str:
        """Title as a list prints it: cut with ``…`` where it is too long."""
        return self.title if len(self.title) <= LIST_TITLE else self.title[: LIST_TITLE - 1] + "…"


def as_printed(article: Article, field: str) -> str:
    """A field's value in the form that all four systems print by default."""
    if field == "published_on":
        return f"{article.published_at:%Y-%m-%d}"
    if field == "published_at":
        return f"{article.published_at:%Y-%m-%d %H:%M}"
    value = getattr(article, field)
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)


def visible(text: str) -> str:
    """Text without what only lays it out: NBSP, U+3000, zero-width, inner spaces."""
    return SPACES_IN_CHINESE.sub("", LAYOUT_CHARACTERS.sub("", text)).strip()
